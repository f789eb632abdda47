import { freeToPromise, type Stock } from "../inventory/stock.ts";
import type { WarehouseCode } from "../kernel/ids.ts";

/** What a plan is made on. */
export type StockSeen = Pick<Stock, "sku" | "warehouse" | "available" | "safetyStock" | "version">;

/** Units that may be promised: for each of the skus a list by the warehouses' places. Other skus and warehouses are left out. */
export function freeUnits(
  stocks: readonly StockSeen[],
  skus: readonly string[],
  warehouses: readonly WarehouseCode[],
): readonly (readonly number[])[] {
  const free = skus.map(() => new Array<number>(warehouses.length).fill(0));
  const listOf = new Map<string, number[]>(free.map((list, index) => [skus[index] ?? "", list]));
  const placeOf = new Map(warehouses.map((code, place) => [code, place]));
  for (const stock of stocks) {
    const list = listOf.get(stock.sku);
    const place = placeOf.get(stock.warehouse);
    if (list !== undefined && place !== undefined) list[place] = freeToPromise(stock);
  }
  return free;
}
