import { never } from "../../kernel/result.ts";
import type { Warehouse } from "../warehouse.ts";
import type { PlaceConstraint } from "./sourcing.ts";

/** What constraints ask about one warehouse and one order. */
export type PlaceFacts = {
  /** Days until the parcel leaves; null: no working day is in sight. */
  readonly waits: number | null;
  /** Days until it arrives; null: nobody can tell. */
  readonly days: number | null;
  readonly km: number | null;
};

/** Why a rule keeps an order from a warehouse, for people; null when it does not. What nobody knows breaks no rule. */
export function whyBarred(
  constraint: PlaceConstraint,
  { code, country }: Warehouse,
  facts: PlaceFacts,
  destinationCountry: string,
): string | null {
  const by = `rule “${constraint.rule}”`;
  switch (constraint.kind) {
    case "exclude":
      return constraint.warehouses.includes(code) ? `excluded by ${by}` : null;
    case "include":
      return constraint.warehouses.includes(code)
        ? null
        : `${by} lets the order leave only from ${constraint.warehouses.join(", ")}`;
    case "fallback":
      return constraint.warehouses.includes(code) ? `${by} asks it only when others are short` : null;
    case "stay_in_country":
      return country === destinationCountry
        ? null
        : `${by} keeps the order in ${destinationCountry || "its country"}, it is in ${country}`;
    case "ships_today":
      return facts.waits === 0
        ? null
        : `${by} wants it sent today, ${facts.waits === null ? "it is closed" : `it leaves in ${days(facts.waits)}`}`;
    case "max_days":
      return facts.days === null || facts.days <= constraint.days
        ? null
        : `${by} allows ${days(constraint.days)}, from here it takes ${facts.days}`;
    case "max_distance":
      return facts.km === null || facts.km <= constraint.km
        ? null
        : `${by} allows ${constraint.km} km, from here it is ${facts.km} km`;
    default:
      return never(constraint);
  }
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}
