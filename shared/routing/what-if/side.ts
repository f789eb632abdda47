import { departureOf } from "../sourcing/working-days.ts";
import type { Warehouse } from "../warehouse.ts";
import type { Network, Outcome } from "./outcome.ts";

/** What one set of rules comes to over all orders. Amounts in minor units. */
export type SideTotals = {
  readonly orders: number;
  readonly held: number;
  /** Orders of which something waits for stock, and the units. */
  readonly backordered: number;
  readonly unitsShort: number;
  readonly parcels: number;
  /** Orders that leave in more than one parcel. */
  readonly split: number;
  readonly costMinor: number;
  /** Days until the last parcel of an order arrives, added up over the orders whose days are known. */
  readonly days: number;
  readonly ordersWithDays: number;
  readonly rulesLeftAside: number;
  readonly warehouses: readonly WarehouseTotals[];
};

export type WarehouseTotals = {
  readonly warehouse: string;
  readonly orders: number;
  readonly units: number;
  readonly costMinor: number;
  readonly busiestDay: string | null;
  readonly busiestDayOrders: number;
  /** Days on which it has all the orders that it can send; null without a capacity. */
  readonly fullDays: number | null;
};

/** Adds up one side. Keeps a number for each warehouse and day, and nothing of the orders. */
export type Side = {
  /** For warehouses with a capacity: orders that leave on the day on which one decided at `at` would. */
  ordersToday(at: string): ReadonlyMap<string, number>;
  add(outcome: Outcome, at: string): void;
  totals(): SideTotals;
};

type Sums = { orders: number; units: number; costMinor: number; readonly days: Map<string, number> };

export function makeSide({ warehouses }: Network): Side {
  const sum = { orders: 0, held: 0, backordered: 0, unitsShort: 0, parcels: 0, split: 0, costMinor: 0 };
  const speed = { days: 0, ordersWithDays: 0, rulesLeftAside: 0 };
  const known = new Map(warehouses.map((each) => [each.code as string, each]));
  const byWarehouse = new Map(warehouses.map(({ code }): [string, Sums] => [code, emptySums()]));
  const counted = warehouses.filter(({ dailyCapacity }) => dailyCapacity !== undefined);

  function addParcels({ parcels, plan }: Outcome, at: string): void {
    for (const { warehouse, costMinor } of parcels) {
      const sums = byWarehouse.get(warehouse) ?? emptySums();
      byWarehouse.set(warehouse, sums);
      sums.orders += 1;
      sums.costMinor += costMinor;
      const day = dayOf(known.get(warehouse), at);
      sums.days.set(day, (sums.days.get(day) ?? 0) + 1);
    }
    for (const { warehouse, quantity } of plan) {
      const sums = byWarehouse.get(warehouse);
      if (sums !== undefined) sums.units += quantity;
    }
  }

  return {
    ordersToday: (at) =>
      new Map(counted.map((each) => [each.code, byWarehouse.get(each.code)?.days.get(dayOf(each, at)) ?? 0])),
    add: (outcome, at) => {
      const { holds, short, parcels, leftAside } = outcome;
      sum.orders += 1;
      if (holds.length > 0) sum.held += 1;
      if (short.length > 0) sum.backordered += 1;
      sum.unitsShort += short.reduce((units, { quantity }) => units + quantity, 0);
      sum.parcels += parcels.length;
      if (parcels.length > 1) sum.split += 1;
      sum.costMinor += costOf(outcome);
      const days = daysOf(outcome);
      if (days !== null) {
        speed.days += days;
        speed.ordersWithDays += 1;
      }
      speed.rulesLeftAside += leftAside.length;
      addParcels(outcome, at);
    },
    totals: () => ({
      ...sum,
      ...speed,
      warehouses: [...byWarehouse].map(([code, sums]) => warehouseTotals(code, sums, known.get(code))),
    }),
  };
}

export function costOf({ parcels }: Outcome): number {
  return parcels.reduce((sum, { costMinor }) => sum + costMinor, 0);
}

/** Until the last parcel arrives; null when nothing is sent, or nobody can tell. */
export function daysOf({ parcels }: Outcome): number | null {
  const days = parcels.map((parcel) => parcel.days);
  return days.length === 0 || days.includes(null) ? null : Math.max(...days.map((each) => each ?? 0));
}

function warehouseTotals(warehouse: string, sums: Sums, settings: Warehouse | undefined): WarehouseTotals {
  const { orders, units, costMinor, days } = sums;
  const byDay = [...days].sort(([a, many], [b, others]) => others - many || (a < b ? -1 : 1));
  const capacity = settings?.dailyCapacity;
  return {
    warehouse,
    orders,
    units,
    costMinor,
    busiestDay: byDay[0]?.[0] ?? null,
    busiestDayOrders: byDay[0]?.[1] ?? 0,
    fullDays: capacity === undefined ? null : byDay.filter(([, many]) => many >= capacity).length,
  };
}

function dayOf(warehouse: Warehouse | undefined, at: string): string {
  return departureOf(warehouse?.hours, at)?.day ?? at.slice(0, 10);
}

function emptySums(): Sums {
  return { orders: 0, units: 0, costMinor: 0, days: new Map() };
}
