import type { WarehouseCode } from "../kernel/ids.ts";

/** A place that goods leave from. */
export type Warehouse = {
  readonly code: WarehouseCode;
  readonly name: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly region: string;
  readonly regionName: string;
  /** Street and number, for people and labels; absent: nobody has told. */
  readonly address?: string;
  /** Countries (or groups such as "EU") that parcels may go to from here; empty: everywhere. */
  readonly serves: readonly string[];
  /** 1 is asked before 2. Equal priorities go by code. */
  readonly priority: number;
  readonly isActive: boolean;
  /** Absent: a warehouse. A store sends parcels only where a rule lets it. */
  readonly kind?: "warehouse" | "store";
  /** Absent: parcels leave on any day, at once. */
  readonly hours?: WarehouseHours;
  /** Orders that may leave from here on one day; absent: as many as there are. */
  readonly dailyCapacity?: number;
  /** Picking and packing one parcel, in minor units of the merchant's currency. */
  readonly handlingMinor?: number;
  /** Why the order that is planned must not leave from here, whatever rules say; never stored with the warehouse. */
  readonly avoided?: string;
  /** Degrees; absent: the middle of its province, as far as it is known. */
  readonly position?: Position;
};

export type WarehouseHours = {
  /** IANA zone in which the clock of the warehouse runs. */
  readonly zone: string;
  /** Minutes after local midnight; what is routed from then on leaves on the next working day. */
  readonly cutoffMinutes: number;
  /** 1 is Monday, 7 is Sunday. */
  readonly workingDays: readonly number[];
  /** `YYYY-MM-DD`, days on which nothing leaves. */
  readonly holidays: readonly string[];
};

export type Position = { readonly latitude: number; readonly longitude: number };
