import type { Stock } from "../inventory/stock.ts";
import type { Cell, Column } from "../sheets/sheet.ts";

export const stockColumns: readonly Column[] = [
  { name: "entry_id", kind: "text", width: 28 },
  { name: "sku", kind: "text" },
  { name: "warehouse", kind: "text" },
  { name: "on_hand", kind: "integer" },
  { name: "allocated", kind: "integer" },
  { name: "available", kind: "integer" },
  { name: "damaged", kind: "integer" },
  { name: "on_hold", kind: "integer" },
  { name: "safety_stock", kind: "integer" },
  { name: "incoming", kind: "integer" },
  { name: "low_stock_threshold", kind: "integer", width: 20 },
  { name: "is_low", kind: "text" },
  { name: "changed_at_utc", kind: "instant" },
];

/** Every sku in every warehouse as it stood at the cut, sorted, so that two days can be laid side by side. */
export function stockRows(stocks: readonly Stock[]): readonly (readonly Cell[])[] {
  return [...stocks]
    .sort((a, b) => (entryId(a) < entryId(b) ? -1 : 1))
    .map((stock) => [
      entryId(stock),
      stock.sku,
      stock.warehouse,
      stock.onHand,
      stock.allocated,
      stock.available,
      stock.damaged,
      stock.onHold,
      stock.safetyStock,
      stock.incoming,
      stock.lowStockThreshold,
      stock.lowStockThreshold !== null && stock.available <= stock.lowStockThreshold ? "yes" : "no",
      stock.changedAt,
    ]);
}

function entryId(stock: Stock): string {
  return `stock:${stock.sku}:${stock.warehouse}`;
}
