import type { ActionName, ActionOf } from "../../rules/actions.ts";
import { type Applied, allOf, firstOf } from "../../rules/evaluate-rules.ts";
import type { Term } from "../planner/problem.ts";
import { defaultRules, type RoutingRules } from "../rules.ts";

/** What must hold of each warehouse that is used. */
export type PlaceConstraint = { readonly rule: string } & (
  | { readonly kind: "exclude" | "include" | "fallback"; readonly warehouses: readonly string[] }
  | { readonly kind: "stay_in_country" | "ships_today" }
  | { readonly kind: "max_days"; readonly days: number }
  | { readonly kind: "max_distance"; readonly km: number }
);

/** What must hold of the plan as a whole. */
export type WholeConstraint = { readonly rule: string } & (
  | { readonly kind: "no_split" }
  | { readonly kind: "max_shipments"; readonly count: number }
  | { readonly kind: "min_split_value"; readonly minor: number }
);

export type Constraint = PlaceConstraint | WholeConstraint;

/** What the rules of a merchant say about where one order leaves from. */
export type Sourcing = {
  readonly hard: readonly Constraint[];
  /** The most important first: the last is broken first. */
  readonly soft: readonly Constraint[];
  /** From top to bottom; codes of one group are equally good. */
  readonly preferences: readonly { readonly rule: string; readonly groups: readonly (readonly string[])[] }[];
  readonly split: RoutingRules["split"];
  readonly backorder: RoutingRules["backorder"];
  /** Units that stay for other orders; null: in every warehouse, of every sku. */
  readonly heldBack: readonly {
    readonly units: number;
    readonly warehouses: readonly string[] | null;
    readonly skus: readonly string[] | null;
  }[];
  readonly doStoresSend: boolean;
  readonly pickupStore: string | null;
  /** Null: any carrier. */
  readonly carriers: readonly string[] | null;
  readonly chooseCarrierBy: "cost" | "speed";
  readonly compareBy: readonly Term[];
};

/** Distance counts only where a rule names it: warehouses have a priority of their own. */
const usualOrder: readonly Term[] = ["shipments", "preference", "cost", "days"];

/** Which actions are constraints, and which of them may be soft. */
const constraintNames = [
  "exclude",
  "include",
  "stay_in_country",
  "ships_today",
  "max_days",
  "max_distance",
  "no_split",
  "max_shipments",
  "min_split_value",
] as const satisfies readonly ActionName[];
type ConstraintName = (typeof constraintNames)[number];

export function sourcingOf(applied: readonly Applied[]): Sourcing {
  const hard: Constraint[] = [];
  const soft: Constraint[] = [];
  for (const { rule, action } of applied) {
    if (action.do === "pickup") {
      const only: Constraint = { rule, kind: "include", warehouses: [action.store] };
      (action.whenShort === "ship" ? soft : hard).push(only);
    } else if (isConstraint(action)) {
      (action.soft === true ? soft : hard).push(toConstraint(rule, action));
    }
  }
  for (const { rule, action } of allOf(applied, "fallback")) {
    soft.push({ rule, kind: "fallback", warehouses: action.warehouses });
  }
  const compareBy = firstOf(applied, "compare_by")?.action.terms ?? [];
  return {
    hard,
    soft,
    preferences: allOf(applied, "prefer").map(({ rule, action }) => ({
      rule,
      groups: action.warehouses.map((each) => (typeof each === "string" ? [each] : each)),
    })),
    split: firstOf(applied, "split")?.action.how ?? defaultRules.split,
    backorder: firstOf(applied, "backorder")?.action.how ?? defaultRules.backorder,
    heldBack: allOf(applied, "safety_stock").map(({ action: { units, warehouses = null, skus = null } }) => {
      return { units, warehouses, skus };
    }),
    doStoresSend: firstOf(applied, "ship_from_store") !== null,
    pickupStore: firstOf(applied, "pickup")?.action.store ?? null,
    carriers: firstOf(applied, "carrier")?.action.carriers ?? null,
    chooseCarrierBy: firstOf(applied, "choose_carrier")?.action.by ?? "cost",
    compareBy: ["softRules", ...compareBy, ...usualOrder.filter((term) => !compareBy.some((each) => each === term))],
  };
}

export function isPlaceConstraint(constraint: Constraint): constraint is PlaceConstraint {
  return !["no_split", "max_shipments", "min_split_value"].includes(constraint.kind);
}

type ConstraintAction = { [Name in ConstraintName]: ActionOf<Name> }[ConstraintName];

function isConstraint(action: Applied["action"]): action is ConstraintAction {
  return constraintNames.some((name) => name === action.do);
}

function toConstraint(rule: string, action: ConstraintAction): Constraint {
  switch (action.do) {
    case "exclude":
    case "include":
      return { rule, kind: action.do, warehouses: action.warehouses };
    case "max_days":
      return { rule, kind: action.do, days: action.days };
    case "max_distance":
      return { rule, kind: action.do, km: action.km };
    case "max_shipments":
      return { rule, kind: action.do, count: action.count };
    case "min_split_value":
      return { rule, kind: action.do, minor: action.minor };
    default:
      return { rule, kind: action.do };
  }
}
