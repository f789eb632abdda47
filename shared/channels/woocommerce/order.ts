import type { Amounts, IncomingOrder, LineFacts, PaymentFacts, Refund, StatusFacts } from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import { clockOf } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { readAddress } from "./address.ts";
import { readLines, subtotalOf } from "./lines.ts";
import { customStatus, payOnDeliveryMethod, statuses, type WooStatus } from "./statuses.ts";

/** The order of order.created, order.updated and order.restored: always whole, so always every group. */
export function readOrder(at: JsonReader, body: Uint8Array): IncomingOrder {
  const currency = at.currency("currency");
  const modifiedAt = at.instant("date_modified_gmt", "UTC");
  const raw = at.text("status");
  const status = statuses.get(raw) ?? customStatus;
  const lines = readLines(at, currency);
  const amounts = readAmounts(at, currency, lines);
  const refunds = at.listOrEmpty("refunds").map((refund) => readRefund(refund, currency, modifiedAt));
  const address = readAddress(at);
  return {
    channelOrderId: at.id("id"),
    clock: clockOf(modifiedAt, `${status.progress}${Math.min(refunds.length, 9)}`, body),
    header: {
      channelOrderNo: at.textOrNull("number") ?? at.id("id"),
      currency,
      placedAt: at.instant("date_created_gmt", "UTC"),
      amounts,
      discrepancyMinor: at.exact("total", discrepancyOf(amounts)),
      buyerRef: at.textOrNull("customer_id") === "0" ? null : at.textOrNull("customer_id"),
      note: at.textOrNull("customer_note"),
      tags: [],
      isTest: false,
    },
    lines,
    payment: readPayment(at, status, refunds, amounts.totalMinor),
    status: readStatus(at, raw, status, modifiedAt),
    ...(address === null ? {} : { address }),
    ...(at.has("refunds") ? { refunds } : {}),
  };
}

/** All amounts are without tax, also where the shop's prices are shown with it, so tax is always added. */
function readAmounts(at: JsonReader, currency: string, lines: readonly LineFacts[]): Amounts {
  const itemsMinor = at.exact(
    "line_items",
    sumOf(lines, (line) => line.unitPriceMinor * line.quantity),
  );
  const subtotals = sumOf(at.listOrEmpty("line_items"), (line) => subtotalOf(line, currency));
  return {
    itemsMinor,
    discountMinor: at.exact("discount_total", at.moneyOrZero("discount_total", currency) + itemsMinor - subtotals),
    shippingMinor: at.moneyOrZero("shipping_total", currency),
    feesMinor: at.exact(
      "fee_lines",
      sumOf(at.listOrEmpty("fee_lines"), (fee) => fee.moneyOrZero("total", currency)),
    ),
    taxMinor: at.moneyOrZero("total_tax", currency),
    taxesIncluded: false,
    totalMinor: at.money("total", currency),
  };
}

/** The order names no time, tax or lines of its refunds, and writes their totals as "-16.20". */
function readRefund(at: JsonReader, currency: string, modifiedAt: string): Refund {
  return {
    refundId: at.id("id"),
    at: modifiedAt,
    amountMinor: Math.abs(at.money("total", currency)),
    taxMinor: 0,
    reason: at.textOrNull("reason"),
    lines: [],
  };
}

/** A partial refund changes no status: the sum of the refunds tells. */
function readPayment(at: JsonReader, status: WooStatus, refunds: readonly Refund[], totalMinor: number): PaymentFacts {
  const paidAt = at.instantOrNull("date_paid_gmt", "UTC");
  const state = paidAt === null ? status.ifUnpaid : status.ifPaid;
  const refunded = sumOf(refunds, (refund) => refund.amountMinor);
  const afterRefunds = refunded >= totalMinor ? "refunded" : "partially_refunded";
  return {
    state: state === "paid" && refunded > 0 ? afterRefunds : state,
    paidAt,
    method: at.textOrNull("payment_method"),
    payOnDelivery: at.textOrNull("payment_method") === payOnDeliveryMethod,
  };
}

/** Only completion has a time of its own; for the other ends the last change stands in. */
function readStatus(at: JsonReader, raw: string, status: WooStatus, modifiedAt: string): StatusFacts {
  const completedAt = at.instantOrNull("date_completed_gmt", "UTC");
  const isCompleted = raw === "completed" || (raw === "refunded" && completedAt !== null);
  return {
    cancelledAt: status.order === "cancelled" ? modifiedAt : null,
    cancelReason: status.order === "cancelled" ? raw : null,
    closedAt: status.order === "closed" ? (completedAt ?? modifiedAt) : null,
    isDeleted: raw === "trash",
    raw,
    isFulfilled: isCompleted,
  };
}
