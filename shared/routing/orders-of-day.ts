import { businessDay } from "../kernel/business-day.ts";
import type { Order } from "../orders/order.ts";
import { ruleSetAt } from "../rules/rule-schedule.ts";
import { ordersOfDayKey } from "../table/keys.ts";
import type { Key, Table, Write } from "../table/port.ts";
import type { Settings } from "./settings-store.ts";
import { departureOf } from "./sourcing/working-days.ts";
import type { Warehouse } from "./warehouse.ts";

/** By warehouse code: orders routed there for one day of leaving. Those without a capacity are not counted. */
export type OrdersOfDay = ReadonlyMap<string, number>;

type Counted = Warehouse & { readonly dailyCapacity: number };

/** Reads nothing for a merchant without capacities, or without a rule set in force. */
export async function readOrdersOfDay(table: Table, settings: Settings, now: string): Promise<OrdersOfDay> {
  const counted = countedIn(settings, now);
  if (counted.length === 0) return new Map();
  const merchant = settings.merchant.merchantId;
  const keys = counted.map((warehouse) => ordersOfDayKey(merchant, warehouse.code, dayOf(warehouse, settings, now)));
  const items = new Map((await table.getMany(keys)).map((item) => [`${item.pk} ${item.sk}`, item["orders"]]));
  return new Map(
    counted.map(({ code }, at) => [code, Number(items.get(`${keys[at]?.pk} ${keys[at]?.sk}`) ?? 0)] as const),
  );
}

/** A place among the orders of one warehouse and day. */
export type DayPlace = { readonly code: string; readonly key: Key; readonly capacity: number };

/**
 * An order counts once in each warehouse it newly leaves from, in the same transaction, and never beyond the capacity. It
 * stays counted when it is cancelled later: the place was taken when others asked for it.
 */
export function placesOfDay(
  { order, settings, now }: { readonly order: Order; readonly settings: Settings; readonly now: string },
  after: Order,
): readonly DayPlace[] {
  const before = new Set(order.allocations.map(({ warehouse }) => warehouse));
  const chosen = new Set(after.allocations.map(({ warehouse }) => warehouse));
  return countedIn(settings, now)
    .filter(({ code }) => chosen.has(code) && !before.has(code))
    .map((warehouse) => ({
      code: warehouse.code,
      key: ordersOfDayKey(order.merchantId, warehouse.code, dayOf(warehouse, settings, now)),
      capacity: warehouse.dailyCapacity,
    }));
}

/** Takes the places, those of one warehouse and day in one write. */
export function dayWrites(places: readonly DayPlace[]): Write[] {
  const groups = Map.groupBy(places, ({ key }) => `${key.pk} ${key.sk}`);
  return [...groups.values()].flatMap((own): Write[] => {
    const [first] = own;
    if (first === undefined) return [];
    const room = { kind: "compare", path: "orders", op: "<=", value: first.capacity - own.length } as const;
    return [
      {
        kind: "update",
        key: first.key,
        changes: [{ kind: "add", path: "orders", amount: own.length }],
        condition: { kind: "any", of: [{ kind: "absent", path: "orders" }, room] },
      },
    ];
  });
}

function countedIn({ warehouses, ruled }: Settings, now: string): readonly Counted[] {
  if (ruled === undefined || ruleSetAt(ruled.schedule, ruled.sets, now) === null) return [];
  return warehouses.filter((warehouse): warehouse is Counted => warehouse.dailyCapacity !== undefined);
}

/** The day on which a parcel leaves that is routed now, in the zone of the warehouse or else of the merchant. */
function dayOf({ hours }: Warehouse, { merchant }: Settings, now: string): string {
  return (hours && departureOf(hours, now)?.day) ?? businessDay(now, merchant.zone);
}
