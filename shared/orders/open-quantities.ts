import type { Component } from "../inventory/products/product.ts";
import { sku as articleOf } from "../kernel/ids.ts";
import { isEmpty } from "../kernel/is-empty.ts";
import type { Refund } from "./facts.ts";
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
  if (order.givenUp !== undefined) return true;
  const status = order.channelStatus?.facts;
  return status !== undefined && (status.cancelledAt !== null || status.isDeleted);
}

/** Every line that ships, also when nothing of it is open any more. Empty until the lines are known. */
export function lineQuantities(order: Order): readonly LineQuantities[] {
  const shipped = parcelQuantities(order);
  const refunded = freshlyRefunded(order);
  // Of an order that the hub ships itself, "everything has left" is only what the channel made of the parcels it was told.
  const isAllGone = order.channelStatus?.facts.isFulfilled === true && !isToldOfOurs(order);
  const isOwed = !isOwedNothing(order);
  const quantities: LineQuantities[] = [];
  for (const line of order.lines?.facts ?? []) {
    if (!line.needsShipping) continue;
    const owed = Math.max(0, line.quantity - line.removedQuantity - (refunded.get(line.lineId) ?? 0));
    const inParcels = Math.min(line.quantity, shipped.get(line.lineId) ?? 0);
    const gone = isAllGone ? Math.max(inParcels, owed) : inParcels;
    const open = isOwed ? Math.max(0, owed - gone) : 0;
    quantities.push({ lineId: line.lineId, sku: line.sku, open, shipped: gone });
  }
  return quantities;
}

/** What routing has yet to find goods for: open and not allocated, by line; of a bundle's line each of its components. */
export function unallocatedLines(order: Order): readonly WantedLine[] {
  const wanted: WantedLine[] = [];
  for (const { lineId, sku, open } of lineQuantities(order)) {
    const parts = componentsOf(order, sku);
    if (parts === null) {
      const quantity = open - allocatedTo(order, lineId);
      if (quantity > 0) wanted.push({ lineId, sku, quantity });
      continue;
    }
    for (const part of parts) {
      const quantity = open * part.quantity - allocatedTo(order, lineId, part.sku);
      if (quantity > 0) wanted.push({ lineId, sku: part.sku, quantity });
    }
  }
  return wanted;
}

/** Units of a line that are promised; of a bundle's line those of one component. */
export function allocatedTo(order: Order, lineId: string, article?: string): number {
  let units = 0;
  for (const each of order.allocations) {
    if (each.lineId === lineId && (article === undefined || each.sku === article)) units += each.quantity;
  }
  return units;
}

/** How many units of a line could ship from what is promised to it; of a bundle: whole sets of its components. */
export function coveredUnits(order: Order, { lineId, sku }: Pick<LineQuantities, "lineId" | "sku">): number {
  const parts = componentsOf(order, sku);
  if (parts === null) return allocatedTo(order, lineId);
  return Math.min(...parts.map((part) => Math.floor(allocatedTo(order, lineId, part.sku) / part.quantity)));
}

/** What one unit of a line's sku consumes, as it was when the order came; null for what is no bundle. */
export function componentsOf(order: Order, lineSku: string): readonly Component[] | null {
  return order.bundles?.[articleOf(lineSku)] ?? null;
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
function freshlyRefunded(order: Order): ReadonlyMap<string, number> {
  if (isEmpty(order.refunds)) return nothing;
  const linesAt = order.lines?.clock.at ?? 0;
  const fresh: Refund["lines"][number][] = [];
  for (const { clock, facts } of Object.values(order.refunds)) if (clock.at > linesAt) fresh.push(...facts.lines);
  return sumByLine(fresh);
}

const nothing: ReadonlyMap<string, number> = new Map();
