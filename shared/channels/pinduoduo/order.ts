import type {
  AddressFacts,
  Amounts,
  Fulfilment,
  HeaderFacts,
  IncomingOrder,
  LineFacts,
  Refund,
  StatusFacts,
} from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import { chineseAddress } from "../chinese-address.ts";
import { clockOfFacts } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { currency, readLines, soldLines } from "./lines.ts";
import { knownCodes, type PddCodes, type PddStatus, statusOf } from "./statuses.ts";

const zone = "Asia/Shanghai";

/** The answer of pdd.order.information.get. */
export function readOrder(answer: JsonReader): IncomingOrder {
  const at = answer.child("order_info_get_response")?.child("order_info");
  if (at == null) {
    answer.refuse("missing_field", "order_info_get_response", "expected an answer with order_info in it");
    return { channelOrderId: "", clock: { at: 0, tie: "" } };
  }
  const codes = readCodes(at);
  const paidAt = at.instantOrNull("pay_time", zone);
  const status = statusOf(codes, paidAt !== null);
  const listed = readLines(at);
  const amounts = readAmounts(at, listed);
  const isGone = status.payment === "refunded" && !status.isShipped;
  const lines = soldLines(listed, { discountMinor: amounts.discountMinor, isGone });
  const updatedAt = at.instant("updated_at", zone);
  const address = readAddress(at, status);
  const facts = {
    header: readHeader(at, amounts),
    lines,
    payment: { state: status.payment, paidAt, method: at.textOrNull("pay_type"), payOnDelivery: false },
    status: readStatus(at, status, updatedAt),
    ...(address === null ? {} : { address }),
    refunds: codes.refund === 4 ? [wholeRefund(at, lines, updatedAt)] : [],
    fulfilments: status.isShipped ? [readFulfilment(at, lines, updatedAt)] : [],
  };
  return {
    channelOrderId: at.id("order_sn"),
    clock: clockOfFacts(updatedAt, String(status.progress), facts),
    ...facts,
  };
}

function readCodes(at: JsonReader): PddCodes {
  const checked = (key: string, code: number | null, known: readonly number[]): number | null => {
    if (code === null || known.includes(code)) return code;
    at.refuse("unknown_status", key, `${code} is not in pinduoduo/statuses.ts`);
    return null;
  };
  const step = at.child("step_order_info");
  return {
    shipping: checked("order_status", at.count("order_status"), knownCodes.shipping) ?? 1,
    refund: checked("refund_status", at.count("refund_status"), knownCodes.refund) ?? 1,
    confirm: checked("confirm_status", at.countOrNull("confirm_status"), knownCodes.confirm),
    group: checked("group_status", at.countOrNull("group_status"), knownCodes.group),
    step: checked("step_order_info", step?.countOrNull("step_trade_status") ?? null, knownCodes.step),
    isUnderControl: at.flag("risk_control_status"),
  };
}

/** `goods_amount` is after changes of the price, which count as a discount; what is not explained stays a discrepancy. */
function readAmounts(at: JsonReader, lines: readonly LineFacts[]): Amounts {
  const money = (key: string): number => at.moneyOrZero(key, currency);
  const itemsMinor = at.exact(
    "item_list",
    sumOf(lines, (line) => line.unitPriceMinor * line.quantity),
  );
  const priceChange = at.has("goods_amount") ? itemsMinor - money("goods_amount") : money("order_change_amount");
  const services = ["delivery_home_value", "delivery_install_value", "home_install_value"];
  return {
    itemsMinor,
    discountMinor: at.exact("discount_amount", money("discount_amount") + priceChange),
    shippingMinor: money("postage"),
    feesMinor: at.exact("delivery_home_value", sumOf(services, money)),
    taxMinor: 0,
    taxesIncluded: true,
    totalMinor: at.money("pay_amount", currency),
  };
}

function readHeader(at: JsonReader, amounts: Amounts): HeaderFacts {
  return {
    channelOrderNo: at.id("order_sn"),
    currency,
    placedAt: at.instantOrNull("created_time", zone) ?? at.instant("confirm_time", zone),
    amounts,
    discrepancyMinor: at.exact("pay_amount", discrepancyOf(amounts)),
    buyerRef: null,
    note: at.textOrNull("buyer_memo"),
    tags: [],
    isTest: false,
  };
}

function readStatus(at: JsonReader, status: PddStatus, updatedAt: string): StatusFacts {
  const receivedAt = at.instantOrNull("receive_time", zone) ?? updatedAt;
  const isOver = status.isReceived || (status.payment === "refunded" && !status.isCancelled);
  const codes = ["order_status", "refund_status", "confirm_status", "group_status"];
  return {
    cancelledAt: status.isCancelled ? updatedAt : null,
    cancelReason: null,
    closedAt: isOver ? (status.isReceived ? receivedAt : updatedAt) : null,
    isDeleted: false,
    raw: codes.map((key) => at.textOrNull(key) ?? "-").join("/"),
    isFulfilled: status.isShipped,
    ...(status.shipHold === null ? {} : { shipHold: status.shipHold }),
  };
}

/** The order says that its money went back, not how much: the whole of it, as an order is of one sku. */
function wholeRefund(at: JsonReader, lines: readonly LineFacts[], updatedAt: string): Refund {
  return {
    refundId: at.id("order_sn"),
    at: updatedAt,
    amountMinor: at.money("pay_amount", currency),
    taxMinor: 0,
    reason: null,
    lines: lines.map(({ lineId, quantity, totalMinor }) => ({ lineId, quantity, amountMinor: totalMinor })),
  };
}

function readFulfilment(at: JsonReader, lines: readonly LineFacts[], updatedAt: string): Fulfilment {
  const carrier = at.textOrNull("logistics_id");
  return {
    fulfilmentId: at.id("order_sn"),
    at: at.instantOrNull("shipping_time", zone) ?? updatedAt,
    state: "success",
    carrier: carrier === "0" ? null : carrier,
    trackingNo: at.textOrNull("tracking_number"),
    lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })),
  };
}

/**
 * Ciphertext while the order waits to be shipped; blank once it has left (nothing is said then, so that what was known stays)
 * and under risk control, where the masked parts stand in.
 */
function readAddress(at: JsonReader, { isShipped }: PddStatus): AddressFacts | null {
  const part = (key: string, ...others: readonly string[]): string | null => {
    const masked = isShipped ? [] : [`${key}_mask`];
    return [key, ...others, ...masked].map((each) => at.textOrNull(each)).find((text) => text !== null) ?? null;
  };
  const name = part("receiver_name");
  if (name === null) return null;
  return chineseAddress({
    name,
    phone: part("receiver_phone"),
    country: at.textOrNull("country"),
    province: at.textOrNull("province"),
    city: at.textOrNull("city"),
    district: at.textOrNull("town"),
    town: null,
    street: part("receiver_address", "address"),
    postalCode: null,
  });
}
