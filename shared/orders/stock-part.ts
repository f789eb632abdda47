import { makeEvent } from "../../events/catalog.ts";
import { type StockMove, stockMoveWrites } from "../inventory/stock-writes.ts";
import type { Write } from "../table/port.ts";
import { POSITIONS_PER_STEP } from "./allocation.ts";
import { apartWrite, inSteps, type Leaving, type Returning } from "./goods-apart.ts";
import type { Order } from "./order.ts";
import type { OutboxEvent } from "./order-events.ts";

export type WithStock = {
  readonly order: Order;
  readonly events: readonly OutboxEvent[];
  readonly writes: readonly Write[];
};

/**
 * The stock part of a changed order: written in the same transaction, or, where an order gives up more positions than one
 * transaction moves, set apart with the order and booked in steps by whoever hears `order.unbound.v1`. Until then the
 * units still count as promised, so that nothing is sold twice. `returns` always take that way: they are goods of a parcel
 * with too many positions that was taken back, and come into stock step by step.
 */
export function withStockPart(
  order: Order,
  events: readonly OutboxEvent[],
  moves: readonly StockMove[],
  now: string,
  returns: readonly Returning[] = [],
): WithStock {
  const leaving = moves.filter((move): move is Leaving => move.kind !== "allocated");
  const positions = positionsOf([...moves, ...returns]);
  const fits = returns.length === 0 && positions <= POSITIONS_PER_STEP;
  if (fits || leaving.length < moves.length) {
    return { order, events, writes: stockMoveWrites(order.merchantId, moves, now, order.orderId) };
  }
  const { orderId, merchantId, version } = order;
  const common = { merchantId, subject: orderId, subjectVersion: version, occurredAt: now, recordedAt: now };
  return {
    order: { ...order, apart: order.apart ?? "leaving" },
    events: [...events, makeEvent({ type: "order.unbound.v1", ...common, detail: { orderId, positions } })],
    writes: [...inSteps(leaving), ...inSteps(returns)].map((step, index) => apartWrite(order, version, index, step)),
  };
}

/** How many positions goods stand in. */
export function positionsOf(goods: readonly { readonly sku: string; readonly warehouse: string }[]): number {
  return new Set(goods.map(({ sku, warehouse }) => `${sku}#${warehouse}`)).size;
}
