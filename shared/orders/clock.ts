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

/**
 * By content, as JSON would show it, whatever made the two: the prototype of an object, the order of its names and names
 * without a value do not count. Asked of every group of every message, so no text is made of them.
 */
export function isSameFacts(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return shown(a) === shown(b);
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((element, at) => isSameFacts(element ?? null, b[at] ?? null));
  }
  const [one, other] = [a as Parts, b as Parts];
  for (const name in one)
    if (!isSameFacts(one[name], Object.hasOwn(other, name) ? other[name] : undefined)) return false;
  for (const name in other) if (other[name] !== undefined && !Object.hasOwn(one, name)) return false;
  return true;
}

type Parts = { readonly [name: string]: unknown };

/** JSON knows no numbers beyond the finite ones. */
function shown(value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}

/** JSON with sorted names: equal for equal facts, whatever the order in which their parts were read. */
function canonical(facts: unknown): string {
  return JSON.stringify(facts, (_name, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareText(a, b)))
      : value,
  );
}
