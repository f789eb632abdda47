import type { DecidedOrder } from "./decided-order.ts";
import { type Network, type Outcome, outcomeOf, type Tried } from "./outcome.ts";
import { costOf, daysOf, makeSide, type SideTotals } from "./side.ts";

/** One order with which the two sets of rules do different things. */
export type MovedOrder = {
  readonly orderId: string;
  readonly channelOrderNo: string;
  readonly decidedAt: string;
  readonly before: OrderSide;
  readonly after: OrderSide;
};

export type OrderSide = {
  /** `SHA 2 × TEA`, by warehouse and sku. */
  readonly plan: readonly string[];
  readonly short: readonly string[];
  readonly holds: readonly string[];
  readonly parcels: number;
  readonly costMinor: number;
  readonly days: number | null;
};

export type WhatIfResult = {
  readonly orders: number;
  readonly moved: number;
  /** Among those that moved. */
  readonly cheaper: number;
  readonly dearer: number;
  readonly newlyHeld: number;
  readonly noLongerHeld: number;
  readonly before: SideTotals;
  readonly after: SideTotals;
  /** The first that moved, in the order in which they were tried. */
  readonly examples: readonly MovedOrder[];
};

/** Tries orders one after the other; what it keeps does not grow with their number. */
export type WhatIf = {
  add(order: DecidedOrder): void;
  result(): WhatIfResult;
};

/** So many orders that move are kept one by one; all of them are counted. */
const mostExamples = 5_000;

/**
 * Two sets of rules side by side, on the same orders, the same warehouses and carriers, and the stock that each order saw
 * when it was decided on. A warehouse with a daily capacity fills up in the order in which orders are given. No side effects,
 * and the same answer each time.
 */
export function makeWhatIf(before: Tried, after: Tried, network: Network, examples: number = mostExamples): WhatIf {
  const sides = [makeSide(network), makeSide(network)] as const;
  const moved = { moved: 0, cheaper: 0, dearer: 0, newlyHeld: 0, noLongerHeld: 0 };
  const kept: MovedOrder[] = [];
  return {
    add: (order) => {
      const { at } = order.snapshot;
      const was = outcomeOf(order, before, network, sides[0].ordersToday(at));
      const is = outcomeOf(order, after, network, sides[1].ordersToday(at));
      sides[0].add(was, at);
      sides[1].add(is, at);
      if (isSame(was, is)) return;
      const more = costOf(is) - costOf(was);
      moved.moved += 1;
      if (more < 0) moved.cheaper += 1;
      if (more > 0) moved.dearer += 1;
      if (is.holds.length > 0 && was.holds.length === 0) moved.newlyHeld += 1;
      if (is.holds.length === 0 && was.holds.length > 0) moved.noLongerHeld += 1;
      if (kept.length >= examples) return;
      const { orderId, channelOrderNo } = order;
      kept.push({ orderId, channelOrderNo, decidedAt: at, before: orderSide(was), after: orderSide(is) });
    },
    result: () => {
      const [was, is] = [sides[0].totals(), sides[1].totals()];
      return { orders: was.orders, ...moved, before: was, after: is, examples: kept };
    },
  };
}

function orderSide(outcome: Outcome): OrderSide {
  const { plan, short, holds, parcels } = outcome;
  return {
    plan: plan.map(({ warehouse, sku, quantity }) => `${warehouse} ${quantity} × ${sku}`),
    short: short.map(({ sku, quantity }) => `${quantity} × ${sku}`),
    holds,
    parcels: parcels.length,
    costMinor: costOf(outcome),
    days: daysOf(outcome),
  };
}

/** Carriers count as well: the same goods from the same place may go another way. */
function isSame(a: Outcome, b: Outcome): boolean {
  const told = ({ plan, short, holds, parcels }: Outcome): string => {
    const ways = parcels.map(({ warehouse, carrier }) => `${warehouse} ${carrier}`).sort();
    const goods = plan.map(({ warehouse, sku, quantity }) => `${warehouse} ${sku} ${quantity}`).sort();
    return JSON.stringify([goods, short, holds, ways]);
  };
  return told(a) === told(b);
}
