import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { ChangeOrder, OrderChange, Unchanged } from "./change-order.ts";
import { deriveStatus } from "./derive-status.ts";
import { followThrough } from "./follow-through.ts";
import type { Order } from "./order.ts";

export type GiveUpRefused =
  /** It no longer waits as a whole: some of it has left, or its goods have come. */
  { readonly kind: "not_waiting"; readonly status: Order["status"] };

/**
 * Cancels an order that waits for goods, on the hub's own account: what it was promised is free again, and
 * `order.cancelled.v1` says why. Safe to repeat.
 */
export type GiveUpOrder = (
  merchant: MerchantId,
  orderId: OrderId,
  reason: string,
) => Promise<Result<Order, GiveUpRefused | Unchanged>>;

export function makeGiveUpOrder(changeOrder: ChangeOrder): GiveUpOrder {
  return (merchant, orderId, reason) =>
    changeOrder(merchant, orderId, (order, { now, books }): Result<OrderChange<Order>, GiveUpRefused> => {
      if (order.givenUp !== undefined) return ok({ answer: order, change: null });
      if (deriveStatus(order) !== "backordered") return fail({ kind: "not_waiting", status: order.status });
      const consequences = followThrough(
        order,
        { ...order, givenUp: { at: now, reason } },
        {
          changedGroups: ["status"],
          entries: [{ at: now, what: "given up", note: reason }],
          occurredAt: now,
          now,
          books,
        },
      );
      return ok({ answer: consequences.order, change: consequences });
    });
}
