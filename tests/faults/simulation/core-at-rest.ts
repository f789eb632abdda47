import type { QueuedDelivery } from "../../../shared/intake/queued-delivery.ts";
import { isRoutable } from "../../../shared/orders/derive-status.ts";
import type { IncomingOrder } from "../../../shared/orders/facts.ts";
import { isCancelled, unallocatedLines } from "../../../shared/orders/open-quantities.ts";
import type { Order } from "../../../shared/orders/order.ts";
import { deliveryKey, sortKeys } from "../../../shared/table/keys.ts";
import type { Item } from "../../../shared/table/port.ts";
import { isSameData } from "./same-data.ts";
import type { StateWatch } from "./state-watch.ts";

type Breaks = (invariant: string, says: string) => void;
type Sent = { readonly delivery: QueuedDelivery; readonly order: IncomingOrder | undefined };

/** What must hold of orders and books once nothing fails any more and all work is done. */
export function brokenAtRest(watch: StateWatch, sent: readonly Sent[], breaks: Breaks): void {
  const told = new Map<string, IncomingOrder[]>();
  for (const { delivery, order } of sent) {
    const { pk, sk } = deliveryKey(delivery.merchantId, delivery.deliveryId);
    const record = watch.items.get(`${pk} ${sk}`);
    if (record === undefined) breaks("I15", `delivery ${delivery.topic} was taken and has no fate`);
    if (order !== undefined) told.set(order.channelOrderId, [...(told.get(order.channelOrderId) ?? []), order]);
  }
  for (const order of watch.orders.values()) {
    checkFold(order, told.get(order.channelOrderId) ?? [], breaks);
    checkSupplied(order, watch, breaks);
    checkBooks(order, watch, breaks);
  }
  for (const channelOrderId of told.keys()) {
    const isThere = [...watch.orders.values()].some((order) => order.channelOrderId === channelOrderId);
    if (!isThere) breaks("I15", `order ${channelOrderId} was told of and is not there`);
  }
}

/** The facts of an order are those of its messages, whatever way they came; told here without the hub's own merging. */
function checkFold(order: Order, messages: readonly IncomingOrder[], breaks: Breaks): void {
  const inOrder = messages.toSorted((a, b) => a.clock.at - b.clock.at || (a.clock.tie < b.clock.tie ? -1 : 1));
  const newest = <G extends keyof IncomingOrder>(group: G): unknown => {
    const message = inOrder.findLast((each) => each[group] !== undefined);
    return message === undefined ? null : { clock: message.clock, facts: message[group] };
  };
  const union = <G extends "refunds" | "fulfilments">(group: G, idOf: (entry: object) => string): unknown => {
    const newestOfEach: Record<string, unknown> = {};
    for (const { clock, [group]: said = [] } of inOrder) {
      for (const facts of said) newestOfEach[idOf(facts)] = { clock, facts };
    }
    return newestOfEach;
  };
  const expected = {
    header: newest("header"),
    lines: newest("lines"),
    payment: newest("payment"),
    address: newest("address"),
    channelStatus: newest("status"),
    refunds: union("refunds", (entry) => ("refundId" in entry ? String(entry.refundId) : "")),
    fulfilments: union("fulfilments", (entry) => ("fulfilmentId" in entry ? String(entry.fulfilmentId) : "")),
  };
  for (const group of Object.keys(expected) as (keyof typeof expected)[]) {
    const own = group === "fulfilments" ? foreignParcels(order) : order[group];
    if (!isSameData(own, expected[group]))
      breaks("I9", `order ${order.channelOrderId}: its ${group} are not those of its ${messages.length} messages`);
  }
}

function foreignParcels({ fulfilments }: Order): Order["fulfilments"] {
  return Object.fromEntries(Object.entries(fulfilments).filter(([, { facts }]) => facts.hub === undefined));
}

/** Neither oversold nor undersold: whoever still lacks goods lacks them because there are none. */
function checkSupplied(order: Order, { stocks }: StateWatch, breaks: Breaks): void {
  if (!isRoutable(order)) return;
  for (const { sku, quantity } of unallocatedLines(order)) {
    const free = [...stocks.values()]
      .filter((stock) => stock.sku === sku)
      .reduce((sum, stock) => sum + Math.max(0, stock.available - stock.safetyStock), 0);
    if (free > 0) breaks("I5", `order ${order.channelOrderId} lacks ${quantity} of ${sku}, ${free} are free`);
  }
}

/** Sale and facts together are what the order is worth now: its total, or nothing when cancelled, less what was given back. */
function checkBooks(order: Order, { items }: StateWatch, breaks: Breaks): void {
  const facts = [...items.values()].filter(isFactOf(order));
  if (order.booking === null) {
    if (facts.length > 0) breaks("I14", `order ${order.channelOrderId} is not booked and has ${facts.length} facts`);
    return;
  }
  const booked = facts.reduce((sum, fact) => sum + Number(fact["amountMinor"]), order.booking.totalMinor);
  const refunded = Object.values(order.refunds).reduce((sum, refund) => sum + refund.facts.amountMinor, 0);
  const total = order.header?.facts.amounts.totalMinor ?? 0;
  const worth = (isCancelled(order) ? Math.min(total, refunded) : total) - refunded;
  if (booked !== worth) breaks("I14", `order ${order.channelOrderId} is booked with ${booked} and worth ${worth}`);
}

function isFactOf(order: Order): (item: Item) => boolean {
  const end = `#${order.orderId}`;
  return (item) => item.sk.startsWith(sortKeys.fact) && item.pk.endsWith(end);
}
