import { type OrderId, orderIdOf, type ShipmentId, type Sku, sku } from "../../../shared/kernel/ids.ts";
import { readOrder } from "../../../shared/orders/order-store.ts";
import { seeded } from "../../property/seeded.ts";
import {
  aConnectionId,
  aHeader,
  aLine,
  aMerchantId,
  anIncomingOrder,
  aPayment,
  aStatus,
} from "../../support/builders.ts";
import { layDayAside, layLedgerAside, layOrdersAside } from "./archive.ts";
import { openShop } from "./open-shop.ts";
import { makeStockWork } from "./stock-work.ts";
import { makeYearWorld, type YearWorld } from "./year-world.ts";

export type YearPlan = {
  readonly days: number;
  readonly orders: number;
  readonly skus: number;
  readonly seed: number;
  /** Called at the end of each month (30 days). */
  readonly onMonth?: (day: number, orders: number) => void;
};

/** What happened, by kind. */
export type YearCounts = Record<
  | "orders"
  | "units"
  | "shipped"
  | "cancelled"
  | "returned"
  | "takenBack"
  | "purchases"
  | "transfers"
  | "takes"
  | "imports"
  | "proofs"
  | "drifts"
  | "pending",
  number
>;

export type Year = { readonly world: YearWorld; readonly articles: readonly Sku[]; readonly counts: YearCounts };

const startsAt = "2026-01-01T00:00:00.000Z";
const dayMs = 86_400_000;
/** An order that is over for so long is laid aside, so that memory holds what is under way and not the whole year. */
const keptDays = 10;

/** They come together, as on a busy minute; what follows from them comes after them. */
const ordersAtOnce = 40;

type Placed = { readonly orderId: OrderId; readonly channelOrderId: string; readonly day: number; clock: number };

