import { type Applied, allOf, firstOf } from "./evaluate-rules.ts";

/** What a merchant's rules say about an order before it is routed. */
export type RuleReview = {
  /** One for each rule that holds the order. */
  readonly holds: readonly { readonly reason: "held_by_rule"; readonly note: string }[];
  readonly tags: readonly string[];
  readonly notices: readonly RuleNotice[];
  /** 1 goes first, 5 is usual. */
  readonly priority: number;
};

/** What somebody is to be told; `to` is the merchant's own word for who. */
export type RuleNotice = { readonly rule: string; readonly to: string; readonly text: string };

const usualPriority = 5;

/** A rule that approves lifts the holds of those below it, not of those above. */
export function reviewByRules(applied: readonly Applied[]): RuleReview {
  const approving = applied.findIndex(({ action }) => action.do === "approve");
  const before = approving < 0 ? applied : applied.slice(0, approving);
  return {
    holds: allOf(before, "hold").map(({ rule, action }) => ({
      reason: "held_by_rule",
      note: `rule “${rule}”: ${action.reason}`,
    })),
    tags: [...new Set(allOf(applied, "tag").map(({ action }) => action.tag))],
    notices: allOf(applied, "notify").map(({ rule, action: { to, text } }) => ({ rule, to, text })),
    priority: firstOf(applied, "priority")?.action.level ?? usualPriority,
  };
}
