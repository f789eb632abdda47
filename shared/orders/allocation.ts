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
