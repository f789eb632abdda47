import type { Item } from "../table/port.ts";
import { type Movement, movementsOf } from "./movement.ts";
import type { Stock } from "./stock.ts";
import { fromStockItem } from "./stock-store.ts";

/** One write of one position, as the table's stream tells it; `before` is null when the item was created. */
export type StockChange = {
  readonly id: string;
  readonly before: Stock | null;
  readonly after: Stock;
  /** What the write says that it did; a write that was not ours leaves those of an earlier one. */
  readonly moves: readonly Movement[];
};

/** Of a stream record. Null for a deletion: nothing of ours deletes stock. */
export function stockChangeOf(id: string, old: Item | null, item: Item | null): StockChange | null {
  if (item === null) return null;
  const before = old === null ? null : fromStockItem(old);
  return { id, before, after: fromStockItem(item), moves: movementsOf(item) };
}
