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
import { clockOfFacts } from "../clock.ts";
import { countryCode } from "../country-code.ts";
import type { JsonReader } from "../json-reader.ts";
import { lineIdOf, readLines } from "./lines.ts";
import {
  heldStatuses,
  isStatus,
  parcelStates,
  paymentStateOf,
  type Status,
  shippedStatuses,
  statuses,
} from "./statuses.ts";

/** One entry of `order_list` of v2.order.get_order_detail, asked for with all the optional fields that api.ts names. */
export function readOrder(at: JsonReader): IncomingOrder {
  const currency = at.currency("currency");
  const status = readStatusWord(at);
  const updatedAt = at.epochSeconds("update_time");
  const lines = readLines(at, currency);
  const address = readAddress(at);
  const facts = {
    header: readHeader(at, currency, lines),
    lines,
    payment: readPayment(at, status),
    status: readStatus(at, status, updatedAt),
    ...(address === null ? {} : { address }),
    fulfilments: readParcels(at, updatedAt),
  };
  const progress = String(statuses.indexOf(status)).padStart(2, "0");
  return { channelOrderId: at.id("order_sn"), clock: clockOfFacts(updatedAt, progress, facts), ...facts };
}

function readStatusWord(at: JsonReader): Status {
  const word = at.text("order_status");
  if (isStatus(word)) return word;
  if (word !== "") at.refuse("unknown_status", "order_status", `"${word.slice(0, 40)}" is not in shopee/statuses.ts`);
  return "UNPAID";
}

function readHeader(at: JsonReader, currency: string, lines: readonly LineFacts[]): HeaderFacts {
  const amounts = readAmounts(at, currency, lines);
  return {
    channelOrderNo: at.id("order_sn"),
    currency,
    placedAt: at.epochSeconds("create_time"),
    amounts,
    discrepancyMinor: at.exact("total_amount", discrepancyOf(amounts)),
    buyerRef: at.textOrNull("buyer_user_id"),
    note: at.textOrNull("message_to_seller"),
    tags: [],
    isTest: false,
  };
}

/**
 * `total_amount` is "the sale price of the items, the shipping cost borne by the buyer, less promotions", told once it is
 * paid. Neither of the two others is told one by one, so their balance stands as shipping or, below zero, as discount.
 */
function readAmounts(at: JsonReader, currency: string, lines: readonly LineFacts[]): Amounts {
  const itemsMinor = at.exact(
    "item_list",
    sumOf(lines, (line) => line.totalMinor),
  );
  const totalMinor = at.has("total_amount") ? at.moneyOrZero("total_amount", currency) : itemsMinor;
  const balance = at.exact("total_amount", totalMinor - itemsMinor);
  return {
    itemsMinor,
    discountMinor: Math.max(0, -balance),
    shippingMinor: Math.max(0, balance),
    feesMinor: 0,
    taxMinor: 0,
    taxesIncluded: true,
    totalMinor,
  };
}

function readPayment(at: JsonReader, status: Status): PaymentFacts {
  const paidAt = at.epochSecondsOrNull("pay_time");
  const isCod = at.flag("cod");
  return {
    state: paymentStateOf(status, { isPaid: paidAt !== null, isCod }),
    paidAt,
    method: at.textOrNull("payment_method"),
    payOnDelivery: isCod,
  };
}

/** No end has a time of its own: the last change stands in. */
function readStatus(at: JsonReader, status: Status, updatedAt: string): StatusFacts {
  const isCancelled = status === "CANCELLED";
  return {
    cancelledAt: isCancelled ? updatedAt : null,
    cancelReason: isCancelled ? (at.textOrNull("buyer_cancel_reason") ?? at.textOrNull("cancel_reason")) : null,
    closedAt: status === "COMPLETED" ? updatedAt : null,
    isDeleted: false,
    raw: status,
    isFulfilled: shippedStatuses.has(status),
    ...(heldStatuses.has(status) ? { shipHold: [status, ...at.texts("pending_terms")].join(" ") } : {}),
  };
}

/** Masked by default: "****" stays what it is, since Shopee's own labels carry the real one. */
function readAddress(order: JsonReader): AddressFacts | null {
  const at = order.child("recipient_address");
  if (at === null) return null;
  const text = (key: string): string => at.textOrNull(key) ?? "";
  return {
    name: text("name"),
    phone: text("phone"),
    country: countryCode(at.textOrNull("region") ?? order.textOrNull("region")),
    region: text("state"),
    regionName: text("state"),
    city: text("city"),
    district: [text("district"), text("town")].filter((part) => part !== "").join(", "),
    street: text("full_address"),
    postalCode: text("zipcode"),
    email: "",
  };
}

/** A package becomes a parcel once its shipment is arranged. The answer holds no tracking number. */
function readParcels(order: JsonReader, updatedAt: string): readonly Fulfilment[] {
  const leftAt = order.epochSecondsOrNull("pickup_done_time") ?? updatedAt;
  return order.listOrEmpty("package_list").flatMap((at) => {
    const state = parcelStates.get(at.textOrNull("logistics_status") ?? "");
    if (state === undefined) return [];
    const lines = at
      .listOrEmpty("item_list")
      .map((item) => ({ lineId: lineIdOf(item), quantity: item.count("model_quantity") }));
    const carrier = at.textOrNull("shipping_carrier");
    return [{ fulfilmentId: at.id("package_number"), at: leftAt, state, carrier, trackingNo: null, lines }];
  });
}
