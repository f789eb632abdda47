import { fromAttributes } from "./attribute-value.ts";
import type { Attributes } from "./engine/attribute.ts";
import { type CancellationReason, cancelled } from "./engine/errors.ts";
import type { CancelReason, ConditionFailed, Key, PageKey } from "./port.ts";

/** What both faces of the table answer alike, from what the engine or the service told them. */
export function conditionFailed(old: Attributes | null): ConditionFailed {
  return { kind: "condition_failed", old: old === null ? null : fromAttributes(old) };
}

/** Reasons in the port's words. Throws when an action was invalid in itself: that is a fault, not an answer. */
export function cancelReasons(reasons: readonly CancellationReason[]): readonly CancelReason[] {
  return reasons.map((reason): CancelReason => {
    switch (reason.code) {
      case "None":
        return { kind: "none" };
      case "ConditionalCheckFailed":
        return conditionFailed(reason.item ?? null);
      case "TransactionConflict":
        return { kind: "conflict" };
      case "ThrottlingError":
        return { kind: "throttled" };
      default:
        throw cancelled(reasons);
    }
  });
}

/** Where a page ended. All keys of the hub's table are texts. */
export function pageKeyOf(last: Attributes): PageKey {
  const key: Record<string, string> = {};
  for (const [name, value] of Object.entries(last)) {
    if (!("S" in value)) throw new Error(`key attribute ${name} is not a text`);
    key[name] = value.S;
  }
  return key;
}

export function distinctKeys(keys: readonly Key[]): Key[] {
  return [...new Map(keys.map((key) => [JSON.stringify([key.pk, key.sk]), key])).values()];
}

/** Worth another try: a conflict, and no condition that would fail again. */
export function isOnlyConflict(reasons: readonly CancelReason[]): boolean {
  const kinds = new Set(reasons.map(({ kind }) => kind));
  return kinds.has("conflict") && !kinds.has("condition_failed");
}
