import type { HeaderFacts, IncomingOrder, LineFacts, PaymentFacts, StatusFacts } from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import { clockOfFacts } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { readAddress } from "./address.ts";
import { lastChange, readRefunds } from "./refunds.ts";
import { type Stage, stages } from "./statuses.ts";
import { readGoods, readGroups } from "./units.ts";

/** `{ "order": answer of Get Order Detail, "returns": of Search Returns or null, "cancellations": of Search Cancellations or null }`. */
export function readOrder(envelope: JsonReader): IncomingOrder {
  const at = envelope.child("order")?.child("data")?.listOrEmpty("orders")[0] ?? noOrder(envelope);
  const payment = at.child("payment") ?? noPayment(at);
  const currency = payment.currency("currency");
  const stage = readStage(at);
  const updatedAt = at.epochSeconds("update_time");
  const groups = readGroups(at, currency);
  const { lines, fulfilments } = readGoods(at, groups, updatedAt);
  const refunds = readRefunds(envelope, groups, currency);
  const address = readAddress(at);
  const facts = {
    header: readHeader(at, payment, lines),
    lines,
    payment: readPayment(at, stage, refunds.length > 0),
    status: readStatus(at, stage, updatedAt),
    ...(address === null ? {} : { address }),
    ...(refunds.length === 0 ? {} : { refunds }),
    ...(fulfilments.length === 0 ? {} : { fulfilments }),
  };
  return {
    channelOrderId: at.id("id"),
    clock: clockOfFacts(lastChange(envelope, updatedAt), String(stage.progress), facts),
    ...facts,
  };
}

function noOrder(envelope: JsonReader): JsonReader {
  envelope.refuse("missing_field", "order.data.orders", "the answer holds no order");
  return envelope;
}

function noPayment(at: JsonReader): JsonReader {
  at.refuse("missing_field", "payment", "the order's amounts are needed");
  return at;
}

/** `total_amount = original_total_product_price − discounts + shipping_fee + tax + fees`, as TikTok writes it. */
function readHeader(at: JsonReader, payment: JsonReader, lines: readonly LineFacts[]): HeaderFacts {
  const currency = payment.textOrNull("currency") ?? "";
  const money = (key: string): number => payment.moneyOrZero(key, currency);
  const amounts = {
    itemsMinor: at.exact(
      "line_items",
      sumOf(lines, (line) => line.unitPriceMinor * line.quantity),
    ),
    discountMinor: payment.exact("seller_discount", money("seller_discount") + money("platform_discount")),
    shippingMinor: money("shipping_fee"),
    feesMinor: payment.exact("buyer_service_fee", sumOf(fees, money)),
    taxMinor: money("tax"),
    taxesIncluded: false,
    totalMinor: payment.money("total_amount", currency),
  };
  return {
    channelOrderNo: at.id("id"),
    currency,
    placedAt: at.epochSeconds("create_time"),
    amounts,
    discrepancyMinor: payment.exact("total_amount", discrepancyOf(amounts)),
    buyerRef: at.textOrNull("user_id"),
    note: at.textOrNull("buyer_message"),
    tags: marks.filter(([key]) => at.flag(key)).map(([, mark]) => mark),
    isTest: false,
  };
}

/** What the buyer pays besides goods, freight and tax; each is of one market. */
const fees = ["buyer_service_fee", "small_order_fee", "retail_delivery_fee"] as const;

/** Orders that are no sale at their price: shown, and left to the merchant's rules. */
const marks = [
  ["is_sample_order", "sample"],
  ["is_replacement_order", "replacement"],
] as const;

function readStage(at: JsonReader): Stage {
  const word = at.text("status").trim().toUpperCase();
  const stage = stages.get(word);
  if (stage === undefined && word !== "") {
    at.refuse("unknown_status", "status", `"${word.slice(0, 40)}" is not in tiktokshop/statuses.ts`);
  }
  return stage ?? { progress: 0, isPaid: false, isFulfilled: false, end: "open" };
}

/** A cancelled order was paid when it has a time of payment: its money goes back. Cash comes with the delivery. */
function readPayment(at: JsonReader, stage: Stage, isPartlyBack: boolean): PaymentFacts {
  const payOnDelivery = at.flag("is_cod");
  const paidAt = at.epochSecondsOrNull("paid_time");
  const state = paymentState(stage, payOnDelivery, paidAt);
  return {
    state: state === "paid" && isPartlyBack ? "partially_refunded" : state,
    paidAt: stage.isPaid || stage.end === "cancelled" ? paidAt : null,
    method: at.textOrNull("payment_method_name"),
    payOnDelivery,
  };
}

function paymentState(stage: Stage, payOnDelivery: boolean, paidAt: string | null): PaymentFacts["state"] {
  if (stage.end === "cancelled") return paidAt === null ? "voided" : "refunded";
  if (!stage.isPaid) return "pending";
  const isYetToPay = payOnDelivery && paidAt === null && stage.end === "open";
  return isYetToPay ? "pending" : "paid";
}

function readStatus(at: JsonReader, stage: Stage, updatedAt: string): StatusFacts {
  const raw = at.textOrNull("status") ?? "";
  const shipHold = holdOf(at, raw, stage);
  return {
    cancelledAt: stage.end === "cancelled" ? (at.epochSecondsOrNull("cancel_time") ?? updatedAt) : null,
    cancelReason: stage.end === "cancelled" ? at.textOrNull("cancel_reason") : null,
    closedAt: stage.end === "closed" ? updatedAt : null,
    isDeleted: false,
    raw,
    isFulfilled: stage.isFulfilled,
    ...(shipHold === null ? {} : { shipHold }),
  };
}

/** ON_HOLD: the buyer may still cancel without asking. A cancellation that was asked for waits for the seller's answer. */
function holdOf(at: JsonReader, raw: string, { isFulfilled, end }: Stage): string | null {
  if (isFulfilled || end !== "open") return null;
  if (raw.trim().toUpperCase() === "ON_HOLD") return raw;
  return at.flag("is_buyer_request_cancel") ? "the buyer asks to cancel" : null;
}
