import {
  type Amounts,
  type HeaderFacts,
  type IncomingOrder,
  type LineFacts,
  type PaymentFacts,
  paymentStates,
  type StatusFacts,
} from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import { clockOf } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { readAddress } from "./address.ts";
import { readFulfilment } from "./fulfilments.ts";
import { readLines } from "./lines.ts";
import { readRefund } from "./refunds.ts";
import { paymentWords, payOnDeliveryGateways } from "./statuses.ts";

/** The body of every orders/* topic that carries the order: all groups it speaks of, in the shop's currency. */
export function readOrder(at: JsonReader, body: Uint8Array): IncomingOrder {
  const currency = at.currency("currency");
  const lines = readLines(at, currency);
  const payment = readPayment(at);
  const status = readStatus(at);
  const address = readAddress(at);
  const progress = `${paymentStates.indexOf(payment.state)}${Number(status.isFulfilled)}${Number(status.cancelledAt !== null)}`;
  return {
    channelOrderId: at.id("id"),
    clock: clockOf(at.instant("updated_at"), progress, body),
    header: readHeader(at, currency, lines),
    lines,
    payment,
    status,
    ...(address === null ? {} : { address }),
    ...(at.has("refunds") ? { refunds: at.listOrEmpty("refunds").map((refund) => readRefund(refund, currency)) } : {}),
    ...(at.has("fulfillments") ? { fulfilments: at.listOrEmpty("fulfillments").map(readFulfilment) } : {}),
  };
}

function readHeader(at: JsonReader, currency: string, lines: readonly LineFacts[]): HeaderFacts {
  const amounts = readAmounts(at, currency, lines);
  return {
    channelOrderNo: at.textOrNull("name") ?? at.textOrNull("order_number") ?? at.id("id"),
    currency,
    placedAt: at.instantOrNull("processed_at") ?? at.instant("created_at"),
    amounts,
    discrepancyMinor: at.exact("total_price", discrepancyOf(amounts)),
    buyerRef: at.child("customer")?.textOrNull("id") ?? null,
    note: at.textOrNull("note"),
    tags: (at.textOrNull("tags") ?? "")
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
    isTest: at.flag("test"),
  };
}

/** As sold (`total_*`); `current_*` follows edits and refunds, which have groups of their own. */
function readAmounts(at: JsonReader, currency: string, lines: readonly LineFacts[]): Amounts {
  const duties = at.flag("duties_included") ? 0 : shopMoney(at, "original_total_duties_set", currency);
  const fees =
    at.moneyOrZero("total_tip_received", currency) + shopMoney(at, "original_total_additional_fees_set", currency);
  return {
    itemsMinor: at.exact(
      "line_items",
      sumOf(lines, (line) => line.unitPriceMinor * line.quantity),
    ),
    discountMinor: at.moneyOrZero("total_discounts", currency),
    shippingMinor: at.exact("shipping_lines", readShipping(at, currency)),
    feesMinor: at.exact("total_tip_received", fees + duties),
    taxMinor: at.moneyOrZero("total_tax", currency),
    taxesIncluded: at.flag("taxes_included"),
    totalMinor: at.money("total_price", currency),
  };
}

/** Before discounts: `total_discounts` already holds those on shipping. */
function readShipping(at: JsonReader, currency: string): number {
  if (!at.has("shipping_lines")) return shopMoney(at, "total_shipping_price_set", currency);
  const lines = at.listOrEmpty("shipping_lines").filter((line) => !line.flag("is_removed"));
  return sumOf(lines, (line) => line.money("price", currency));
}

function shopMoney(at: JsonReader, key: string, currency: string): number {
  return at.child(key)?.child("shop_money")?.moneyOrZero("amount", currency) ?? 0;
}

/** The payload never says when it was paid. */
function readPayment(at: JsonReader): PaymentFacts {
  const word = at.text("financial_status").toLowerCase();
  const state = paymentWords.get(word);
  if (state === undefined && word !== "") {
    at.refuse("unknown_status", "financial_status", `"${word.slice(0, 40)}" is not in shopify/statuses.ts`);
  }
  const [method = null] = at.texts("payment_gateway_names");
  return {
    state: state ?? "pending",
    paidAt: null,
    method,
    payOnDelivery: method !== null && payOnDeliveryGateways.includes(method.toLowerCase()),
  };
}

/** "restocked" means: every line was put back and the order cancelled. Unknown fulfilment words count as unfulfilled. */
function readStatus(at: JsonReader): StatusFacts {
  const fulfilment = at.textOrNull("fulfillment_status")?.toLowerCase() ?? "unfulfilled";
  const cancelledAt = at.instantOrNull("cancelled_at");
  return {
    cancelledAt: cancelledAt ?? (fulfilment === "restocked" ? at.instantOrNull("updated_at") : null),
    cancelReason: at.textOrNull("cancel_reason"),
    closedAt: at.instantOrNull("closed_at"),
    isDeleted: false,
    raw: `${at.textOrNull("financial_status") ?? ""}/${fulfilment}`,
    isFulfilled: fulfilment === "fulfilled",
  };
}
