import { customerIdOf } from "../../customers/customer.ts";
import type { BookedPayment, BookedShipment } from "../../orders/book-day-facts.ts";
import type { BookedFact } from "../../orders/book-facts.ts";
import { type LineShare, saleShares, shareChanges, type WholeOrder } from "../../orders/line-shares.ts";
import type { Booking } from "../../orders/order.ts";
import type { EntryFact, EntryKind, LineFact, OrderDimensions, PaymentFact, ShipmentFact } from "./fact.ts";
import { rateIdOf, reportingMinor, runningConversion, type Stamp } from "./rate-stamps.ts";

export type BookedOrder = WholeOrder & { readonly booking: Booking };

/** What facts say beyond the order itself. */
export type Surroundings = {
  readonly categoryOf: (sku: string) => string;
  readonly unitCostOf: (sku: string) => number | null;
  readonly customerTags: readonly string[];
};

export type EntryWithLines = { readonly entry: EntryFact; readonly lines: readonly LineFact[] };

/**
 * The sale as it stood when its day was closed: what the order is now, less what was booked since. `later` are all its
 * cancellations and adjustments; there are none unless the booking is closed.
 */
export function saleShareLines(order: BookedOrder, later: readonly BookedFact[]): readonly LineShare[] {
  const now = saleShares(order);
  const changes = later.flatMap((fact) => sharesOf(fact, order));
  return changes.length === 0 ? now : shareChanges(changes, now);
}

export function saleFacts(
  order: BookedOrder,
  shares: readonly LineShare[],
  stamp: Stamp,
  around: Surroundings,
): EntryWithLines {
  const { booking, header } = order;
  const isVoid =
    order.lines.facts.some(({ quantity }) => quantity > 0) && shares.every(({ quantity }) => quantity === 0);
  const { channelStatus, payment } = order;
  return entryOf(order, shares, stamp, around, {
    id: `sale:${order.orderId}`,
    kind: isVoid ? "void" : "sale",
    day: booking.day,
    originalDay: booking.originalDay,
    at: header.facts.placedAt,
    payment: payment?.facts.state ?? "",
    reason: isVoid ? (channelStatus?.facts.cancelReason ?? "cancelled on its own business day") : "",
  });
}

/** A refund, cancellation or adjustment. */
export function changeFacts(order: WholeOrder, fact: BookedFact, stamp: Stamp, around: Surroundings): EntryWithLines {
  return entryOf(order, sharesOf(fact, order), stamp, around, {
    id: `${fact.kind}:${fact.orderId}:${fact.factId}`,
    kind: fact.kind,
    day: fact.day,
    originalDay: fact.originalDay,
    at: fact.at,
    payment: "",
    reason: fact.reason ?? "",
  });
}

/** What had come in on the day of the sale; null when nothing had. */
export function salePayment(
  order: BookedOrder,
  originalDay: string,
  stamp: Stamp,
  around: Surroundings,
): PaymentFact | null {
  const amountMinor = order.booking.paidMinor ?? 0;
  if (amountMinor === 0) return null;
  const booked = { amountMinor, at: paidAt(order), originalDay, method: order.payment?.facts.method ?? "" };
  return paymentFact(order, `payment:${order.orderId}`, order.booking.day, booked, stamp, around);
}

export function paidAt(order: WholeOrder): string {
  return order.payment?.facts.paidAt ?? order.header.facts.placedAt;
}

export function paymentFact(
  order: WholeOrder,
  id: string,
  day: string,
  { amountMinor, at, originalDay, method }: BookedPayment,
  stamp: Stamp,
  around: Surroundings,
): PaymentFact {
  const { currency } = order.header.facts;
  return {
    id,
    day,
    originalDay,
    at,
    ...dimensions(order, around),
    currency,
    rateId: rateIdOf(stamp),
    reportingMinor: reportingMinor(amountMinor, stamp),
    method,
    amountMinor,
  };
}

export function shipmentFact(
  order: WholeOrder,
  id: string,
  day: string,
  { lines, ...booked }: BookedShipment,
  around: Surroundings,
): ShipmentFact {
  const units = lines.reduce((sum, [, , quantity]) => sum + quantity, 0);
  const parcels = order.routing?.parcels?.filter(({ warehouse }) => warehouse === booked.warehouse) ?? [];
  const freight = parcels.reduce((sum, { costMinor }) => sum + costMinor, 0);
  const { placedAt } = order.header.facts;
  return {
    id,
    day,
    ...booked,
    ...dimensions(order, around),
    units,
    lines,
    placedAt,
    confirmedAt: order.payment?.facts.paidAt ?? placedAt,
    freightMinor: parcels.length === 0 || booked.kind !== "shipped" ? null : freight,
  };
}

