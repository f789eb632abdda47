import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { ChangeOrder, OrderChange, Unchanged } from "./change-order.ts";
import { followThrough } from "./follow-through.ts";
import type { Order } from "./order.ts";
import { isReleasable, releasableReasons } from "./released-holds.ts";

export type ReleaseRequest = {
  readonly merchantId: MerchantId;
  readonly orderId: OrderId;
  readonly reason: string;
  /** Who, as the token names them. */
  readonly by: string;
  /** Why, for the timeline. */
  readonly note: string;
};

export type ReleaseRefused =
  /** Only mending the fact, or the channel, lifts this one. */
  | { readonly kind: "not_releasable"; readonly releasable: readonly string[] }
  | { readonly kind: "not_held"; readonly holds: readonly string[] };

export type Released = { readonly kind: "released" | "repeated"; readonly order: Order };

export type ReleaseHold = (request: ReleaseRequest) => Promise<Result<Released, ReleaseRefused | Unchanged>>;

/** Lifts every hold of one reason. Other holds stay, so nothing ships that another one keeps. Safe to repeat. */
export function makeReleaseHold(changeOrder: ChangeOrder): ReleaseHold {
  return ({ merchantId, orderId, reason, by, note }) =>
    changeOrder(merchantId, orderId, (order, { now, books }): Result<OrderChange<Released>, ReleaseRefused> => {
      if (!isReleasable(reason)) return fail({ kind: "not_releasable", releasable: releasableReasons });
      const lifted = order.holds.filter((hold) => hold.reason === reason);
      const before = order.released ?? [];
      if (lifted.length === 0) {
        const wasReleased = before.some((each) => each.reason === reason);
        if (wasReleased) return ok({ answer: { kind: "repeated", order }, change: null });
        return fail({ kind: "not_held", holds: order.holds.map((hold) => hold.reason) });
      }
      const released = [...before, ...lifted.map((hold) => ({ ...hold, by, at: now }))];
      const change = followThrough(
        order,
        { ...order, released },
        {
          changedGroups: [],
          entries: [{ at: now, what: "hold released", note: `${reason} by ${by}: ${note}` }],
          occurredAt: now,
          now,
          books,
        },
      );
      return ok({ answer: { kind: "released", order: change.order }, change });
    });
}
