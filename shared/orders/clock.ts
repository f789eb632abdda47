import { isDeepStrictEqual } from "node:util";
import { compareText } from "../kernel/compare-text.ts";
import type { Clock } from "./facts.ts";
import type { Versioned } from "./order.ts";

/** By the channel's time, then by tie: below 0 when `a` is older. The same for every order of arrival. */
export function compareClocks(a: Clock, b: Clock): number {
  return a.at - b.at || compareText(a.tie, b.tie);
}

/**
 * Which of two versions of one fact stands. Total: where clock and tie are equal and the facts still differ, the text of
 * the facts decides, so that no order of arrival can end in another state.
 */
export function newerOf<T>(a: Versioned<T>, b: Versioned<T>): Versioned<T> {
  const byClock = compareClocks(a.clock, b.clock);
  if (byClock !== 0) return byClock > 0 ? a : b;
  return canonical(a.facts) >= canonical(b.facts) ? a : b;
}

/** By content, whatever made the two: the prototype of an object and the order of its names do not count. */
export function isSameFacts(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b) || canonical(a) === canonical(b);
}

/** JSON with sorted names: equal for equal facts, whatever the order in which their parts were read. */
function canonical(facts: unknown): string {
  return JSON.stringify(facts, (_name, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareText(a, b)))
      : value,
  );
}
