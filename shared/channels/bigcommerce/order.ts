import {
  type Amounts,
  type HeaderFacts,
  type IncomingOrder,
  type PaymentFacts,
  paymentStates,
  type StatusFacts,
} from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import { clockOf } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { readDestination } from "./address.ts";
import { type Item, isAllShipped, readItems } from "./lines.ts";
import { readRefund, readShipment } from "./moves.ts";
import { readDate } from "./rfc-2822.ts";
import { type BigcommerceStatus, isPayOnDelivery, paymentWords, statuses } from "./statuses.ts";

/** The v2 order with its sub-resources, as `api.ts` puts them together: always whole, so always every group. */
export function readOrder(envelope: JsonReader, at: JsonReader, body: Uint8Array): IncomingOrder {
  const currency = at.currency(at.has("default_currency_code") ? "default_currency_code" : "currency_code");
  const updatedAt = readDate(at, "date_modified");
  const status = readStatusId(at);
  const items = readItems(envelope, currency);
  const destination = readDestination(envelope, items);
  const payment = status === null ? null : readPayment(at, status);
  const refunds = envelope.child("refunds")?.listOrEmpty("data") ?? [];
  const progress = `${status?.progress ?? 0}${payment === null ? 0 : paymentStates.indexOf(payment.state)}`;
  return {
    channelOrderId: at.id("id"),
    clock: clockOf(updatedAt, progress, body),
    header: readHeader(at, currency, items),
    lines: items.map(({ line }) => line),
    ...(payment === null ? {} : { payment }),
    ...(status === null
      ? {}
      : { status: readStatus(at, status, { updatedAt, items, isOneAddress: destination.isOne }) }),
    ...(destination.address === null ? {} : { address: destination.address }),
    ...(envelope.has("shipments") ? { fulfilments: envelope.listOrEmpty("shipments").map(readShipment) } : {}),
    ...(refunds.length === 0 ? {} : { refunds: refunds.map((refund) => readRefund(refund, currency)) }),
  };
}

function readHeader(at: JsonReader, currency: string, items: readonly Item[]): HeaderFacts {
  const amounts = readAmounts(at, currency, items);
  const customerId = at.textOrNull("customer_id");
  return {
    channelOrderNo: at.id("id"),
    currency,
    placedAt: readDate(at, "date_created"),
    amounts,
    discrepancyMinor: at.exact("total_inc_tax", discrepancyOf(amounts)),
    buyerRef: customerId === "0" ? null : customerId,
    note: at.textOrNull("customer_message"),
    tags: [],
    isTest: false,
  };
}

/** All with tax: that adds up also in stores that show prices without. Gift certificates and store credit are ways to pay. */
function readAmounts(at: JsonReader, currency: string, items: readonly Item[]): Amounts {
  const money = (key: string): number => at.moneyOrZero(key, currency);
  const rounding = sumOf(items, (item) => item.roundingMinor);
  return {
    itemsMinor: at.exact(
      "subtotal_inc_tax",
      sumOf(items, ({ line }) => line.unitPriceMinor * line.quantity),
    ),
    discountMinor: at.exact("discount_amount", money("discount_amount") + money("coupon_discount") + rounding),
    shippingMinor: money("shipping_cost_inc_tax"),
    feesMinor: at.exact("handling_cost_inc_tax", money("handling_cost_inc_tax") + money("wrapping_cost_inc_tax")),
    taxMinor: money("total_tax"),
    taxesIncluded: true,
    totalMinor: at.money("total_inc_tax", currency),
  };
}

function readStatusId(at: JsonReader): BigcommerceStatus | null {
  const id = at.count("status_id");
  const status = statuses.get(id) ?? null;
  if (status === null) at.refuse("unknown_status", "status_id", `${id} is not in bigcommerce/statuses.ts`);
  return status;
}

/** A refund and a cancellation are known better by the order's status; else `payment_status`, where it says anything. */
function readPayment(at: JsonReader, status: BigcommerceStatus): PaymentFacts | null {
  const word = at.textOrNull("payment_status")?.trim().toLowerCase() ?? "";
  const said = paymentWords.get(word);
  if (said === undefined && word !== "") {
    at.refuse("unknown_status", "payment_status", `"${word.slice(0, 40)}" is not in bigcommerce/statuses.ts`);
  }
  const method = at.textOrNull("payment_method");
  const payOnDelivery = isPayOnDelivery(method);
  const byStatus =
    payOnDelivery && status.payment === "paid" && status.isFulfilled === false ? "pending" : status.payment;
  const isKnownBetter = status.payment === "refunded" || status.payment === "partially_refunded";
  const isUnpaidEnd = status.payment === "voided" && said === "pending";
  const state = isKnownBetter || isUnpaidEnd ? status.payment : (said ?? byStatus);
  return state === null ? null : { state, paidAt: null, method, payOnDelivery };
}

type Known = { readonly updatedAt: string; readonly items: readonly Item[]; readonly isOneAddress: boolean };

/** No end has a time of its own: the last change stands in. */
function readStatus(at: JsonReader, status: BigcommerceStatus, known: Known): StatusFacts {
  const isDeleted = at.flag("is_deleted");
  const raw = at.textOrNull("status") ?? String(at.count("status_id"));
  const hold = status.isHeld ? raw : "several shipping addresses";
  return {
    cancelledAt: status.order === "cancelled" || isDeleted ? known.updatedAt : null,
    cancelReason: status.order === "cancelled" ? raw : null,
    closedAt: status.order === "closed" ? known.updatedAt : null,
    isDeleted,
    raw,
    isFulfilled: status.isFulfilled ?? isAllShipped(known.items),
    ...(status.isHeld || !known.isOneAddress ? { shipHold: hold } : {}),
  };
}
