import type { WarehouseCode } from "../kernel/ids.ts";

/** A place that goods leave from. */
export type Warehouse = {
  readonly code: WarehouseCode;
  readonly name: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly region: string;
  readonly regionName: string;
  /** Countries (or groups such as "EU") that parcels may go to from here; empty: everywhere. */
  readonly serves: readonly string[];
  /** 1 is asked before 2. Equal priorities go by code. */
  readonly priority: number;
  readonly isActive: boolean;
};
