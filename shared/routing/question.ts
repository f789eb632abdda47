import { type CertifiedPlan, type PlanRequest, planOrder } from "./plan.ts";
import type { Parcel } from "./sourcing/parcels.ts";
import { type LineWorth, planWithRules, type RuledRequest } from "./sourcing/plan-with-rules.ts";
import type { Constraint } from "./sourcing/sourcing.ts";

/** All that one plan depends on, and nothing else: the same question always has the same answer. */
export type Question =
  /** Under the merchant's own order of warehouses. */
  | {
      readonly kind: "plain";
      readonly request: PlanRequest;
      readonly lineWorth: ReadonlyMap<string, LineWorth>;
      readonly now: string;
    }
  /** Under a rule set; `spoke` are the places of the rules that hold for the order. */
  | { readonly kind: "ruled"; readonly request: RuledRequest; readonly spoke: readonly number[] };

export type Answer = CertifiedPlan & {
  /** Empty for a plain question: it weighs no prices. */
  readonly parcels: readonly Parcel[];
  readonly dropped: readonly Constraint[];
};

/** The best plan, proven. Pure. */
export function answer(question: Question): Answer {
  if (question.kind === "ruled") return planWithRules(question.request);
  return { ...planOrder(question.request), parcels: [], dropped: [] };
}
