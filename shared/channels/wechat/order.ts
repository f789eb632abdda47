import type { HeaderFacts, IncomingOrder, LineFacts, PaymentFacts, StatusFacts } from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import { chineseAddress } from "../chinese-address.ts";
import { clockOfFacts } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { lastChange, readRefunds } from "./after-sales.ts";
import { readLines } from "./lines.ts";
import { readParcels, shippedUnits } from "./parcels.ts";
import { paymentMethods, type Stage, stages, withoutCarrier } from "./statuses.ts";

/** `{ "answer": answer of order/get, "aftersales": [answers of getaftersaleorder] }`. Amounts are fen. */
export function readOrder(envelope: JsonReader): IncomingOrder {
  const at = envelope.child("answer")?.child("order") ?? missing(envelope, "answer.order");
  const detail = at.child("order_detail") ?? missing(at, "order_detail");
  const delivery = detail.child("delivery_info");
  const stage = readStage(at);
  const updatedAt = at.epochSeconds("update_time");
  const fulfilments = readParcels(delivery, updatedAt);
  const needsShipping = !withoutCarrier.has(delivery?.textOrNull("deliver_method")?.trim() ?? "");
  const lines = readLines(detail, shippedUnits(fulfilments), needsShipping);
  const refunds = readRefunds(envelope);
  const address = readAddress(delivery);
  const isPartlyBack = refunds.length > 0 || lines.some((line) => line.removedQuantity > 0);
  const facts = {
    header: readHeader(at, detail, lines),
    lines,
    payment: readPayment(detail, stage, isPartlyBack),
    status: readStatus(at, detail, stage),
    ...(address === null ? {} : { address }),
    ...(refunds.length === 0 ? {} : { refunds }),
    ...(fulfilments.length === 0 ? {} : { fulfilments }),
  };
  return {
    channelOrderId: at.id("order_id"),
    clock: clockOfFacts(lastChange(envelope, updatedAt), String(stage.progress), facts),
    ...facts,
  };
}

function missing(at: JsonReader, key: string): JsonReader {
  at.refuse("missing_field", key, "the answer of order/get is needed");
  return at;
}

/** Each is borne by somebody else: shop, points, price change, creator, membership, group, state, platform. */
const discounts = [
  "discounted_price",
  "deduction_price",
  "change_down_price",
  "finder_discounted_price",
  "vip_discounted_price",
  "bulkbuy_discounted_price",
  "national_subsidy_discounted_price",
  "national_subsidy_merchant_discounted_price",
  "cash_coupon_discounted_price",
] as const;

/** `order_price`, what the buyer pays, is goods plus freight less all that was taken off. */
function readHeader(at: JsonReader, detail: JsonReader, lines: readonly LineFacts[]): HeaderFacts {
  const price = detail.child("price_info") ?? missing(detail, "price_info");
  const freight = price.flag("is_change_freight") ? "change_freight" : "freight";
  const amounts = {
    itemsMinor: detail.exact(
      "product_infos",
      sumOf(lines, (line) => line.unitPriceMinor * line.quantity),
    ),
    discountMinor: price.exact(
      "discounted_price",
      sumOf(discounts, (key) => price.minorOrZero(key)),
    ),
    shippingMinor: price.minorOrZero(freight),
    feesMinor: 0,
    taxMinor: 0,
    taxesIncluded: true,
    totalMinor: price.minor("order_price"),
  };
  return {
    channelOrderNo: at.id("order_id"),
    currency: "CNY",
    placedAt: at.epochSeconds("create_time"),
    amounts,
    discrepancyMinor: price.exact("order_price", discrepancyOf(amounts)),
    buyerRef: at.textOrNull("openid"),
    note: detail.child("ext_info")?.textOrNull("customer_notes") ?? null,
    tags: at.flag("is_present") ? ["gift"] : [],
    isTest: false,
  };
}

function readStage(at: JsonReader): Stage {
  const number = at.text("status").trim();
  const stage = stages.get(number);
  if (stage === undefined && number !== "") {
    at.refuse("unknown_status", "status", `"${number.slice(0, 40)}" is not in wechat/statuses.ts`);
  }
  return stage ?? { progress: 0, payment: "pending", isFulfilled: false, end: "open" };
}

function readPayment(detail: JsonReader, stage: Stage, isPartlyBack: boolean): PaymentFacts {
  const pay = detail.child("pay_info");
  const paidAt = pay?.epochSecondsOrNull("pay_time") ?? null;
  const told = paidAt === null ? "pending" : "paid";
  const state = stage.payment === "as_told" ? told : stage.payment;
  const method = pay?.textOrNull("payment_method")?.trim() ?? null;
  return {
    state: state === "paid" && isPartlyBack ? "partially_refunded" : state,
    paidAt: state === "pending" ? null : paidAt,
    method: method === null ? null : (paymentMethods.get(method) ?? `payment_method ${method.slice(0, 20)}`),
    payOnDelivery: false,
  };
}

function readStatus(at: JsonReader, detail: JsonReader, stage: Stage): StatusFacts {
  const updatedAt = at.epochSeconds("update_time");
  const hasLeft = detail.child("delivery_info")?.epochSecondsOrNull("ship_done_time") != null;
  const shipHold = stage.shipHold ?? holdForRefund(detail, stage);
  return {
    cancelledAt: stage.end === "cancelled" ? updatedAt : null,
    cancelReason: null,
    closedAt: stage.end === "closed" ? updatedAt : null,
    isDeleted: false,
    raw: at.textOrNull("status") ?? "",
    isFulfilled: stage.isFulfilled || (stage.end === "cancelled" && hasLeft),
    ...(shipHold === undefined ? {} : { shipHold }),
  };
}

/** Units for which a refund is asked and not decided: to ship them now would be to ship what is to be paid back. */
function holdForRefund(detail: JsonReader, { isFulfilled, end }: Stage): string | undefined {
  if (isFulfilled || end !== "open") return undefined;
  const isAsked = detail.entries("product_infos").some((line) => (line.countOrNull("on_aftersale_sku_cnt") ?? 0) > 0);
  return isAsked ? "the buyer asks for a refund" : undefined;
}

/** Name, street and telephone come with stars in them unless the shop may decode them. */
function readAddress(delivery: JsonReader | null): ReturnType<typeof chineseAddress> {
  const at = delivery?.child("address_info");
  if (!at) return null;
  const house = [at.textOrNull("detail_info"), at.textOrNull("house_number")].filter((part) => part !== null);
  return chineseAddress({
    name: at.textOrNull("user_name"),
    phone: at.textOrNull("tel_number"),
    country: null,
    province: at.textOrNull("province_name"),
    city: at.textOrNull("city_name"),
    district: at.textOrNull("county_name"),
    town: null,
    street: house.join(" "),
    postalCode: at.textOrNull("postal_code"),
  });
}
