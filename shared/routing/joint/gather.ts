import type { Stock } from "../../inventory/stock.ts";
import { type OrderId, sku, type WarehouseCode } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { Allocation } from "../../orders/allocation.ts";
import type { Order } from "../../orders/order.ts";
import { priceParcels, worthOfLines } from "../by-hand/price-parcels.ts";
import type { Carrier } from "../costs/carrier.ts";
import { planForOrder } from "../plan-for-order.ts";
import type { Settings } from "../settings-store.ts";
import type { Parcel } from "../sourcing/parcels.ts";
import type { Warehouse } from "../warehouse.ts";

export type GatherFacts = {
  /** Of one recipient, each promised as a whole. */
  readonly orders: readonly Order[];
  /** Of every article of theirs, in all warehouses. */
  readonly stocks: readonly Stock[];
  readonly settings: Settings;
  readonly now: string;
};

/** What a warehouse would mean for all of them together; `costMinor` is that of the one parcel. */
export type GatherPlace = {
  readonly warehouse: WarehouseCode;
  readonly verdict: "chosen" | "possible" | "impossible";
  readonly because: string;
  readonly costMinor: number | null;
};

/** The orders in one warehouse, and what that saves; amounts in minor units of the merchant's currency. */
export type Gathering = {
  readonly warehouse: WarehouseCode;
  readonly allocations: ReadonlyMap<OrderId, readonly Allocation[]>;
  /** As they would leave by themselves, and as the one parcel. */
  readonly apart: readonly Parcel[];
  readonly together: Parcel;
  readonly considered: readonly GatherPlace[];
};

export type NotGathered = { readonly kind: "no_common_warehouse"; readonly considered: readonly GatherPlace[] };

/**
 * The warehouse from which orders of one recipient can all leave: each under its own rules, on the stock that is free once
 * their own promises are given back, one after the other. Of several the cheapest parcel, then the one that moves the fewest
 * units, then the warehouses' own priority. Pure.
 */
export function gather(facts: GatherFacts): Result<Gathering, NotGathered> {
  const free = { ...facts, stocks: givenBack(facts.stocks, facts.orders) };
  const tried = facts.settings.warehouses.map((warehouse) => tryPlace(free, warehouse));
  const possible = tried.flatMap((each) => (each.kind === "possible" ? [each] : []));
  const [best] = possible.sort(
    (a, b) =>
      a.parcel.costMinor - b.parcel.costMinor ||
      a.moved - b.moved ||
      a.warehouse.priority - b.warehouse.priority ||
      (a.warehouse.code < b.warehouse.code ? -1 : 1),
  );
  const considered = tried.map((each): GatherPlace => {
    const { code: warehouse } = each.warehouse;
    if (each.kind === "impossible") return { warehouse, verdict: "impossible", because: each.because, costMinor: null };
    const verdict = each === best ? "chosen" : "possible";
    const because = `${each.moved} units would move there`;
    return { warehouse, verdict, because, costMinor: each.parcel.costMinor };
  });
  if (best === undefined) return fail({ kind: "no_common_warehouse", considered });
  const apart = facts.orders.flatMap((order) => priceParcels(order, order.allocations, worthOfLines(order), facts));
  const { warehouse, allocations, parcel } = best;
  return ok({ warehouse: warehouse.code, allocations, apart, together: parcel, considered });
}

type Tried = { readonly warehouse: Warehouse } & (
  | {
      readonly kind: "possible";
      readonly allocations: ReadonlyMap<OrderId, readonly Allocation[]>;
      readonly parcel: Parcel;
      /** Units that do not stand there yet. */
      readonly moved: number;
    }
  | { readonly kind: "impossible"; readonly because: string }
);

/** `stocks`: with what the orders were promised given back. */
function tryPlace({ orders, stocks, settings, now }: GatherFacts, warehouse: Warehouse): Tried {
  const only: Settings = { ...settings, warehouses: [warehouse] };
  const allocations = new Map<OrderId, readonly Allocation[]>();
  let left = stocks;
  let carriers: readonly Carrier[] = settings.ruled?.carriers ?? [];
  for (const order of orders) {
    const unplanned: Order = { ...order, allocations: [] };
    const { plan, question } = planForOrder({ order: unplanned, stocks: left, settings: only, now });
    if (plan.short.length > 0 || plan.allocations.length === 0) {
      const [place] = plan.note.considered;
      const number = order.header?.facts.channelOrderNo ?? order.orderId;
      return { kind: "impossible", warehouse, because: `order ${number}: ${place?.because ?? plan.note.because}` };
    }
    if (question.kind === "ruled") carriers = allowed(carriers, question.request.sourcing.carriers);
    allocations.set(order.orderId, plan.allocations);
    left = taken(left, plan.allocations);
  }
  const moved = [...allocations.values()].flat().reduce((sum, { quantity }) => sum + quantity, 0);
  const [parcel] = asOneParcel(orders, allocations, { settings: only, now }, carriers);
  if (parcel === undefined) return { kind: "impossible", warehouse, because: "nothing is to be sent" };
  const stays = orders
    .flatMap((order) => order.allocations)
    .filter((each) => each.warehouse === warehouse.code)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  return { kind: "possible", warehouse, allocations, parcel, moved: moved - stays };
}

/** Lines of different orders may have the same id: here they are named apart. */
function asOneParcel(
  orders: readonly Order[],
  allocations: ReadonlyMap<OrderId, readonly Allocation[]>,
  { settings, now }: { readonly settings: Settings; readonly now: string },
  carriers: readonly Carrier[],
): readonly Parcel[] {
  const [to] = orders;
  if (to === undefined) return [];
  const named = ({ orderId }: Order, lineId: string): string => `${orderId}/${lineId}`;
  const all = orders.flatMap((order) =>
    (allocations.get(order.orderId) ?? []).map((each) => ({ ...each, lineId: named(order, each.lineId) })),
  );
  const worth = new Map(orders.flatMap((order) => [...worthOfLines(order, (lineId) => named(order, lineId))]));
  const ruled = settings.ruled === undefined ? {} : { ruled: { ...settings.ruled, carriers } };
  return priceParcels(to, all, worth, { settings: { ...settings, ...ruled }, now });
}

function allowed(carriers: readonly Carrier[], codes: readonly string[] | null): readonly Carrier[] {
  return codes === null ? carriers : carriers.filter(({ code }) => codes.includes(code));
}

/** As if nothing had been promised to these orders yet. */
function givenBack(stocks: readonly Stock[], orders: readonly Order[]): readonly Stock[] {
  return moved(
    stocks,
    orders.flatMap((order) => order.allocations),
    1,
  );
}

function taken(stocks: readonly Stock[], allocations: readonly Allocation[]): readonly Stock[] {
  return moved(stocks, allocations, -1);
}

function moved(stocks: readonly Stock[], allocations: readonly Allocation[], sign: 1 | -1): readonly Stock[] {
  return stocks.map((stock) => {
    const units = allocations
      .filter((each) => sku(each.sku) === stock.sku && each.warehouse === stock.warehouse)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    if (units === 0) return stock;
    return { ...stock, available: stock.available + sign * units, allocated: stock.allocated - sign * units };
  });
}
