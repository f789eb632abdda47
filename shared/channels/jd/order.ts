import type {
  AddressFacts,
  Amounts,
  Fulfilment,
  HeaderFacts,
  IncomingOrder,
  LineFacts,
  PaymentFacts,
  StatusFacts,
} from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import { chineseAddress } from "../chinese-address.ts";
import { clockOfFacts } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { instantOrNull, zone } from "./dates.ts";
import { currency, readLines } from "./lines.ts";
import { heldStates, isState, type State, shippedStates, splitState, states } from "./statuses.ts";

/** The answer of jingdong.pop.order.enGet; "responce" is JD's own spelling. */
export function readOrder(answer: JsonReader): IncomingOrder {
  const at = answer.child("jingdong_pop_order_enGet_responce")?.child("orderDetailInfo")?.child("orderInfo");
  if (at == null) {
    answer.refuse("missing_field", "jingdong_pop_order_enGet_responce", "expected an answer with orderInfo in it");
    return { channelOrderId: "", clock: { at: 0, tie: "" } };
  }
  const state = readState(at);
  const lines = readLines(at);
  const payment = readPayment(at, state);
  const address = readAddress(at);
  const facts = {
    header: readHeader(at, lines),
    lines,
    ...(payment === null ? {} : { payment }),
    status: readStatus(at, state),
    ...(address === null ? {} : { address }),
    fulfilments: shippedStates.has(state) ? [readFulfilment(at, lines)] : [],
  };
  return {
    channelOrderId: at.id("orderId"),
    clock: clockOfFacts(at.instant("modified", zone), String(states.indexOf(state)), facts),
    ...facts,
  };
}

function readState(at: JsonReader): State {
  const word = at.text("orderState");
  if (isState(word)) return word;
  if (word !== "") at.refuse("unknown_status", "orderState", `"${word.slice(0, 40)}" is not in jd/statuses.ts`);
  return "LOCKED";
}

/**
 * `orderPayment` is what is still due after the buyer's balance, which is money as well. Discounts are listed one by one;
 * `sellerDiscount` stands in where none is.
 */
function readHeader(at: JsonReader, lines: readonly LineFacts[]): HeaderFacts {
  const money = (key: string): number => at.moneyOrZero(key, currency);
  const coupons = at.listOrEmpty("couponDetailList");
  const amounts: Amounts = {
    itemsMinor: at.exact(
      "itemInfoList",
      sumOf(lines, (line) => line.unitPriceMinor * line.quantity),
    ),
    discountMinor:
      coupons.length === 0
        ? money("sellerDiscount")
        : at.exact(
            "couponDetailList",
            sumOf(coupons, (coupon) => coupon.moneyOrZero("couponPrice", currency)),
          ),
    shippingMinor: money("freightPrice"),
    feesMinor: 0,
    taxMinor: 0,
    taxesIncluded: true,
    totalMinor: at.exact("orderPayment", at.money("orderPayment", currency) + money("balanceUsed")),
  };
  return {
    channelOrderNo: at.id("orderId"),
    currency,
    placedAt: at.instant("orderStartTime", zone),
    amounts,
    discrepancyMinor: at.exact("orderPayment", discrepancyOf(amounts)),
    buyerRef: at.textOrNull("open_id_buyer") ?? at.textOrNull("xid_buyer") ?? at.textOrNull("pin"),
    note: at.textOrNull("orderRemark"),
    tags: [],
    isTest: false,
  };
}

/** null where the state does not tell and no time of payment does: what was known of the payment stays. */
function readPayment(at: JsonReader, state: State): PaymentFacts | null {
  const paidAt = instantOrNull(at, "paymentConfirmTime");
  const method = at.textOrNull("payType");
  const payOnDelivery = /^1(\D|$)/.test(method?.trim() ?? "");
  const payment = (word: PaymentFacts["state"]): PaymentFacts => ({ state: word, paidAt, method, payOnDelivery });
  if (state === splitState) return null;
  if (state === "TRADE_CANCELED") return payment(paidAt === null ? "voided" : "refunded");
  if (paidAt !== null || state === "FINISHED_L") return payment("paid");
  if (payOnDelivery) return payment("pending");
  return heldStates.has(state) ? null : payment("paid");
}

function readStatus(at: JsonReader, state: State): StatusFacts {
  const endedAt = instantOrNull(at, "orderEndTime") ?? at.instant("modified", zone);
  const isSplit = state === splitState;
  return {
    cancelledAt: isSplit || state === "TRADE_CANCELED" ? endedAt : null,
    cancelReason: isSplit ? "split into other orders" : null,
    closedAt: state === "FINISHED_L" ? endedAt : null,
    isDeleted: false,
    raw: at.text("orderState"),
    isFulfilled: shippedStates.has(state),
    ...(heldStates.has(state) ? { shipHold: state } : {}),
  };
}

/** An order leaves as a whole (JD splits what does not): one fulfilment, though it may name several parcels. */
function readFulfilment(at: JsonReader, lines: readonly LineFacts[]): Fulfilment {
  const parts = (key: string): string =>
    (at.textOrNull(key) ?? "")
      .split(/[|,]/)
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .join(", ");
  return {
    fulfilmentId: at.id("orderId"),
    at: instantOrNull(at, "outBoundDate") ?? at.instant("modified", zone),
    state: "success",
    carrier: parts("logisticsId") || null,
    trackingNo: parts("waybill") || null,
    lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })),
  };
}

/** Name and street are ciphertext, telephone numbers masked: passed on as they are. */
function readAddress(order: JsonReader): AddressFacts | null {
  const at = order.child("consigneeInfo");
  if (at === null) return null;
  return chineseAddress({
    name: at.textOrNull("fullname"),
    phone: at.textOrNull("mobile") ?? at.textOrNull("telephone"),
    country: null,
    province: at.textOrNull("province"),
    city: at.textOrNull("city"),
    district: at.textOrNull("county"),
    town: at.textOrNull("town"),
    street: at.textOrNull("fullAddress"),
    postalCode: null,
  });
}
