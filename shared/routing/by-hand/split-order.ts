import { readStocks } from "../../inventory/stock-store.ts";
import { stockMoveWrites } from "../../inventory/stock-writes.ts";
import { stopWaitingWrite } from "../../inventory/waiting-store.ts";
import { type MerchantId, type OrderId, sku } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { again } from "../../orders/join-orders.ts";
import { unallocatedLines } from "../../orders/open-quantities.ts";
import type { Order } from "../../orders/order.ts";
import { orderWrites, readOrder } from "../../orders/order-store.ts";
import { turnOf } from "../../orders/turn.ts";
import type { Table, Write } from "../../table/port.ts";
import { dayWrites, placesOfDay } from "../orders-of-day.ts";
import { earlierReceipt } from "../receipt/receipt-store.ts";
import type { ReadSettings, Settings } from "../settings-store.ts";
import { type Placed, skusOf } from "./place-goods.ts";
import { type SplitRefused, type SplitRequest, splitByHand } from "./split-by-hand.ts";

export type ByHandDeps = {
  readonly table: Table;
  readonly readSettings: ReadSettings;
  readonly now: () => Date;
  /** Waits a little, longer for each further attempt, with some chance in it. */
  readonly pause: (attempt: number) => Promise<void>;
};

export type Split = { readonly isRepeated: boolean; readonly order: Order };

export type NotSplit = SplitRefused | { readonly kind: "unknown_order" | "unknown_merchant" | "contended" };

export type SplitOrder = (
  request: SplitRequest & { readonly merchantId: MerchantId; readonly orderId: OrderId },
) => Promise<Result<Split, NotSplit>>;

/**
 * Moves what is promised to an order to where an operator wants it to leave: order, stock and queues in one transaction, so
 * that either all of it is there or nothing has changed. What shipped holds no promises and is not touched. The same again
 * changes nothing; planning anew (`reroute-order.ts`) undoes it.
 */
export function makeSplitOrder(deps: ByHandDeps): SplitOrder {
  const { table } = deps;
  return async ({ merchantId, orderId, ...request }) => {
    const settings = await deps.readSettings(merchantId, { fresh: true });
    if (settings === null) return fail({ kind: "unknown_merchant" });
    return again<Split, NotSplit>(deps, async () => {
      const order = (await readOrder(table, merchantId, orderId))?.order;
      if (order === undefined) return fail({ kind: "unknown_order" });
      const wanted = unallocatedLines(order).map((line) => sku(line.sku));
      const stocks = await readStocks(table, merchantId, [...new Set([...skusOf(order.allocations), ...wanted])]);
      const now = deps.now().toISOString();
      const decided = splitByHand({ order, stocks, settings, now }, request);
      if (!decided.ok) return decided;
      if (decided.value === null) return ok({ isRepeated: true, order });
      const written = await table.transact(placedWrites(order, decided.value, settings, now));
      return written.ok ? ok({ isRepeated: false, order: decided.value.after }) : null;
    });
  };
}

function placedWrites(before: Order, placed: Placed, settings: Settings, now: string): readonly Write[] {
  return [
    ...ownWrites(before, placed),
    ...stockMoveWrites(before.merchantId, placed.moves, now, before.orderId),
    ...countedDays(before, placed.after, settings, now),
  ];
}

/** It counts among the orders of the day in warehouses that are new to it; a person may go beyond what they can send. */
export function countedDays(before: Order, after: Order, settings: Settings, now: string): readonly Write[] {
  const writes = dayWrites(placesOfDay({ order: before, settings, now }, after));
  return writes.map((write): Write => {
    return write.kind === "update" ? { kind: "update", key: write.key, changes: write.changes } : write;
  });
}

/** Of the order alone: itself, the decision it had before, and the queues in which it need not wait any more. */
export function ownWrites(before: Order, { after, events }: Placed): readonly Write[] {
  const { merchantId, orderId } = after;
  const waits = new Set(after.backorder.map((part) => part.sku));
  const left = before.backorder
    .filter((part) => !waits.has(part.sku))
    .map((part) => stopWaitingWrite({ merchantId, orderId, sku: sku(part.sku), ...turnOf(after) }));
  return [...orderWrites(before, after, events), ...earlierReceipt(before), ...left];
}
