import type { WarehouseCode } from "../kernel/ids.ts";

/** Units of one line promised from one warehouse and not yet shipped or released. */
export type Allocation = {
  readonly lineId: string;
  readonly sku: string;
  readonly warehouse: WarehouseCode;
  readonly quantity: number;
};

/**
 * How many positions (sku × warehouse) of one order one transaction moves, beside the order, the items of its lines, some
 * money facts and the record of the delivery; 100 writes are the table's limit. Orders of more take several steps.
 */
export const POSITIONS_PER_STEP = 85;

/** From how many positions one order may be promised goods: its steps end together in one transaction. */
export const MAX_POSITIONS = 3_000;

/** What is promised with more of it: units of the same line, article and warehouse stand together. */
export function withMore(held: readonly Allocation[], more: readonly Allocation[]): readonly Allocation[] {
  const all = [...held];
  for (const each of more) {
    if (each.quantity === 0) continue;
    const { lineId, sku, warehouse, quantity } = each;
    const at = all.findIndex((one) => one.lineId === lineId && one.warehouse === warehouse && one.sku === sku);
    const known = all[at];
    if (known === undefined) all.push(each);
    else all[at] = { ...known, quantity: known.quantity + quantity };
  }
  return all;
}
