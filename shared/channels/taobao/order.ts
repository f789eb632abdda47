import type {
  AddressFacts,
  Amounts,
  HeaderFacts,
  IncomingOrder,
  PaymentFacts,
  PaymentState,
  Refund,
  StatusFacts,
} from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import { chineseAddress } from "../chinese-address.ts";
import { clockOfFacts } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { currency, readSubOrders, type SubOrder, zone } from "./lines.ts";
import { readRefunds } from "./refunds.ts";
import { forbiddenToShip, statuses, stepPayments, type TaobaoStatus } from "./statuses.ts";

const unknown: TaobaoStatus = { payment: "pending", order: "open", isShipped: false, progress: 0 };

/** `{ "fullinfo": answer, "refunds": [answers] }`: the trade whole, and the refunds that its lines name. */
export function readOrder(at: JsonReader): IncomingOrder {
  const trade = at.child("fullinfo")?.child("trade_fullinfo_get_response")?.child("trade");
  if (trade == null) {
    at.refuse("missing_field", "fullinfo", "expected the answer of taobao.trade.fullinfo.get with a trade in it");
    return { channelOrderId: "", clock: { at: 0, tie: "" } };
  }
  const status = readStatusWord(trade);
  const subOrders = readSubOrders(trade);
  const refunds = readRefunds(at);
  const payment = readPayment(trade, status, { subOrders, refunds });
  const address = readAddress(trade);
  const facts = {
    header: readHeader(trade, subOrders),
    lines: subOrders.map(({ line }) => line),
    payment,
    status: readStatus(trade, status, subOrders),
    ...(address === null ? {} : { address }),
    refunds,
    fulfilments: subOrders.flatMap(({ fulfilment }) => (fulfilment === null ? [] : [fulfilment])),
  };
  const progress = `${status.progress}${Number(payment.state === "partially_refunded")}`;
  return {
    channelOrderId: trade.id("tid"),
    clock: clockOfFacts(trade.instant("modified", zone), progress, facts),
    ...facts,
  };
}

function readHeader(trade: JsonReader, subOrders: readonly SubOrder[]): HeaderFacts {
  const amounts: Amounts = {
    itemsMinor: trade.exact(
      "orders",
      sumOf(subOrders, ({ line }) => line.unitPriceMinor * line.quantity),
    ),
    discountMinor: trade.exact(
      "orders",
      sumOf(subOrders, ({ line }) => line.discountMinor),
    ),
    shippingMinor: trade.moneyOrZero("post_fee", currency),
    feesMinor: 0,
    taxMinor: 0,
    taxesIncluded: true,
    totalMinor: trade.money("payment", currency),
  };
  return {
    channelOrderNo: trade.id("tid"),
    currency,
    placedAt: trade.instant("created", zone),
    amounts,
    discrepancyMinor: trade.exact("payment", discrepancyOf(amounts)),
    buyerRef: trade.textOrNull("buyer_open_uid"),
    note: trade.textOrNull("buyer_message"),
    tags: [],
    isTest: false,
  };
}

function readStatusWord(trade: JsonReader): TaobaoStatus {
  const word = trade.text("status");
  const status = statuses.get(word);
  if (status === undefined && word !== "") {
    trade.refuse("unknown_status", "status", `"${word.slice(0, 40)}" is not in taobao/statuses.ts`);
  }
  return status ?? unknown;
}

type Known = { readonly subOrders: readonly SubOrder[]; readonly refunds: readonly Refund[] };

function readPayment(trade: JsonReader, status: TaobaoStatus, known: Known): PaymentFacts {
  const payOnDelivery = trade.textOrNull("type") === "cod";
  const isSigned = trade.textOrNull("status") === "TRADE_BUYER_SIGNED" || status.order !== "open";
  const step = readStep(trade);
  let state = payOnDelivery && !isSigned ? "pending" : status.payment;
  if (step !== null && state === "paid") state = step;
  if (step === "partially_paid" && state === "pending") state = step;
  return {
    state: state === "paid" ? afterRefunds(trade, known) : state,
    paidAt: trade.instantOrNull("pay_time", zone),
    method: payOnDelivery ? "cod" : null,
    payOnDelivery,
  };
}

function readStep(trade: JsonReader): PaymentState | null {
  const word = trade.textOrNull("step_trade_status");
  if (word === null) return null;
  const step = stepPayments.get(word);
  if (step === undefined) {
    trade.refuse("unknown_status", "step_trade_status", `"${word.slice(0, 40)}" is not in taobao/statuses.ts`);
  }
  return step ?? null;
}

function afterRefunds(trade: JsonReader, { subOrders, refunds }: Known): PaymentState {
  const given = sumOf(refunds, ({ amountMinor }) => amountMinor);
  if (given > 0 && given >= trade.moneyOrZero("payment", currency)) return "refunded";
  return given > 0 || subOrders.some(({ isRefunded }) => isRefunded) ? "partially_refunded" : "paid";
}

function readStatus(trade: JsonReader, status: TaobaoStatus, subOrders: readonly SubOrder[]): StatusFacts {
  const endedAt = trade.instantOrNull("end_time", zone) ?? trade.instant("modified", zone);
  const raw = trade.text("status");
  const isDisputed = subOrders.some((each) => each.isDisputed);
  const shipHold = raw === forbiddenToShip ? raw : isDisputed ? "a refund is asked for" : null;
  return {
    cancelledAt: status.order === "cancelled" ? endedAt : null,
    cancelReason: null,
    closedAt: status.order === "closed" ? endedAt : null,
    isDeleted: false,
    raw,
    isFulfilled: status.isShipped,
    ...(shipHold === null ? {} : { shipHold }),
  };
}

/** Masked, or ciphertext that only Taobao's own label printing opens: passed on as it is. */
function readAddress(trade: JsonReader): AddressFacts | null {
  const oaid = trade.textOrNull("oaid");
  const address = chineseAddress({
    name: trade.textOrNull("receiver_name"),
    phone: trade.textOrNull("receiver_mobile") ?? trade.textOrNull("receiver_phone"),
    country: trade.textOrNull("receiver_country"),
    province: trade.textOrNull("receiver_state"),
    city: trade.textOrNull("receiver_city"),
    district: trade.textOrNull("receiver_district"),
    town: trade.textOrNull("receiver_town"),
    street: trade.textOrNull("receiver_address"),
    postalCode: trade.textOrNull("receiver_zip"),
  });
  return address === null || oaid === null ? address : { ...address, recipientRef: oaid };
}
