import { freeToPromise, type Stock } from "../inventory/stock.ts";
import type { WarehouseCode } from "../kernel/ids.ts";

/** What a plan may still give away, counted down while it is made. */
export type FreeStock = {
  readonly of: (warehouse: WarehouseCode, sku: string) => number;
  readonly take: (warehouse: WarehouseCode, sku: string, quantity: number) => void;
};

export function makeFreeStock(stocks: readonly Stock[]): FreeStock {
  const free = new Map(stocks.map((stock) => [keyOf(stock.warehouse, stock.sku), freeToPromise(stock)]));
  const of = (warehouse: WarehouseCode, sku: string): number => free.get(keyOf(warehouse, sku)) ?? 0;
  return {
    of,
    take: (warehouse, sku, quantity) => {
      const left = of(warehouse, sku) - quantity;
      if (left < 0)
        throw new Error(`the plan took ${quantity} of ${sku} from ${warehouse}, ${-left} more than are free`);
      free.set(keyOf(warehouse, sku), left);
    },
  };
}

function keyOf(warehouse: WarehouseCode, sku: string): string {
  return `${warehouse}#${sku}`;
}
