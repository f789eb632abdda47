import type { QueueSender } from "../platform/ports.ts";
import type { Table } from "../table/port.ts";
import type { FreeStockMessage } from "./free-stock-message.ts";
import { writeLedger } from "./ledger-store.ts";
import { freeToPromise } from "./stock.ts";
import type { StockChange } from "./stock-change.ts";
import { hasWaiting } from "./waiting-store.ts";
import { watchAlert } from "./watch-alert.ts";

export type WatchDeps = {
  readonly table: Table;
  /** Takes a `FreeStockMessage` as JSON. */
  readonly backorders: QueueSender;
  readonly now: () => Date;
};

/** Gives the ids of the changes that are to come again; all others are done. */
export type WatchStock = (changes: readonly StockChange[]) => Promise<ReadonlySet<string>>;

/**
 * Keeps the ledger: what each write moved, and why. Opens and resolves low-stock alerts, and wakes the orders that wait for a sku of which more can be promised than
 * before: one message for each sku of the batch, however often it grew.
 */
export function makeWatchStock({ table, backorders, now }: WatchDeps): WatchStock {
  return async (changes) => {
    const unfinished = new Set<string>();
    for (const change of changes) {
      const isWatched = await watchAlertOf(table, change, now().toISOString());
      if (!isWatched) unfinished.add(change.id);
    }
    await writeLedger(table, changes);
    const messages = await freedSkus(table, changes);
    if (messages.length > 0) await backorders.send(messages.map((message) => ({ body: JSON.stringify(message) })));
    return unfinished;
  };
}

/** Most skus have no threshold: they cost no read. */
async function watchAlertOf(table: Table, { before, after }: StockChange, now: string): Promise<boolean> {
  const wantsAlert = after.lowStockThreshold !== null || before?.lowStockThreshold != null;
  return wantsAlert ? watchAlert(table, after, now) : true;
}

async function freedSkus(table: Table, changes: readonly StockChange[]): Promise<readonly FreeStockMessage[]> {
  const grown = changes.filter(
    ({ before, after }) => freeToPromise(after) > (before === null ? 0 : freeToPromise(before)),
  );
  const freed = new Map(grown.map(({ after }) => [`${after.merchantId}#${after.sku}`, after]));
  const messages: FreeStockMessage[] = [];
  for (const { merchantId, sku } of freed.values()) {
    if (await hasWaiting(table, merchantId, sku)) messages.push({ merchantId, sku, after: null });
  }
  return messages;
}
