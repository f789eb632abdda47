import type { WarehouseCode } from "../kernel/ids.ts";

/** Units of one line promised from one warehouse and not yet shipped or released. */
export type Allocation = {
  readonly lineId: string;
  readonly sku: string;
  readonly warehouse: WarehouseCode;
  readonly quantity: number;
};

/**
 * From how many positions (sku × warehouse) one order may be promised goods at a time. All of them must fit into the one
 * transaction of 100 writes that ships or gives back everything, beside the order, the items of 1,000 lines, some money
 * facts and the record of the delivery.
 */
export const MAX_POSITIONS = 90;
