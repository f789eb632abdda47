import type { WarehouseCode } from "../kernel/ids.ts";

/** Units of one line promised from one warehouse and not yet shipped or released. */
export type Allocation = {
  readonly lineId: string;
  readonly sku: string;
  readonly warehouse: WarehouseCode;
  readonly quantity: number;
};
