import type { HeaderFacts, IncomingOrder, LineFacts, PaymentFacts, StatusFacts } from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import { chineseAddress } from "../chinese-address.ts";
import { clockOfFacts } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { type AfterSale, lastChange, readAfterSales, refundsOf } from "./after-sales.ts";
import { readLines } from "./lines.ts";
import { readParcels } from "./parcels.ts";
import { depositPaid, orderStages, paymentMethods, refundAsked, refundedStages, type Stage } from "./statuses.ts";

/** `{ "detail": answer of order.orderDetail, "aftersales": answer of afterSale.List or null }`. Amounts are fen. */
export function readOrder(envelope: JsonReader): IncomingOrder {
  const at = envelope.child("detail")?.child("data")?.child("shop_order_detail") ?? noOrder(envelope);
  const afterSales = readAfterSales(envelope);
  const stage = readStage(at);
  const updatedAt = at.epochSeconds("update_time");
  const lines = readLines(at, afterSales);
  const address = readAddress(at);
  const facts = {
    header: readHeader(at, lines),
    lines,
    payment: readPayment(at, stage, afterSales),
    status: readStatus(at, stage, updatedAt),
    ...(address === null ? {} : { address }),
    ...(afterSales.length === 0 ? {} : { refunds: refundsOf(afterSales) }),
    ...(at.has("logistics_info") ? { fulfilments: readParcels(at, updatedAt) } : {}),
  };
  return {
    channelOrderId: at.id("order_id"),
    clock: clockOfFacts(lastChange(envelope, updatedAt), String(stage.progress), facts),
    ...facts,
  };
}

function noOrder(envelope: JsonReader): JsonReader {
  envelope.refuse("missing_field", "detail.data.shop_order_detail", "the answer of order.orderDetail is needed");
  return envelope;
}

/** What the buyer pays: `pay_amount` = Σ price × quantity + freight − promotions, price changes being a promotion or a surcharge. */
function readHeader(at: JsonReader, lines: readonly LineFacts[]): HeaderFacts {
  const amounts = {
    itemsMinor: at.exact(
      "sku_order_list",
      sumOf(lines, (line) => line.unitPriceMinor * line.quantity),
    ),
    discountMinor: at.exact("promotion_amount", at.minorOrZero("promotion_amount") - at.minorOrZero("modify_amount")),
    shippingMinor: at.minorOrZero("post_amount"),
    feesMinor: at.minorOrZero("packing_amount"),
    taxMinor: at.minorOrZero("tax_amount"),
    taxesIncluded: at.entries("sku_order_list").some((line) => line.flag("has_tax")),
    totalMinor: at.minor("pay_amount"),
  };
  return {
    channelOrderNo: at.id("order_id"),
    currency: "CNY",
    placedAt: at.epochSeconds("create_time"),
    amounts,
    discrepancyMinor: at.exact("pay_amount", discrepancyOf(amounts)),
    buyerRef: at.textOrNull("doudian_open_id") ?? at.textOrNull("open_id"),
    note: at.textOrNull("buyer_words"),
    tags: [],
    isTest: false,
  };
}

function readStage(at: JsonReader): Stage {
  const number = at.text("order_status").trim();
  const main = at.textOrNull("main_status")?.trim() ?? number;
  const stage = refundedStages.get(main) ?? orderStages.get(number);
  if (stage === undefined && number !== "") {
    at.refuse("unknown_status", "order_status", `"${number.slice(0, 40)}" is not in douyin/statuses.ts`);
  }
  const known = stage ?? unknownStage;
  return main === depositPaid ? { ...known, payment: "partially_paid" } : known;
}

const unknownStage: Stage = { progress: 0, payment: "pending", isFulfilled: false, end: "open" };

/** Cash on delivery is paid once the order is finished, as far as Douyin tells. */
function readPayment(at: JsonReader, stage: Stage, afterSales: readonly AfterSale[]): PaymentFacts {
  const type = at.textOrNull("pay_type")?.trim() ?? "";
  const payOnDelivery = type === "0";
  const isPaid = stage.payment === "paid";
  const isYetToPay = payOnDelivery && isPaid && stage.end === "open";
  const isPartlyBack = isPaid && afterSales.some(({ refundMinor }) => refundMinor > 0);
  return {
    state: isYetToPay ? "pending" : isPartlyBack ? "partially_refunded" : stage.payment,
    paidAt: stage.payment === "pending" || isYetToPay ? null : at.epochSecondsOrNull("pay_time"),
    method: paymentMethods.get(type) ?? (type === "" ? null : `pay_type ${type.slice(0, 20)}`),
    payOnDelivery,
  };
}

function readStatus(at: JsonReader, stage: Stage, updatedAt: string): StatusFacts {
  const shipHold = stage.shipHold ?? holdForRefund(at, stage);
  const numbers = [at.textOrNull("order_status"), at.textOrNull("main_status")].filter((number) => number !== null);
  return {
    cancelledAt: stage.end === "cancelled" ? updatedAt : null,
    cancelReason: stage.end === "cancelled" ? at.textOrNull("cancel_reason") : null,
    closedAt: stage.end === "closed" ? (at.epochSecondsOrNull("finish_time") ?? updatedAt) : null,
    isDeleted: false,
    raw: [...new Set(numbers)].join("/"),
    isFulfilled: stage.isFulfilled,
    ...(shipHold === undefined ? {} : { shipHold }),
  };
}

/** Douyin refuses a parcel while a refund that was asked for before shipping is not decided. */
function holdForRefund(at: JsonReader, { isFulfilled, end }: Stage): string | undefined {
  if (isFulfilled || end !== "open") return undefined;
  const isAsked = at
    .entries("sku_order_list")
    .some((line) => line.child("after_sale_info")?.textOrNull("after_sale_status")?.trim() === refundAsked);
  return isAsked ? "the buyer asks for a refund" : undefined;
}

/** Names and streets come masked ("李*"), or only encrypted: what is encrypted is left blank. */
function readAddress(at: JsonReader): ReturnType<typeof chineseAddress> {
  const plain = at.child("post_addr");
  const masked = at.child("mask_post_addr");
  const place = plain ?? masked;
  const nameOf = (part: string): string | null => place?.child(part)?.textOrNull("name") ?? null;
  return chineseAddress({
    name: at.textOrNull("post_receiver") ?? at.textOrNull("mask_post_receiver"),
    phone: at.textOrNull("post_tel") ?? at.textOrNull("mask_post_tel"),
    country: null,
    province: nameOf("province"),
    city: nameOf("city"),
    district: nameOf("town"),
    town: nameOf("street"),
    street: plain?.textOrNull("detail") ?? masked?.textOrNull("detail") ?? null,
    postalCode: null,
  });
}
