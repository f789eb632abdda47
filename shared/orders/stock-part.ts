import { makeEvent } from "../../events/catalog.ts";
import { type StockMove, stockMoveWrites } from "../inventory/stock-writes.ts";
import type { Write } from "../table/port.ts";
import { POSITIONS_PER_STEP } from "./allocation.ts";
import { apartWrite, inSteps, type Leaving } from "./goods-apart.ts";
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
 * units still count as promised, so that nothing is sold twice.
 */
export function withStockPart(
  order: Order,
  events: readonly OutboxEvent[],
  moves: readonly StockMove[],
  now: string,
): WithStock {
  const leaving = moves.filter((move): move is Leaving => move.kind !== "allocated");
  const positions = new Set(moves.map(({ sku, warehouse }) => `${sku}#${warehouse}`)).size;
  if (positions <= POSITIONS_PER_STEP || leaving.length < moves.length) {
    return { order, events, writes: stockMoveWrites(order.merchantId, moves, now, order.orderId) };
  }
  const { orderId, merchantId, version } = order;
  const common = { merchantId, subject: orderId, subjectVersion: version, occurredAt: now, recordedAt: now };
  return {
    order: { ...order, apart: order.apart ?? "leaving" },
    events: [...events, makeEvent({ type: "order.unbound.v1", ...common, detail: { orderId, positions } })],
    writes: inSteps(leaving).map((step, index) => apartWrite(order, version, index, step)),
  };
}
