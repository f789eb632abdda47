import { freeToPromise, type Stock } from "../inventory/stock.ts";
import type { WarehouseCode } from "../kernel/ids.ts";

/** What a plan is made on. */
export type StockSeen = Pick<Stock, "sku" | "warehouse" | "available" | "safetyStock" | "version">;

/** The stock of an order, looked up once and asked for often. Of two entries for one position the later counts. */
export type StockIndex = {
  /** For each of the skus what there is of it, by the warehouses' columns. */
  readonly rows: (skus: readonly string[]) => readonly (readonly (StockSeen | undefined)[] | undefined)[];
  /** -1 for a warehouse that no stock is told of. */
  readonly column: (warehouse: WarehouseCode) => number;
  /** Everywhere that some stock is told of, in the order in which they are first named. */
  readonly warehouses: readonly WarehouseCode[];
  readonly skus: readonly string[];
  /** Units that may be promised: for each of the skus a list by the warehouses' places. */
  readonly free: (skus: readonly string[], warehouses: readonly WarehouseCode[]) => readonly (readonly number[])[];
};

export function indexStock(stocks: readonly StockSeen[]): StockIndex {
  const columns = new Map<WarehouseCode, number>();
  const rows = new Map<string, (StockSeen | undefined)[]>();
  let row: (StockSeen | undefined)[] = [];
  let rowSku: string | null = null;
  for (const stock of stocks) {
    const { sku, warehouse } = stock;
    // Stock is read sku by sku.
    if (sku !== rowSku) {
      row = rows.get(sku) ?? [];
      rows.set(sku, row);
      rowSku = sku;
    }
    let column = columns.get(warehouse);
    if (column === undefined) {
      column = columns.size;
      columns.set(warehouse, column);
    }
    row[column] = stock;
  }
  return {
    rows: (skus) => skus.map((sku) => rows.get(sku)),
    column: (warehouse) => columns.get(warehouse) ?? -1,
    warehouses: [...columns.keys()],
    skus: [...rows.keys()],
    free: (skus, warehouses) => {
      const places = warehouses.map((code) => columns.get(code) ?? -1);
      return skus.map((sku) => {
        const own = rows.get(sku);
        return places.map((column) => {
          const stock = own?.[column];
          return stock === undefined ? 0 : freeToPromise(stock);
        });
      });
    },
  };
}