/** Days of a shop with three warehouses, over the real use cases: the same seed is the same year. */
export async function liveYear(plan: YearPlan): Promise<Year> {
  const world = await makeYearWorld(startsAt);
  const random = seeded(plan.seed);
  const pick = (below: number): number => Math.floor(random() * below);
  const articles = Array.from({ length: plan.skus }, (_, index) => sku(`ART-${String(index).padStart(4, "0")}`));
  const names = ["orders", "units", "shipped", "cancelled", "returned", "takenBack", "purchases", "transfers"] as const;
  const more = ["takes", "imports", "proofs", "drifts", "pending"] as const;
  const counts = Object.fromEntries([...names, ...more].map((name) => [name, 0])) as YearCounts;
  const bundles = await openShop(world, articles);
  const perDay = plan.orders / plan.days;
  const stock = makeStockWork({ world, articles, counts, random, pick, ordersPerDay: perDay });
  const open: Placed[] = [];
  const over: Placed[] = [];
  const sold = [...articles, ...bundles];
  /** Few articles sell most. */
  const article = (): Sku => sold[Math.min(sold.length - 1, Math.floor(sold.length * random() ** 2))] ?? sku("");

  for (let day = 0; day < plan.days; day += 1) {
    const midnight = Date.parse(startsAt) + day * dayMs;
    world.advanceTo(midnight);
    await stock.restock(day);
    const target = Math.round((day + 1) * perDay);
    while (counts.orders < target) {
      for (let batch = 0; batch < ordersAtOnce && counts.orders < target; batch += 1) await placeOrder(day);
      await world.settle();
    }
    await endOrders(day);
    await stock.dailyWork(day);
    await world.settle();
    await layAside(day);
    if (day % 30 === 29 || day === plan.days - 1) {
      await prove();
      plan.onMonth?.(day + 1, counts.orders);
    }
  }
  return { world, articles, counts };

  async function placeOrder(day: number): Promise<void> {
    const channelOrderId = String(1_000_000 + counts.orders);
    const lines = Array.from({ length: random() < 0.7 ? 1 : 2 + pick(2) }, (_, index) => {
      const quantity = 1 + pick(3);
      counts.units += quantity;
      return aLine({ lineId: `l${index}`, sku: article(), quantity, totalMinor: quantity * 10_000 });
    });
    const at = world.now();
    const header = aHeader({ channelOrderNo: `#${channelOrderId}`, placedAt: at.toISOString() });
    const payment = aPayment({ paidAt: at.toISOString() });
    const incoming = anIncomingOrder({ channelOrderId, clock: { at: at.getTime(), tie: "" }, header, lines, payment });
    await upsert(incoming);
    counts.orders += 1;
    open.push({ orderId: orderIdOf(aConnectionId, channelOrderId), channelOrderId, day, clock: at.getTime() });
  }

  async function upsert(incoming: ReturnType<typeof anIncomingOrder>): Promise<void> {
    const request = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming };
    const { kind } = await world.upsertOrder(request, () => []);
    if (kind !== "decided") throw new Error(`order ${incoming.channelOrderId} was ${kind}`);
  }

  /** Orders of the day before ship, most of them; some are cancelled, some parcels are taken back, some goods return. */
  async function endOrders(day: number): Promise<void> {
    const due = open.filter((placed) => placed.day < day);
    const left: Placed[] = [];
    for (const placed of due) {
      const fate = random();
      if (fate < 0.03) await cancel(placed);
      else if (fate < 0.5) await shipByChannel(placed);
      else if (!(await shipByHub(placed))) {
        if (placed.day > day - 7) left.push(placed);
        else await cancel(placed);
        continue;
      }
      over.push(placed);
    }
    open.splice(0, due.length, ...left);
  }

  async function cancel(placed: Placed): Promise<void> {
    const clock = { at: world.now().getTime(), tie: "" };
    const status = aStatus({ cancelledAt: new Date(clock.at).toISOString() });
    await upsert({ channelOrderId: placed.channelOrderId, clock, status });
    counts.cancelled += 1;
  }

  async function shipByChannel({ channelOrderId, orderId }: Placed): Promise<void> {
    const stored = await readOrder(world.table, aMerchantId, orderId);
    const lines = (stored?.order.lines?.facts ?? []).map(({ lineId, quantity }) => ({ lineId, quantity }));
    const at = world.now();
    const parcel = {
      fulfilmentId: "f1",
      at: at.toISOString(),
      state: "success",
      carrier: null,
      trackingNo: null,
    } as const;
    await upsert({ channelOrderId, clock: { at: at.getTime(), tie: "" }, fulfilments: [{ ...parcel, lines }] });
    counts.shipped += 1;
  }

  /** From each warehouse that holds goods for it; false while nothing is promised, or not all. */
  async function shipByHub({ orderId }: Placed): Promise<boolean> {
    const stored = await readOrder(world.table, aMerchantId, orderId);
    if (stored?.order.status !== "allocated") return false;
    for (const warehouse of new Set(stored.order.allocations.map((each) => each.warehouse))) {
      const trackingNo = `SF${orderId.slice(-10)}${warehouse}`;
      const parcel = { warehouse, carrier: { code: "SF", name: "SF" }, trackingNo, lines: null, shippedBy: "bench" };
      const request = { ...parcel, merchantId: aMerchantId, orderId, key: null, shippedAt: null };
      const shipped = await world.shipOrder(request);
      if (!shipped.ok) throw new Error(`a parcel was refused: ${shipped.error.kind}`);
      if (random() < 0.01) await takeBack(orderId, shipped.value.shipmentId, request);
    }
    counts.shipped += 1;
    return true;
  }

  async function takeBack(
    orderId: OrderId,
    shipmentId: ShipmentId,
    again: Parameters<YearWorld["shipOrder"]>[0],
  ): Promise<void> {
    const taken = await world.unshipOrder({ merchantId: aMerchantId, orderId, shipmentId, reason: "mistake" });
    if (!taken.ok) throw new Error(`a parcel could not be taken back: ${taken.error.kind}`);
    const shipped = await world.shipOrder(again);
    if (!shipped.ok) throw new Error(`a parcel could not be sent again: ${shipped.error.kind}`);
    counts.takenBack += 1;
  }

  async function layAside(day: number): Promise<void> {
    const old = over.filter((placed) => placed.day < day - keptDays);
    await layOrdersAside(
      world,
      old.map(({ orderId }) => orderId),
    );
    const moment = Date.parse(startsAt) + (day - keptDays) * dayMs;
    await layDayAside(world, new Date(moment).toISOString().slice(0, 10));
    if (old.length > 0) over.splice(0, over.length, ...over.filter((placed) => placed.day >= day - keptDays));
  }

  async function prove(): Promise<void> {
    const { drifts, pending } = await world.proveStock(aMerchantId);
    counts.proofs += 1;
    counts.drifts += drifts;
    counts.pending += pending;
    await layLedgerAside(world, articles);
  }
}
