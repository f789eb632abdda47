import { makeEvent } from "../../events/catalog.ts";
import { type StockMove, stockMoveWrites } from "../inventory/stock-writes.ts";
import type { Write } from "../table/port.ts";
import { POSITIONS_PER_STEP } from "./allocation.ts";
import { apartWrite, inSteps, type MoveApart } from "./goods-apart.ts";
import type { Order } from "./order.ts";
import type { OutboxEvent } from "./order-events.ts";

export type WithStock = {
  readonly order: Order;
  readonly events: readonly OutboxEvent[];
  readonly writes: readonly Write[];
};

/**
 * The stock part of a changed order: written in the same transaction, or, where an order moves more positions than one
 * transaction can, set apart with the order and booked in steps by whoever hears `order.unbound.v1`. Until then units that it
 * gives up still count as promised, so that nothing is sold twice, and those that came back count as gone: nobody can be
 * promised them, not the order itself (`comesInSteps`).
 */
export function withStockPart(
  order: Order,
  events: readonly OutboxEvent[],
  moves: readonly StockMove[],
  now: string,
): WithStock {
  const apart = moves.filter((move): move is MoveApart => move.kind !== "allocated");
  if (!comesInSteps(moves) || apart.length < moves.length) {
    return { order, events, writes: stockMoveWrites(order.merchantId, moves, now, order.orderId) };
  }
  const positions = positionsOf(moves);
  const { orderId, merchantId, version } = order;
  const common = { merchantId, subject: orderId, subjectVersion: version, occurredAt: now, recordedAt: now };
  return {
    order: { ...order, apart: order.apart ?? "leaving" },
    events: [...events, makeEvent({ type: "order.unbound.v1", ...common, detail: { orderId, positions } })],
    writes: inSteps(apart).map((step, index) => apartWrite(order, version, index, step)),
  };
}

/** More positions than one transaction moves. */
export function comesInSteps(goods: readonly Place[]): boolean {
  return positionsOf(goods) > POSITIONS_PER_STEP;
}

type Place = { readonly sku: string; readonly warehouse: string };

function positionsOf(goods: readonly Place[]): number {
  return new Set(goods.map(({ sku, warehouse }) => `${sku}#${warehouse}`)).size;
}
