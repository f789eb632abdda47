import { makeEvent } from "../../events/catalog.ts";
import type { OutboxEvent } from "../../events/outbox-form.ts";
import type { Stock } from "../inventory/stock.ts";
import { type StockMove, stockMoveWrites } from "../inventory/stock-writes.ts";
import { stopWaitingWrite, waitWrite } from "../inventory/waiting-store.ts";
import { sku } from "../kernel/ids.ts";
import { deriveStatus } from "../orders/derive-status.ts";
import type { Order, RoutingNote } from "../orders/order.ts";
import { orderWrites } from "../orders/order-store.ts";
import { turnOf } from "../orders/turn.ts";
import type { Write } from "../table/port.ts";
import { MAX_WRITES } from "./limit-plan.ts";
import { type DayPlace, dayWrites, type OrdersOfDay, placesOfDay } from "./orders-of-day.ts";
import type { Plan } from "./plan.ts";
import { planForOrder } from "./plan-for-order.ts";
import { keepReceipts } from "./receipt/receipt-store.ts";
import { toSnapshot } from "./receipt/snapshot.ts";
import type { Settings } from "./settings-store.ts";

/**
 * So many positions stand in an event, and so many bytes of their names: the bus takes 256 KB, and until it is sent the event
 * stands in the order's item. All of them stand in the order.
 */
const MAX_TOLD = 300;
const MAX_TOLD_BYTES = 8_000;

export type RoutingDecision =
  /** The order waits already, for just these skus; there is nothing to write. */
  { readonly kind: "still_waiting" } | Routed;

/** A plan and the one transaction that makes it true. */
export type Routed = {
  readonly kind: "route";
  readonly after: Order;
  readonly plan: Plan;
  readonly writes: readonly Write[];
  /** More than one transaction can write: `writes` must be brought about in steps (`collect-order.ts`). */
  readonly isLarge: boolean;
  /** What the writes are made of, for a transaction that several orders share. */
  readonly parts: RoutingParts;
};

export type RoutingParts = {
  /** The order and its receipts: items that no other order writes. */
  readonly own: readonly Write[];
  /** Its new places in queues. */
  readonly queues: readonly Write[];
  readonly moves: readonly StockMove[];
  readonly days: readonly DayPlace[];
  /** Places in queues that it leaves; may be left out. */
  readonly left: readonly Write[];
};

export type RoutingFacts = {
  readonly order: Order;
  readonly stocks: readonly Stock[];
  readonly settings: Settings;
  readonly now: string;
  /** Of warehouses with a daily capacity: orders routed there for the day on which this one would leave. */
  readonly ordersOfDay?: OrdersOfDay;
};

/**
 * The plan for a routable order, and the one transaction that makes it true: the order with its allocations, its reasons
 * and its events, the stock that is promised, and its places in the queues of the skus it waits for.
 */
export function decideRouting(facts: RoutingFacts): RoutingDecision {
  const { order, now } = facts;
  const { plan, stocks, question } = planForOrder(facts);
  if (plan.allocations.length === 0 && waitsForJust(order, plan)) return { kind: "still_waiting" };
  const kept = keepReceipts(order, { decidedAt: now, ...plan.note, snapshot: toSnapshot(question) });
  const after = routedOrder(order, plan, kept.note);
  const parts: RoutingParts = {
    own: [...orderWrites(order, after, routingEvents(after, plan, now)), ...kept.writes],
    queues: newWaitWrites(order, after),
    moves: movesOf(plan, stocks, facts.stocks),
    days: placesOfDay(facts, after),
    left: endedWaitWrites(order, after),
  };
  const isLarge = parts.own.length + parts.queues.length + parts.moves.length > MAX_WRITES;
  return { kind: "route", after, plan, isLarge, writes: writesOf(order, parts, now), parts };
}

function writesOf(
  { merchantId, orderId }: Order,
  { own, queues, moves, days, left }: RoutingParts,
  now: string,
): Write[] {
  const needed = [...own, ...queues, ...stockMoveWrites(merchantId, moves, now, orderId)];
  const room = Math.max(0, MAX_WRITES - needed.length);
  return [...needed, ...[...dayWrites(days), ...left].slice(0, room)];
}

/** Quantities may differ: what counts is in which queues the order stands. */
function waitsForJust(order: Order, plan: Plan): boolean {
  const skus = (parts: readonly { readonly sku: string }[]): string =>
    parts
      .map((part) => part.sku)
      .sort()
      .join("#");
  return order.backorder.length > 0 && skus(order.backorder) === skus(plan.short);
}

