import type { Hold, Order, ReleasedHold } from "./order.ts";

/**
 * Holds that a person may lift. The others say that the order cannot be shipped, or that its channel forbids it: a note of
 * ours changes neither.
 */
export const releasableReasons = ["held_by_rule", "address_incomplete", "amounts_do_not_add_up"] as const;

export function isReleasable(reason: string): boolean {
  return releasableReasons.some((each) => each === reason);
}

/**
 * Holds as they count: those that somebody has released stay lifted as long as they stand unchanged. One that goes away and
 * comes back, or says something else, is new, and holds the order again.
 */
export function withReleased(
  found: readonly Hold[],
  released: Order["released"] = [],
): { readonly holds: readonly Hold[]; readonly released: readonly ReleasedHold[] } {
  const isLifted = (hold: Hold): boolean => released.some((each) => isSameHold(each, hold));
  return {
    holds: found.filter((hold) => !isLifted(hold)),
    released: released.filter((each) => found.some((hold) => isSameHold(each, hold))),
  };
}

function isSameHold(a: Hold, b: Hold): boolean {
  return a.reason === b.reason && a.note === b.note;
}
