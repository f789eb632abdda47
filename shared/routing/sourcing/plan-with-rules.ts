import type { Carrier } from "../costs/carrier.ts";
import type { PlanRequest } from "../plan.ts";
import { keepWhatCan } from "./keep-what-can.ts";
import { decideUnder, explainRuled, groundOf, type RuledDecision, type RuledPlan } from "./plan-under.ts";
import type { Constraint, Sourcing } from "./sourcing.ts";

/** What rules and prices ask about a line. */
export type LineWorth = {
  /** Of one unit; 0 when nobody has told. */
  readonly grams: number;
  /** Of one unit; absent when nobody has told. Carriers may charge for it instead of the weight. */
  readonly cubicCm?: number;
  readonly priceMinor: number;
};

export type RuledRequest = Omit<PlanRequest, "rules" | "more"> & {
  readonly sourcing: Sourcing;
  /** Of the rule set that `sourcing` comes from. */
  readonly rulesVersion: number;
  readonly now: string;
  /** Empty: costs and days are not weighed. */
  readonly carriers: readonly Carrier[];
  readonly lineWorth: ReadonlyMap<string, LineWorth>;
  /** Orders that have been routed to a warehouse today, for those with a daily capacity. */
  readonly ordersToday: ReadonlyMap<string, number>;
};

export type PlanWithRules = RuledPlan & {
  /** Soft rules that were left aside, the most important first. */
  readonly dropped: readonly Constraint[];
};

/**
 * The best plan that keeps every hard constraint, and of the soft ones the most important: each, from the first to the last,
 * is kept if as much can leave with it and those kept before it as without any. Pure.
 */
export function planWithRules(request: RuledRequest): PlanWithRules {
  const { soft, backorder } = request.sourcing;
  const waiting = ({ decision: { short, choice } }: RuledDecision): number =>
    backorder === "whole_order" ? Math.min(1, short.length) : choice.plan.tally.unfilled;
  const ground = groundOf(request);
  const decided = keepWhatCan(soft, (some) => decideUnder(request, some, ground), waiting);
  const [result, kept] = [explainRuled(decided.result), decided.kept];
  const dropped = soft.filter((constraint) => !kept.includes(constraint));
  if (dropped.length === 0) return { ...result, dropped };
  const names = [...new Set(dropped.map(({ rule }) => `“${rule}”`))].join(", ");
  const because = `${result.note.because} Left aside so that more can leave: ${names}.`;
  return { ...result, note: { ...result.note, because }, dropped };
}