function routedOrder(order: Order, plan: Plan, note: RoutingNote): Order {
  const now = note.decidedAt;
  const what = plan.allocations.length === 0 ? "backordered" : plan.short.length === 0 ? "routed" : "partly routed";
  const { apart: _, ...together } = order;
  const routed: Order = {
    ...together,
    version: order.version + 1,
    allocations: [...order.allocations, ...plan.allocations],
    backorder: plan.short,
    routing: note,
    changedAt: now,
    timeline: [...order.timeline, { at: now, what, note: plan.note.because }],
  };
  return { ...routed, status: deriveStatus(routed) };
}

function routingEvents(after: Order, plan: Plan, now: string): OutboxEvent[] {
  const { orderId, merchantId, version } = after;
  const common = { merchantId, subject: orderId, subjectVersion: version, occurredAt: now, recordedAt: now };
  const { rulesVersion } = plan.note;
  const parts = firstOf(plan.note.plan);
  const more = plan.note.plan.length > parts.length ? { more: plan.note.plan.length - parts.length } : {};
  const short = firstOf(plan.short);
  const moreShort = plan.short.length > short.length ? { more: plan.short.length - short.length } : {};
  const events: OutboxEvent[] = [];
  if (parts.length > 0) {
    events.push(
      makeEvent({ ...common, type: "order.routed.v1", detail: { orderId, plan: parts, ...more, rulesVersion } }),
    );
    events.push(makeEvent({ ...common, type: "stock.allocated.v1", detail: { orderId, lines: parts, ...more } }));
  }
  if (plan.short.length > 0) {
    events.push(makeEvent({ ...common, type: "order.backordered.v1", detail: { orderId, short, ...moreShort } }));
  }
  return events;
}

function firstOf<T extends { readonly sku: string }>(all: readonly T[]): readonly T[] {
  let bytes = 0;
  const last = all.findIndex((each, at) => {
    bytes += Buffer.byteLength(each.sku);
    return at === MAX_TOLD || bytes > MAX_TOLD_BYTES;
  });
  return last === -1 ? all : all.slice(0, last);
}

/** `seen` is the stock with what rules hold back for others; the table is asked for the safety stock as it is. */
function movesOf(plan: Plan, seen: readonly Stock[], stocks: readonly Stock[]): readonly StockMove[] {
  const stored = byPlace(stocks);
  const planned = byPlace(seen);
  return plan.note.plan.map(({ sku: article, warehouse, quantity }) => {
    const stock = stored.get(`${article}#${warehouse}`);
    if (stock === undefined) throw new Error(`the plan takes ${article} from ${warehouse}, where there is none`);
    const { safetyStock } = stock;
    const mustLeave = planned.get(`${article}#${warehouse}`)?.safetyStock ?? safetyStock;
    const move = { kind: "allocated", sku: stock.sku, warehouse, quantity, safetyStock } as const;
    return mustLeave === safetyStock ? move : { ...move, mustLeave };
  });
}

function byPlace(stocks: readonly Stock[]): ReadonlyMap<string, Stock> {
  return new Map(stocks.map((stock) => [`${stock.sku}#${stock.warehouse}`, stock]));
}

/** All the places in queues that an order should have. */
export function queueWrites(order: Order): readonly Write[] {
  return newWaitWrites({ ...order, backorder: [] }, order);
}

/** An order keeps its place in the queues where it stands already. */
function newWaitWrites(before: Order, after: Order): Write[] {
  const stoodIn = new Set(before.backorder.map((part) => part.sku));
  return after.backorder
    .filter((part) => !stoodIn.has(part.sku))
    .map(({ sku: article, quantity }) =>
      waitWrite({ ...placeInQueue(after, article), quantity, orderVersion: after.version }),
    );
}

/** Places that the order leaves. One that stays behind for want of room is removed by whoever next walks its queue. */
function endedWaitWrites(before: Order, after: Order): Write[] {
  const waitsFor = new Set(after.backorder.map((part) => part.sku));
  return before.backorder
    .filter((part) => !waitsFor.has(part.sku))
    .map((part) => stopWaitingWrite(placeInQueue(after, part.sku)));
}

function placeInQueue(order: Order, article: string): Parameters<typeof stopWaitingWrite>[0] {
  const { merchantId, orderId } = order;
  return { merchantId, orderId, sku: sku(article), ...turnOf(order) };
}
