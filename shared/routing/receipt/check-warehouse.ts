import type { WarehouseCode } from "../../kernel/ids.ts";
import type { Place } from "../costs/survey.ts";
import type { Answer, Question } from "../question.ts";
import { matchRules } from "../rules.ts";
import { parcelsOf } from "../sourcing/parcels.ts";
import type { RuledRequest } from "../sourcing/plan-with-rules.ts";
import { type Constraint, isPlaceConstraint } from "../sourcing/sourcing.ts";
import { parcelTerms } from "../sourcing/weigh-under.ts";
import { whyBarred } from "../sourcing/why-barred.ts";
import type { Warehouse } from "../warehouse.ts";

/** One rule that spoke, and one warehouse. */
export type Check = {
  readonly rule: string;
  readonly kind: string;
  readonly isSoft: boolean;
  readonly passes: boolean;
  /** Why not; null when it passes. */
  readonly because: string | null;
};

export type Alone = {
  readonly carrier: string | null;
  /** Of the carrier and of handling together. */
  readonly costMinor: number;
  readonly days: number | null;
};

/** What each rule that spoke says about a warehouse, the hard ones first. Rules about plans as a whole are no part of it. */
export function checksOf(question: Question, warehouse: Warehouse, place: Place | null): readonly Check[] {
  if (question.kind === "plain") return plainChecks(question, warehouse);
  const { sourcing, destination } = question.request;
  const check = (constraint: Constraint, isSoft: boolean): Check[] => {
    if (!isPlaceConstraint(constraint) || place === null) return [];
    const because = whyBarred(constraint, warehouse, place.facts, destination.country);
    return [{ rule: constraint.rule, kind: constraint.kind, isSoft, passes: because === null, because }];
  };
  return [
    ...sourcing.hard.flatMap((each) => check(each, false)),
    ...sourcing.soft.flatMap((each) => check(each, true)),
  ];
}

function plainChecks({ request }: Question & { readonly kind: "plain" }, { code }: Warehouse): readonly Check[] {
  const asked = { ...request, skus: request.lines.map((line) => line.sku) };
  return matchRules(asked, request.rules).flatMap((rule): Check[] => {
    if (!("exclude" in rule)) return [];
    const passes = !rule.exclude.includes(code);
    const because = passes ? null : `excluded by rule “${rule.name}”`;
    return [{ rule: rule.name, kind: "exclude", isSoft: false, passes, because }];
  });
}

/** The price of everything in one parcel from there, as its carrier would price it. */
export function aloneFrom(
  request: RuledRequest,
  { dropped }: Answer,
  warehouse: WarehouseCode,
  places: ReadonlyMap<string, Place>,
): Alone | null {
  const { hard, soft } = request.sourcing;
  const kept = [...hard, ...soft.filter((each) => !dropped.includes(each))];
  const all = request.lines.map((line) => ({ ...line, warehouse }));
  const [parcel] = parcelsOf(all, parcelTerms(request, kept, places));
  return parcel === undefined ? null : { carrier: parcel.carrier, costMinor: parcel.costMinor, days: parcel.days };
}
