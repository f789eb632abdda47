import type { Stock } from "../inventory/stock.ts";
import { fromStockItem, readStocks } from "../inventory/stock-store.ts";
import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { isRoutable } from "../orders/derive-status.ts";
import type { Order } from "../orders/order.ts";
import { readOrder } from "../orders/order-store.ts";
import { sortKeys } from "../table/keys.ts";
import type { CancelReason, Item, Table, Write } from "../table/port.ts";
import { beginCollecting, collectOrder, enterQueues, joinGoods, standsInMany } from "./collect-order.ts";
import { decideRouting, type RoutingDecision } from "./decide-routing.ts";
import { wantedSkus } from "./known-stock.ts";
import { type OrdersOfDay, readOrdersOfDay } from "./orders-of-day.ts";
import type { ReadSettings, Settings } from "./settings-store.ts";

export type RouteDeps = {
  readonly table: Table;
  readonly readSettings: ReadSettings;
  readonly now: () => Date;
  /** Waits a little, longer for each further attempt, with some chance in it. */
  readonly pause: (attempt: number) => Promise<void>;
};

export type RouteResult =
  /** `short` is what the rest waits for; empty when all of the order is allocated. */
  | { readonly kind: "routed"; readonly units: number; readonly short: Order["backorder"] }
  | { readonly kind: "waiting"; readonly short: Order["backorder"] }
  /** On hold, cancelled, not paid, or everything allocated before: a repeated message ends here. */
  | { readonly kind: "nothing_to_route"; readonly status: Order["status"] }
  | { readonly kind: "unknown_order" }
  | { readonly kind: "unknown_merchant" }
  /** Others wrote the same order or stock each time: to be tried again later. */
  | { readonly kind: "contended"; readonly tries: number };

export type RouteOrder = (merchant: MerchantId, orderId: OrderId) => Promise<RouteResult>;

/** A large order takes some of them for its steps. */
const maxTries = 8;

/** What a try decides on; null is read (again) before the next decision. */
type Known = { order: Order | null; stocks: readonly Stock[] | null; ordersOfDay: OrdersOfDay | null };

/**
 * Finds the goods for one order: read, plan, and write order, stock and waiting queues in one transaction. Losing a race
 * means planning again on what the winner left. What is more than one transaction is collected in steps that nobody sees
 * before the last (`collect-order.ts`).
 *
 * No arrival of stock is missed: after an order has been put into a waiting queue its stock is read once more. Stock that
 * arrived before that read is seen here; stock that arrives after it finds the order in the queue.
 */
export function makeRouteOrder(deps: RouteDeps): RouteOrder {
  return async (merchant, orderId) => {
    const cached = await deps.readSettings(merchant);
    if (cached === null) return { kind: "unknown_merchant" };
    let settings = cached;
    let isFresh = false;
    let units = 0;
    // The version under which this very call collects the goods of a large order; another's are let go.
    let collecting = 0;
    let hasQueues = false;
    const known: Known = { order: null, stocks: null, ordersOfDay: null };
    for (let tries = 1; tries <= maxTries; tries += 1) {
      const order = known.order ?? (await readOrder(deps.table, merchant, orderId))?.order;
      if (order === undefined) return { kind: "unknown_order" };
      if (order.apart !== undefined && order.version !== collecting) {
        await joinGoods(deps, order);
        forget(known);
        continue;
      }
      if (!isRoutable(order)) return ended(order, units);
      const stocks = known.stocks ?? (await readStocks(deps.table, merchant, wantedSkus(order)));
      known.order = order;
      known.stocks = stocks;

      const now = deps.now().toISOString();
      known.ordersOfDay ??= await readOrdersOfDay(deps.table, settings, now);
      let decision = decideRouting({ order, stocks, settings, now, ordersOfDay: known.ordersOfDay });
      if (!isFresh && !isComplete(decision)) {
        // Cached settings may not know a warehouse that was just opened: nobody would wake the order for it.
        const fresh: Settings = (await deps.readSettings(merchant, { fresh: true })) ?? settings;
        isFresh = true;
        if (fresh !== settings) {
          settings = fresh;
          known.ordersOfDay = await readOrdersOfDay(deps.table, settings, now);
          decision = decideRouting({ order, stocks, settings, now, ordersOfDay: known.ordersOfDay });
        }
      }
      if (decision.kind === "still_waiting") {
        if (hasQueues || !standsInMany(order)) return ended(order, units);
        await enterQueues(deps.table, order);
        hasQueues = true;
        known.stocks = null;
        continue;
      }
      if (decision.isLarge && decision.parts.moves.length > 0 && order.version !== collecting) {
        known.order = await beginCollecting(deps.table, order);
        collecting = known.order?.version ?? 0;
        if (known.order === null) await deps.pause(tries);
        continue;
      }

      const written = decision.isLarge
        ? await collectOrder(deps, order, decision)
        : await deps.table.transact(decision.writes);
      if (written.ok) {
        units += decision.plan.allocations.reduce((sum, { quantity }) => sum + quantity, 0);
        if (decision.plan.short.length === 0) return { kind: "routed", units, short: [] };
        known.order = decision.after;
        known.stocks = null;
        known.ordersOfDay = null;
        continue;
      }
      if (decision.isLarge) {
        forget(known);
        collecting = 0;
      } else learn(known, decision.writes, written.error.reasons);
      await deps.pause(tries);
    }
    return { kind: "contended", tries: maxTries };
  };
}

function isComplete(decision: RoutingDecision): boolean {
  return decision.kind === "route" && decision.plan.short.length === 0;
}

/** How an order ends that has no more to be written. */
export function ended(order: Order, units: number): RouteResult {
  if (units > 0) return { kind: "routed", units, short: order.backorder };
  if (isRoutable(order)) return { kind: "waiting", short: order.backorder };
  return { kind: "nothing_to_route", status: order.status };
}

/** Takes over what the failed transaction showed of the stock; anything else it stumbled on is read again. */
function learn(known: Known, writes: readonly Write[], reasons: readonly CancelReason[]): void {
  for (const [index, reason] of reasons.entries()) {
    if (reason.kind === "none") continue;
    const write = writes[index];
    const isStock = write?.kind === "update" && write.key.sk.startsWith(sortKeys.stock);
    if (!isStock || reason.kind !== "condition_failed" || reason.old === null) {
      forget(known);
      return;
    }
    known.stocks = replaced(known.stocks ?? [], reason.old);
  }
}

function forget(known: Known): void {
  known.order = null;
  known.stocks = null;
  known.ordersOfDay = null;
}

function replaced(stocks: readonly Stock[], item: Item): readonly Stock[] {
  const newer = fromStockItem(item);
  return stocks.map((stock) => (stock.sku === newer.sku && stock.warehouse === newer.warehouse ? newer : stock));
}
