import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { isRoutable } from "../orders/derive-status.ts";
import type { Order } from "../orders/order.ts";
import { readOrders } from "../orders/order-store.ts";
import { turnOf } from "../orders/turn.ts";
import { type CommitDeps, commitGroups, type Lost } from "./commit-groups.ts";
import { decideRouting } from "./decide-routing.ts";
import { groupMembers, type Member } from "./group-orders.ts";
import { type KnownStock, makeKnownStock, wantedSkus } from "./known-stock.ts";
import { type OrdersOfDay, readOrdersOfDay } from "./orders-of-day.ts";
import { ended, type RouteDeps, type RouteResult } from "./route-order.ts";
import { isRoutedAlone } from "./routed-alone.ts";
import type { Settings } from "./settings-store.ts";

/** `alone`: nothing was done yet for this order, or not all; it is to be routed by itself. */
export type GroupResult = RouteResult | { readonly kind: "alone" };

/** Orders of one merchant, each named once. */
export type RouteOrders = (
  merchant: MerchantId,
  orderIds: readonly OrderId[],
  hasTime: () => boolean,
) => Promise<ReadonlyMap<OrderId, GroupResult>>;

/** Enough for the pauses between them to outlast a crowd at one sku. */
const maxRounds = 10;
/** An order that others kept writing leaves the group, so that it costs its neighbours no more rounds. */
const maxLosses = 2;

type Round = { readonly merchant: MerchantId; settings: Settings; isFresh: boolean; ordersOfDay: OrdersOfDay | null };

type Open = {
  readonly orders: Map<OrderId, Order | null>;
  /** Units promised here so far, by order. */
  readonly units: Map<OrderId, number>;
  readonly losses: Map<OrderId, number>;
  readonly results: Map<OrderId, GroupResult>;
};

/**
 * Routes many orders together: planned one after the other on the same stock, committed in as few transactions as their
 * common positions allow, so that a sku that all of them want is read once and written once. A position that turns out
 * shorter than it was read is planned again from what the table answered; an order that somebody else has changed falls out
 * and is read again, and the others are committed without it. Each order ends as if it had been routed alone, first come
 * first served.
 */
export function makeRouteOrders(deps: RouteDeps & CommitDeps): RouteOrders {
  return async (merchant, orderIds, hasTime) => {
    const open: Open = {
      orders: new Map(orderIds.map((id) => [id, null])),
      units: new Map(),
      losses: new Map(),
      results: new Map(),
    };
    const settings = await deps.readSettings(merchant);
    if (settings === null) return new Map(orderIds.map((id) => [id, { kind: "unknown_merchant" }]));
    const round: Round = { merchant, settings, isFresh: false, ordersOfDay: null };
    const stock = makeKnownStock(deps.table, merchant);
    for (let rounds = 1; open.orders.size > 0 && rounds <= maxRounds && hasTime(); rounds += 1) {
      const members = await planRound(deps, round, open, stock);
      const { won, lost } = await commitGroups(deps, merchant, groupMembers(members), stock);
      for (const member of won) settleWon(open, member, stock);
      if (lost.length === 0) continue;
      for (const one of lost) settleLost(open, one);
      round.ordersOfDay = null;
      if (lost.some(({ isCrowded }) => isCrowded)) await deps.pause(rounds);
    }
    for (const id of open.orders.keys()) open.results.set(id, { kind: "contended", tries: maxRounds });
    return open.results;
  };
}

/** Reads what is not known, and plans every open order on what those before it leave. */
async function planRound(deps: RouteDeps, round: Round, open: Open, stock: KnownStock): Promise<readonly Member[]> {
  await readUnknown(deps, round.merchant, open);
  const orders = inFairOrder([...open.orders.values()].filter((order) => order !== null));
  await stock.read(orders.flatMap(wantedSkus));
  let plans = await planAll(deps, round, stock, orders);
  if (!round.isFresh && plans.some(({ routed }) => routed === null || routed.plan.short.length > 0)) {
    // Cached settings may not know a warehouse that was just opened: nobody would wake the orders for it.
    const fresh = (await deps.readSettings(round.merchant, { fresh: true })) ?? round.settings;
    round.isFresh = true;
    if (fresh !== round.settings) {
      round.settings = fresh;
      round.ordersOfDay = null;
      plans = await planAll(deps, round, stock, orders);
    }
  }
  return plans.flatMap(({ order, routed }) => {
    if (routed !== null && !routed.isLarge) return [{ order, routed }];
    const isLarge = routed !== null;
    end(open, order.orderId, isLarge ? { kind: "alone" } : ended(order, open.units.get(order.orderId) ?? 0));
    return [];
  });
}

async function readUnknown({ table }: RouteDeps, merchant: MerchantId, open: Open): Promise<void> {
  const unknown = [...open.orders].filter(([, order]) => order === null).map(([id]) => id);
  if (unknown.length === 0) return;
  const found = await readOrders(table, merchant, unknown);
  for (const id of unknown) {
    const order = found.get(id);
    if (order === undefined) end(open, id, { kind: "unknown_order" });
    else if (isRoutedAlone(order)) end(open, id, { kind: "alone" });
    else if (!isRoutable(order)) end(open, id, ended(order, open.units.get(id) ?? 0));
    else open.orders.set(id, order);
  }
}

/** `routed` is null for an order that waits already, for just what it lacks. */
type Planned = { readonly order: Order; readonly routed: Member["routed"] | null };

async function planAll(
  { table, now: clock }: RouteDeps,
  round: Round,
  stock: KnownStock,
  orders: readonly Order[],
): Promise<readonly Planned[]> {
  const now = clock().toISOString();
  const { settings } = round;
  round.ordersOfDay ??= await readOrdersOfDay(table, settings, now);
  const ordersOfDay = new Map(round.ordersOfDay);
  const planned = stock.asPlanned();
  return orders.map((order): Planned => {
    const stocks = planned.of(wantedSkus(order));
    const decision = decideRouting({ order, stocks, settings, now, ordersOfDay });
    if (decision.kind === "still_waiting") return { order, routed: null };
    planned.take(decision.parts.moves);
    for (const { code } of decision.parts.days) ordersOfDay.set(code, (ordersOfDay.get(code) ?? 0) + 1);
    return { order, routed: decision };
  });
}

function inFairOrder(orders: readonly Order[]): readonly Order[] {
  const rank = (order: Order): string => `${turnOf(order).priority} ${turnOf(order).placedAt} ${order.orderId}`;
  return orders
    .map((order) => ({ order, rank: rank(order) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ order }) => order);
}

/** What still waits is planned once more on stock that is read after it stands in the queues: no arrival is missed. */
function settleWon(open: Open, { order, routed }: Member, stock: KnownStock): void {
  const { orderId } = order;
  const units = (open.units.get(orderId) ?? 0) + routed.plan.allocations.reduce((sum, each) => sum + each.quantity, 0);
  open.units.set(orderId, units);
  if (routed.plan.short.length === 0) {
    end(open, orderId, { kind: "routed", units, short: [] });
    return;
  }
  open.orders.set(orderId, routed.after);
  stock.forget(wantedSkus(routed.after));
}

function settleLost(open: Open, { member, isChanged }: Lost): void {
  if (!isChanged) return;
  const { orderId } = member.order;
  const losses = (open.losses.get(orderId) ?? 0) + 1;
  open.losses.set(orderId, losses);
  if (losses >= maxLosses) end(open, orderId, { kind: "alone" });
  else open.orders.set(orderId, null);
}

function end(open: Open, orderId: OrderId, result: GroupResult): void {
  open.orders.delete(orderId);
  open.results.set(orderId, result);
}
