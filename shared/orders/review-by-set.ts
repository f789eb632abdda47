import { evaluateRules } from "../rules/evaluate-rules.ts";
import { type RuleReview, reviewByRules } from "../rules/review-by-rules.ts";
import type { RuleSet } from "../rules/rule-set.ts";
import type { Order } from "./order.ts";
import { orderForRules } from "./order-for-rules.ts";

/** What a merchant's rules say about an order; null where there are none, or nothing of the order is to be shipped. */
export function reviewBySet(order: Order, set: RuleSet | null, now: string): RuleReview | null {
  const asked = set === null ? null : orderForRules(order);
  return set === null || asked === null || asked.lines.length === 0
    ? null
    : reviewByRules(evaluateRules(set, asked, now));
}

/** Kept with the order; absent when no rule has said anything. */
export function marksOf(review: RuleReview | null): NonNullable<Order["marks"]> | undefined {
  if (review === null || (review.tags.length === 0 && review.priority === 5)) return undefined;
  return { tags: review.tags, priority: review.priority };
}
