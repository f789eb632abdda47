import { decimalFromMinor } from "../kernel/money.ts";
import { coveredUnits, lineQuantities } from "../orders/open-quantities.ts";
import type { Order, RoutingNote } from "../orders/order.ts";
import type { Role } from "../platform/principal.ts";
import { addressFor } from "./mask.ts";

/** One order as a list shows it. Amounts are decimal text with all of the currency's digits. */
export function orderSummary(order: Order): Readonly<Record<string, unknown>> {
  const header = order.header?.facts;
  return {
    orderId: order.orderId,
    status: order.status,
    channel: order.channel,
    connectionId: order.connectionId,
    channelOrderNo: header?.channelOrderNo ?? null,
    placedAt: header?.placedAt ?? null,
    currency: header?.currency ?? null,
    total: header === undefined ? null : decimalFromMinor(header.amounts.totalMinor, header.currency),
    payment: order.payment?.facts.state ?? null,
    holds: order.holds,
    tags: tagsOf(order),
    priority: order.marks?.priority ?? 5,
    warehouses: [...new Set(order.allocations.map((allocation) => allocation.warehouse))],
    businessDay: order.booking?.day ?? null,
    isTest: header?.isTest ?? false,
    version: order.version,
    changedAt: order.changedAt,
  };
}

/** Those of the shop, and those that rules have set. */
export function tagsOf({ header, marks }: Order): readonly string[] {
  return [...new Set([...(header?.facts.tags ?? []), ...(marks?.tags ?? [])])];
}

/** Without what it was decided on: `GET /v1/orders/{orderId}/routing` shows that, with every number. */
function routingView(note: Order["routing"]): Omit<RoutingNote, "snapshot"> | null {
  if (note === null) return null;
  const { snapshot: _, ...shown } = note;
  return shown;
}

/** Everything the hub knows of one order, and why its goods leave from where they leave. */
export function orderView(order: Order, role: Role): Readonly<Record<string, unknown>> {
  const currency = order.header?.facts.currency;
  const show = (minor: number): string | number => (currency === undefined ? minor : decimalFromMinor(minor, currency));
  const quantities = new Map(lineQuantities(order).map((line) => [line.lineId, line]));
  const amounts = order.header?.facts.amounts;
  return {
    ...orderSummary(order),
    channelOrderId: order.channelOrderId,
    amounts: amounts && {
      items: show(amounts.itemsMinor),
      discount: show(amounts.discountMinor),
      shipping: show(amounts.shippingMinor),
      fees: show(amounts.feesMinor),
      tax: show(amounts.taxMinor),
      taxesIncluded: amounts.taxesIncluded,
      total: show(amounts.totalMinor),
      discrepancy: show(order.header?.facts.discrepancyMinor ?? 0),
    },
    note: order.header?.facts.note ?? null,
    ruleTags: order.marks?.tags ?? [],
    lines: (order.lines?.facts ?? []).map((line) => ({
      lineId: line.lineId,
      sku: line.sku,
      title: line.title,
      variant: line.variant,
      quantity: line.quantity,
      removed: line.removedQuantity,
      shipped: quantities.get(line.lineId)?.shipped ?? 0,
      open: quantities.get(line.lineId)?.open ?? 0,
      allocated: coveredUnits(order, line),
      unitPrice: show(line.unitPriceMinor),
      discount: show(line.discountMinor),
      tax: show(line.taxMinor),
      total: show(line.totalMinor),
    })),
    address: order.address === null ? null : addressFor(role, order.address.facts),
    payment: order.payment?.facts ?? null,
    channelStatus: order.channelStatus?.facts ?? null,
    refunds: Object.values(order.refunds).map(({ facts: { amountMinor, taxMinor, lines, ...refund } }) => ({
      ...refund,
      amount: show(amountMinor),
      tax: show(taxMinor),
      lines: lines.map(({ amountMinor: each, ...line }) => ({ ...line, amount: show(each) })),
    })),
    fulfilments: Object.values(order.fulfilments).map(({ facts }) => facts),
    allocations: order.allocations,
    backorder: order.backorder,
    routing: routingView(order.routing),
    booking: order.booking,
    timeline: order.timeline,
    recordedAt: order.recordedAt,
  };
}
