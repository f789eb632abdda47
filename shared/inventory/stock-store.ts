import * as z from "zod/mini";
import type { MerchantId, Sku, WarehouseCode } from "../kernel/ids.ts";
import { listKeys, skuPk, sortKeys, stockKey } from "../table/keys.ts";
import { type Change, type Item, queryAll, type Table } from "../table/port.ts";
import type { Stock, StockPlace } from "./stock.ts";

const stockSchema = z.object({
  schemaVersion: z.literal(1),
  merchantId: z.string(),
  sku: z.string(),
  warehouse: z.string(),
  onHand: z.number(),
  allocated: z.number(),
  available: z.number(),
  damaged: z._default(z.number(), 0),
  onHold: z._default(z.number(), 0),
  safetyStock: z.number(),
  lowStockThreshold: z.nullable(z.number()),
  incoming: z.number(),
  version: z.number(),
  changedAt: z.string(),
  hasLots: z.optional(z.literal(true)),
});

/** How many skus are asked for at the same time: enough for an order's lines, few enough for one connection pool. */
const parallelReads = 16;

/** One sku in all its warehouses, in one strongly consistent query. Empty for a sku nobody has counted. */
export async function readStock(table: Table, merchant: MerchantId, sku: Sku): Promise<Stock[]> {
  const sk = { kind: "beginsWith", prefix: sortKeys.stock } as const;
  const items = await queryAll(table, { pk: skuPk(merchant, sku), sk });
  return items.map(fromStockItem);
}

/** The same for several skus, each asked for once; strongly consistent per sku, not over all of them. */
export async function readStocks(table: Table, merchant: MerchantId, skus: readonly Sku[]): Promise<Stock[]> {
  const left = [...new Set(skus)];
  const stocks: Stock[] = [];
  while (left.length > 0) {
    const group = left.splice(0, parallelReads);
    const read = await Promise.all(group.map((sku) => readStock(table, merchant, sku)));
    stocks.push(...read.flat());
  }
  return stocks;
}

/** The numbers stand at the top level, where conditions and relative updates reach them. The list keys never move. */
export function toStockItem(stock: Stock): Item {
  return { ...stock, ...fixedParts(stock) };
}

/** `changes`, which also bring a position nobody has counted yet into being. Where it exists they change nothing more. */
export function createdBy(place: StockPlace, changes: readonly Change[]): Change[] {
  const { pk: _pk, sk: _sk, ...fixed } = fixedParts(place);
  const { merchantId, sku, warehouse } = place;
  const parts = { ...fixed, safetyStock: 0, lowStockThreshold: null, merchantId, sku, warehouse };
  const touched = new Set(changes.map(({ path }) => path));
  return [
    ...changes,
    ...Object.entries(parts).map(([path, value]): Change => ({ kind: "setIfAbsent", path, value: value ?? null })),
    ...["onHand", "allocated", "available", "damaged", "onHold", "incoming"]
      .filter((path) => !touched.has(path))
      .map((path): Change => ({ kind: "add", path, amount: 0 })),
  ];
}

function fixedParts({ merchantId, sku, warehouse }: StockPlace): Item {
  const id = `${sku}#${warehouse}`;
  return {
    ...stockKey(merchantId, sku, warehouse),
    ...listKeys(merchantId, "stock", "all", sku, id),
    schemaVersion: 1,
  };
}

/** Throws on an item that is no stock of a known schema: only our own code writes it. */
export function fromStockItem(item: Item): Stock {
  const stock = stockSchema.parse(item);
  return {
    merchantId: stock.merchantId as MerchantId,
    sku: stock.sku as Sku,
    warehouse: stock.warehouse as WarehouseCode,
    onHand: stock.onHand,
    allocated: stock.allocated,
    available: stock.available,
    damaged: stock.damaged,
    onHold: stock.onHold,
    safetyStock: stock.safetyStock,
    lowStockThreshold: stock.lowStockThreshold,
    incoming: stock.incoming,
    version: stock.version,
    changedAt: stock.changedAt,
    ...(stock.hasLots === undefined ? {} : { hasLots: stock.hasLots }),
  };
}
