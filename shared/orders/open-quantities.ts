import type { Order } from "./order.ts";
import { isToldOfOurs, parcelQuantities } from "./own-parcels.ts";
import { sumByLine } from "./sum-by-line.ts";

/** Units of one line. `sold = open + shipped + removed` as far as the channel's own figures agree with each other. */
export type LineQuantities = {
  readonly lineId: string;
  readonly sku: string;
  /** Still to be shipped, allocated or not. */
  readonly open: number;
  readonly shipped: number;
};

export type WantedLine = { readonly lineId: string; readonly sku: string; readonly quantity: number };

export function isCancelled(order: Order): boolean {
  const status = order.channelStatus?.facts;
  return status !== undefined && (status.cancelledAt !== null || status.isDeleted);
}

/** Every line that ships, also when nothing of it is open any more. Empty until the lines are known. */
export function lineQuantities(order: Order): readonly LineQuantities[] {
  const shipped = parcelQuantities(order);
  const refunded = freshlyRefunded(order);
  // Of an order that the hub ships itself, "everything has left" is only what the channel made of the parcels it was told.
  const isAllGone = order.channelStatus?.facts.isFulfilled === true && !isToldOfOurs(order);
  return (order.lines?.facts ?? [])
    .filter((line) => line.needsShipping)
    .map((line) => {
      const owed = Math.max(0, line.quantity - line.removedQuantity - (refunded.get(line.lineId) ?? 0));
      const inParcels = Math.min(line.quantity, shipped.get(line.lineId) ?? 0);
      const gone = isAllGone ? Math.max(inParcels, owed) : inParcels;
      const open = isOwedNothing(order) ? 0 : Math.max(0, owed - gone);
      return { lineId: line.lineId, sku: line.sku, open, shipped: gone };
    });
}

/** What routing has yet to find goods for: open and not allocated, by line. */
export function unallocatedLines(order: Order): readonly WantedLine[] {
  return lineQuantities(order)
    .map(({ lineId, sku, open }) => ({ lineId, sku, quantity: open - allocatedTo(order, lineId) }))
    .filter((line) => line.quantity > 0);
}

export function allocatedTo(order: Order, lineId: string): number {
  return order.allocations.reduce((sum, each) => (each.lineId === lineId ? sum + each.quantity : sum), 0);
}

/** Cancelled, deleted, or all of the money given back: whatever has not left stays. */
function isOwedNothing(order: Order): boolean {
  const payment = order.payment?.facts.state;
  return isCancelled(order) || payment === "refunded" || payment === "voided";
}

/**
 * Refunded units that the lines do not know of yet. A message with the lines already counts earlier refunds in
 * `removedQuantity`; only a refund newer than that message comes on top of it.
 */
function freshlyRefunded(order: Order): Map<string, number> {
  const linesAt = order.lines?.clock.at ?? 0;
  const fresh = Object.values(order.refunds).filter((each) => each.clock.at > linesAt);
  return sumByLine(fresh.flatMap((each) => each.facts.lines));
}
