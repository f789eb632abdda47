import type { Item } from "../table/port.ts";
import { type Movement, movementsOf } from "./movement.ts";
import type { Stock } from "./stock.ts";
import { fromStockItem } from "./stock-store.ts";

/** One write of one position, as the table's stream tells it; `before` is null when the item was created. */
export type StockChange = {
  readonly id: string;
  readonly before: Stock | null;
  readonly after: Stock;
  /** What the write says that it did; nothing when it is none of ours. */
  readonly moves: readonly Movement[];
};

/** Of a stream record. Null for a deletion: nothing of ours deletes stock. */
export function stockChangeOf(id: string, old: Item | null, item: Item | null): StockChange | null {
  if (item === null) return null;
  const before = old === null ? null : fromStockItem(old);
  return { id, before, after: fromStockItem(item), moves: isStampOld(old, item) ? [] : movementsOf(item) };
}

/** Fewer units than are promised: some order cannot be shipped as it was told. Said of the write that made it so. */
export function fellBelowPromises({ before, after }: StockChange): boolean {
  return after.available < 0 && (before === null || before.available >= 0);
}

/** A write past the hub leaves the movements and the time of the write before it where they are. */
function isStampOld(old: Item | null, item: Item): boolean {
  const stampOf = (one: Item): string => JSON.stringify([one["changedAt"], one["moved"]]);
  return old !== null && stampOf(old) === stampOf(item);
}
