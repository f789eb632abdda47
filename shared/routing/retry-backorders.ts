import type { FreeStockMessage } from "../inventory/free-stock-message.ts";
import { freeToPromise } from "../inventory/stock.ts";
import { readStock } from "../inventory/stock-store.ts";
import { readWaiting, removeStaleWaiting, type WaitingEntry } from "../inventory/waiting-store.ts";
import { sku } from "../kernel/ids.ts";
import { isRoutable } from "../orders/derive-status.ts";
import { readOrder } from "../orders/order-store.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { Table } from "../table/port.ts";
import type { RouteOrder } from "./route-order.ts";

export type RetryDeps = {
  readonly table: Table;
  readonly routeOrder: RouteOrder;
  /** The queue this message came from. */
  readonly backorders: QueueSender;
};

export type RetryResult =
  | { readonly kind: "walked"; readonly routed: number; readonly waiting: number; readonly removed: number }
  /** Time ran out; a message for the rest of the queue has been sent. */
  | { readonly kind: "continued"; readonly after: string | null }
  /** Others kept writing an order or its stock: the same message is to come again. */
  | { readonly kind: "contended" };

export type RetryBackorders = (message: FreeStockMessage, hasTime: () => boolean) => Promise<RetryResult>;

const ordersPerPage = 25;

/**
 * Goes through the orders that wait for a sku, the one placed first coming first, and routes each while any of the sku can
 * be promised. Entries whose order no longer waits (cancelled, shipped, edited) are removed on the way.
 */
export function makeRetryBackorders(deps: RetryDeps): RetryBackorders {
  return async (message, hasTime) => {
    const counts = { routed: 0, waiting: 0, removed: 0 };
    let after = message.after;
    for (;;) {
      const page = await readWaiting(deps.table, { ...message, after }, ordersPerPage);
      for (const entry of page.waiting) {
        if (!hasTime()) return await goOnLater(deps, message, after);
        if (!(await hasFreeStock(deps.table, entry))) return { kind: "walked", ...counts };
        const fate = await retryOne(deps, entry);
        if (fate === "contended") return { kind: "contended" };
        counts[fate] += 1;
        after = entry.key;
      }
      if (page.next === null) return { kind: "walked", ...counts };
      after = page.next;
    }
  };
}

async function retryOne(deps: RetryDeps, entry: WaitingEntry): Promise<"routed" | "waiting" | "removed" | "contended"> {
  const stored = await readOrder(deps.table, entry.merchantId, entry.orderId);
  const order = stored?.order;
  const waits = order !== undefined && isRoutable(order) && order.backorder.some((part) => sku(part.sku) === entry.sku);
  if (!waits) {
    await removeStaleWaiting(deps.table, entry);
    return "removed";
  }
  const result = await deps.routeOrder(entry.merchantId, entry.orderId);
  if (result.kind === "contended") return "contended";
  return result.kind === "routed" ? "routed" : "waiting";
}

async function hasFreeStock(table: Table, { merchantId, sku: article }: WaitingEntry): Promise<boolean> {
  const stocks = await readStock(table, merchantId, article);
  return stocks.some((stock) => freeToPromise(stock) > 0);
}

async function goOnLater(deps: RetryDeps, message: FreeStockMessage, after: string | null): Promise<RetryResult> {
  const rest: FreeStockMessage = { ...message, after };
  await deps.backorders.send([{ body: JSON.stringify(rest) }]);
  return { kind: "continued", after };
}
