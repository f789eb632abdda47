import { localTime } from "../kernel/business-day.ts";
import { compareText } from "../kernel/compare-text.ts";
import { decimalFromMinor } from "../kernel/money.ts";
import type { BookedFact } from "../orders/book-facts.ts";
import type { HeaderFacts } from "../orders/facts.ts";
import type { Booking, Order } from "../orders/order.ts";
import type { Cell, Column } from "../sheets/sheet.ts";
import type { LedgerEntry } from "./report.ts";

/** An order that has been booked: header and booking are there. */
export type BookedOrder = Order & { readonly header: { readonly facts: HeaderFacts }; readonly booking: Booking };

export function isBooked(order: Order): order is BookedOrder {
  return order.header !== null && order.booking !== null && !order.header.facts.isTest;
}

/**
 * Cancelled while its business day was still open: listed, and worth only what refunds take off again. An order cancelled
 * after its day was closed stays a sale there, and a cancellation of the later day takes it back.
 */
export function isVoid(order: BookedOrder): boolean {
  const status = order.channelStatus?.facts;
  const isCancelled = status?.cancelledAt != null || status?.isDeleted === true;
  return isCancelled && order.booking.totalMinor !== order.header.facts.amounts.totalMinor;
}

export const salesColumns: readonly Column[] = [
  { name: "entry_id", kind: "text", width: 38 },
  { name: "kind", kind: "text", width: 13 },
  { name: "business_day", kind: "day" },
  { name: "original_business_day", kind: "day", width: 20 },
  { name: "order_id", kind: "text", width: 32 },
  { name: "channel", kind: "text", width: 14 },
  { name: "connection", kind: "text", width: 18 },
  { name: "channel_order_no", kind: "text" },
  { name: "at_utc", kind: "instant" },
  { name: "at_local", kind: "instant" },
  { name: "payment", kind: "text", width: 18 },
  { name: "currency", kind: "text", width: 10 },
  { name: "items", kind: "decimal" },
  { name: "discount", kind: "decimal" },
  { name: "shipping", kind: "decimal" },
  { name: "fees", kind: "decimal" },
  { name: "tax", kind: "decimal" },
  { name: "tax_in_prices", kind: "text", width: 13 },
  { name: "discrepancy", kind: "decimal" },
  { name: "total", kind: "decimal" },
  { name: "reason", kind: "text" },
];

export type SalesRows = { readonly rows: readonly (readonly Cell[])[]; readonly ledger: readonly LedgerEntry[] };

/** One row for each sale and each later fact booked to the day, oldest first. Sums to what the day changed in the books. */
export function salesRows(orders: readonly BookedOrder[], facts: readonly BookedFact[], zone: string): SalesRows {
  const entries = [
    ...orders.map((order) => ({ at: order.header.facts.placedAt, ...saleEntry(order, zone) })),
    ...facts.map((fact) => ({ at: fact.at, ...factEntry(fact, zone) })),
  ].sort((a, b) => compareText(a.at, b.at) || compareText(a.ledger.entryId, b.ledger.entryId));
  return { rows: entries.map((entry) => entry.row), ledger: entries.map((entry) => entry.ledger) };
}

function saleEntry(order: BookedOrder, zone: string): { row: readonly Cell[]; ledger: LedgerEntry } {
  const { facts } = order.header;
  const { amounts, currency } = facts;
  const kind = isVoid(order) ? "void" : "sale";
  const show = (minor: number): string => decimalFromMinor(kind === "void" ? 0 : minor, currency);
  const bookedMinor = order.booking.totalMinor;
  const entryId = `sale:${order.orderId}`;
  return {
    ledger: { entryId, kind, currency, amountMinor: bookedMinor },
    row: [
      entryId,
      kind,
      order.booking.day,
      order.booking.originalDay,
      order.orderId,
      order.channel,
      order.connectionId,
      facts.channelOrderNo,
      facts.placedAt,
      localTime(facts.placedAt, zone),
      order.payment?.facts.state ?? "",
      currency,
      show(amounts.itemsMinor),
      show(-amounts.discountMinor),
      show(amounts.shippingMinor),
      show(amounts.feesMinor),
      show(amounts.taxMinor),
      amounts.taxesIncluded ? "yes" : "no",
      decimalFromMinor(bookedMinor - (kind === "void" ? 0 : partsTotal(facts)), currency),
      decimalFromMinor(bookedMinor, currency),
      kind === "void" ? (order.channelStatus?.facts.cancelReason ?? "cancelled on its own business day") : "",
    ],
  };
}

/** What items, discount, shipping, fees and tax (unless it is inside the prices) come to. */
function partsTotal(facts: HeaderFacts): number {
  const { itemsMinor, discountMinor, shippingMinor, feesMinor, taxMinor, taxesIncluded } = facts.amounts;
  return itemsMinor - discountMinor + shippingMinor + feesMinor + (taxesIncluded ? 0 : taxMinor);
}

function factEntry(fact: BookedFact, zone: string): { row: readonly Cell[]; ledger: LedgerEntry } {
  const entryId = `${fact.kind}:${fact.orderId}:${fact.factId}`;
  return {
    ledger: { entryId, kind: fact.kind, currency: fact.currency, amountMinor: fact.amountMinor },
    row: [
      entryId,
      fact.kind,
      fact.day,
      fact.originalDay,
      fact.orderId,
      fact.channel,
      fact.connectionId,
      fact.channelOrderNo,
      fact.at,
      localTime(fact.at, zone),
      "",
      fact.currency,
      null,
      null,
      null,
      null,
      decimalFromMinor(fact.taxMinor, fact.currency),
      "",
      null,
      decimalFromMinor(fact.amountMinor, fact.currency),
      fact.reason ?? "",
    ],
  };
}