type EntryHead = Pick<EntryFact, "id" | "kind" | "day" | "originalDay" | "at" | "payment" | "reason">;

function entryOf(
  order: WholeOrder,
  shares: readonly LineShare[],
  stamp: Stamp,
  around: Surroundings,
  head: EntryHead,
): EntryWithLines {
  const { currency, amounts } = order.header.facts;
  const { id, kind, day, originalDay, at } = head;
  const common = {
    ...dimensions(order, around),
    currency,
    rateId: rateIdOf(stamp),
    taxIncluded: amounts.taxesIncluded,
  };
  const sum = (name: Exclude<keyof LineShare, "lineId" | "sku">): number =>
    shares.reduce((so, share) => so + share[name], 0);
  const totalMinor = sum("totalMinor");
  const entry: EntryFact = {
    ...head,
    ...common,
    reportingMinor: reportingMinor(totalMinor, stamp),
    itemsMinor: sum("itemsMinor"),
    discountMinor: sum("discountMinor"),
    shippingMinor: sum("shippingMinor"),
    feesMinor: sum("feesMinor"),
    taxMinor: sum("taxMinor"),
    otherMinor: sum("otherMinor"),
    totalMinor,
    lineCount: shares.length,
  };
  const facts = new Map(order.lines.facts.map((line) => [line.lineId, line]));
  const convert = runningConversion(stamp);
  const names = new Map<string, number>();
  const lines = shares.map((share): LineFact => {
    const line = facts.get(share.lineId);
    return {
      id: uniqueId(`${id}#${share.lineId}`, names),
      day,
      originalDay,
      at,
      ...common,
      ...share,
      reportingMinor: convert(share.totalMinor),
      entryId: id,
      kind: kind satisfies EntryKind,
      title: line?.title ?? "",
      variant: line?.variant ?? "",
      category: around.categoryOf(share.sku),
      warehouse: warehouseOf(order, share),
      unitPriceMinor: line?.unitPriceMinor ?? 0,
      unitCostMinor: around.unitCostOf(share.sku),
    };
  });
  return { entry, lines };
}

/** A line that became another sku after its day was closed has two shares. */
function uniqueId(id: string, names: Map<string, number>): string {
  const count = (names.get(id) ?? 0) + 1;
  names.set(id, count);
  return count === 1 ? id : `${id}#${count}`;
}

/** A change whose lines are not kept stands as one that belongs to no line. */
function sharesOf({ shares, amountMinor, taxMinor }: BookedFact, order: WholeOrder): readonly LineShare[] {
  if (shares !== null) return shares;
  const none = { quantity: 0, itemsMinor: 0, discountMinor: 0, shippingMinor: 0, feesMinor: 0 };
  const otherMinor = amountMinor - (order.header.facts.amounts.taxesIncluded ? 0 : taxMinor);
  return [{ lineId: "", sku: "", ...none, taxMinor, otherMinor, totalMinor: amountMinor }];
}

/** Where a line's goods left from, are promised from, or are planned to leave from. */
function warehouseOf(order: WholeOrder, { lineId, sku }: LineShare): string {
  const left = Object.values(order.fulfilments).flatMap(({ facts }) =>
    facts.hub !== undefined && facts.state === "success" && facts.lines.some((line) => line.lineId === lineId)
      ? [facts.hub.warehouse]
      : [],
  );
  const promised = order.allocations.filter((each) => each.lineId === lineId).map(({ warehouse }) => warehouse);
  const planned = order.routing?.plan.filter((each) => each.sku === sku).map(({ warehouse }) => warehouse) ?? [];
  const known = [...left, ...promised];
  return [...new Set<string>(known.length > 0 ? known : planned)].sort().join("+");
}

function dimensions(order: WholeOrder, { customerTags }: Surroundings): OrderDimensions {
  const { orderId, merchantId, connectionId, channel, header, address, marks } = order;
  const { channelOrderNo, tags, buyerRef } = header.facts;
  const buyer = buyerRef === null || buyerRef === "" ? null : { source: connectionId, ref: buyerRef };
  return {
    orderId,
    orderNo: channelOrderNo,
    channel,
    shop: connectionId,
    country: address?.facts.country ?? "",
    region: address?.facts.regionName || (address?.facts.region ?? ""),
    tags: [...new Set([...tags, ...(marks?.tags ?? [])])].sort(),
    customer: buyer === null ? null : customerIdOf(merchantId, buyer),
    customerTags,
  };
}
