import type { Stock } from "../inventory/stock.ts";
import { fromStockItem, readStocks } from "../inventory/stock-store.ts";
import type { StockMove } from "../inventory/stock-writes.ts";
import { type MerchantId, type Sku, sku } from "../kernel/ids.ts";
import { unallocatedLines } from "../orders/open-quantities.ts";
import type { Order } from "../orders/order.ts";
import type { Item, Table } from "../table/port.ts";

/** The stock of one merchant as far as a worker knows it: read, told by failed writes, and changed by its own writes. */
export type KnownStock = {
  /** Reads the skus that are not known. */
  read(skus: readonly Sku[]): Promise<void>;
  /** What plans see, one after the other: each takes from what those before it left. Changes nothing that is known. */
  asPlanned(): { of(skus: readonly Sku[]): readonly Stock[]; take(moves: readonly StockMove[]): void };
  /** These moves have been written. */
  wrote(moves: readonly StockMove[]): void;
  /** The table showed this item. */
  saw(item: Item): void;
  /** They are read again; all of them unless named. */
  forget(skus?: readonly Sku[]): void;
};

type BySku = Map<Sku, readonly Stock[]>;

export function makeKnownStock(table: Table, merchant: MerchantId): KnownStock {
  const known: BySku = new Map();
  return {
    async read(skus) {
      const missing = [...new Set(skus)].filter((article) => !known.has(article));
      if (missing.length === 0) return;
      const stocks = Map.groupBy(await readStocks(table, merchant, missing), (stock) => stock.sku);
      for (const article of missing) known.set(article, stocks.get(article) ?? []);
    },
    asPlanned() {
      const left: BySku = new Map(known);
      return {
        of: (skus) => [...new Set(skus)].flatMap((article) => left.get(article) ?? []),
        take: (moves) => take(left, moves),
      };
    },
    wrote: (moves) => take(known, moves),
    saw(item) {
      const newer = fromStockItem(item);
      const stocks = known.get(newer.sku) ?? [];
      known.set(
        newer.sku,
        stocks.map((stock) => (stock.warehouse === newer.warehouse ? newer : stock)),
      );
    },
    forget(skus = [...known.keys()]) {
      for (const article of skus) known.delete(article);
    },
  };
}

function take(stocks: BySku, moves: readonly StockMove[]): void {
  for (const { kind, sku: article, warehouse, quantity } of moves) {
    if (kind !== "allocated") continue;
    const taken = (stock: Stock): Stock => ({
      ...stock,
      allocated: stock.allocated + quantity,
      available: stock.available - quantity,
    });
    const before = stocks.get(article) ?? [];
    stocks.set(
      article,
      before.map((stock) => (stock.warehouse === warehouse ? taken(stock) : stock)),
    );
  }
}

/** The skus of which an order has yet to be promised units. */
export function wantedSkus(order: Order): readonly Sku[] {
  return unallocatedLines(order).map((line) => sku(line.sku));
}
