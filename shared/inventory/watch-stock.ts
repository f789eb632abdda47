import { inChunks } from "../kernel/in-chunks.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { Table } from "../table/port.ts";
import { watchNetwork } from "./alerts/watch-network.ts";
import { watchPosition } from "./alerts/watch-position.ts";
import type { FreeStockMessage } from "./free-stock-message.ts";
import { writeLedger } from "./ledger-store.ts";
import { settleLots } from "./lots/settle-lots.ts";
import type { ReadProducts } from "./products/cached-products.ts";
import { type Product, watchesNetwork } from "./products/product.ts";
import { freeToPromise } from "./stock.ts";
import type { StockChange } from "./stock-change.ts";
import { hasWaiting } from "./waiting-store.ts";

export type WatchDeps = {
  readonly table: Table;
  /** Takes a `FreeStockMessage` as JSON. */
  readonly backorders: QueueSender;
  /** May be a minute old; without it only the thresholds of positions are watched. */
  readonly readProducts?: ReadProducts;
  readonly now: () => Date;
};

/** So many skus are looked at together: an alert must not wait for a whole batch of others. */
const skusAtOnce = 16;

/** Gives the ids of the changes that are to come again; all others are done. */
export type WatchStock = (changes: readonly StockChange[]) => Promise<ReadonlySet<string>>;

/**
 * Keeps the lots of skus that have them, and the ledger: what each write moved, and why. Opens and resolves low-stock alerts of positions and of all warehouses
 * together, proposes purchases, and wakes the orders that wait for a sku of which more can be promised than before: one
 * message for each sku of the batch, however often it grew.
 */
export function makeWatchStock(deps: WatchDeps): WatchStock {
  return async (changes) => {
    const { table, backorders } = deps;
    const { changes: withLots, contended } = await settleAll(deps, changes);
    const unfinished = new Set([...(await watchAlerts(deps, changes)), ...contended]);
    // A line in the ledger says that the alerts have seen its write, so a change that comes again stays out of it.
    const finished = withLots.filter(({ id }) => !unfinished.has(id));
    await writeLedger(table, finished);
    const messages = await freedSkus(table, changes);
    if (messages.length > 0) await backorders.send(messages.map((message) => ({ body: JSON.stringify(message) })));
    return unfinished;
  };
}

/** Position by position, each in the order of its writes. Costs nothing where no lots are kept. */
async function settleAll(
  { table, now }: WatchDeps,
  changes: readonly StockChange[],
): Promise<{ readonly changes: readonly StockChange[]; readonly contended: readonly string[] }> {
  if (changes.every(({ after }) => after.hasLots !== true)) return { changes, contended: [] };
  const settled: StockChange[] = [];
  const contended: string[] = [];
  for (const change of changes) {
    const done = await settleLots(table, change, now().toISOString());
    settled.push(done.ok ? done.value : change);
    if (!done.ok) contended.push(change.id);
  }
  return { changes: settled, contended };
}

async function watchAlerts(
  { table, readProducts, now }: WatchDeps,
  changes: readonly StockChange[],
): Promise<ReadonlySet<string>> {
  const unfinished = new Set<string>();
  for (const ofMerchant of Map.groupBy(changes, ({ after }) => after.merchantId).values()) {
    const [first] = ofMerchant;
    if (first === undefined) continue;
    const bySku = Map.groupBy(ofMerchant, ({ after }) => after.sku);
    const products = await readProducts?.(first.after.merchantId, [...bySku.keys()]);
    const at = now().toISOString();
    for (const group of inChunks([...bySku], skusAtOnce)) {
      const ids = await Promise.all(group.map(([sku, own]) => watchSku(table, own, products?.get(sku) ?? null, at)));
      for (const id of ids.flat()) unfinished.add(id);
    }
  }
  return unfinished;
}

/** Gives the ids of the changes that are to come again. */
async function watchSku(
  table: Table,
  changes: readonly StockChange[],
  product: Product | null,
  at: string,
): Promise<readonly string[]> {
  const again: string[] = [];
  for (const ofPlace of Map.groupBy(changes, ({ after }) => after.warehouse).values()) {
    if (!(await watchPosition(table, ofPlace, product, at))) again.push(...ofPlace.map(({ id }) => id));
  }
  const isNetworkDone =
    product === null || !watchesNetwork(product) || (await watchNetwork(table, changes, product, at));
  return isNetworkDone ? again : changes.map(({ id }) => id);
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
