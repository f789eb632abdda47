import type { Fulfilment, IncomingOrder, PaymentFacts, StatusFacts } from "../../orders/facts.ts";
import { clockOf } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { readAddress } from "./address.ts";
import { readItems } from "./items.ts";
import { toSold } from "./sold.ts";
import { type AmazonStatus, buyerWantsOut, packageStates, payOnDeliveryMethods, statusOf } from "./statuses.ts";

/** `order` of getOrder 2026-01-01, asked with every dataset the hub reads (see api.ts). */
export function readOrder(at: JsonReader, body: Uint8Array): IncomingOrder {
  const channelOrderId = at.id("orderId");
  const updatedAt = at.instant("lastUpdatedTime");
  const fulfillment = at.child("fulfillment");
  const raw = fulfillment?.textOrNull("fulfillmentStatus") ?? "";
  const status = statusOf(raw);
  if (status === null) refuseStatus(at, "fulfillment.fulfillmentStatus", raw);
  const isShippedByAmazon = fulfillment?.textOrNull("fulfilledBy") === "AMAZON";
  const address = at.child("recipient")?.child("deliveryAddress") ?? null;
  const packages = at.listOrEmpty("packages").map((each) => readPackage(each, updatedAt));
  return {
    channelOrderId,
    clock: clockOf(updatedAt, String(status?.progress ?? 0), body),
    ...readSold(at, isShippedByAmazon),
    ...(status === null ? {} : { payment: readPayment(at, status), status: readStatus(at, status, raw, updatedAt) }),
    ...(address === null ? {} : { address: readAddress(address, at.child("buyer")?.textOrNull("buyerEmail") ?? null) }),
    ...(packages.length === 0 ? {} : { fulfilments: packages }),
  };
}

export function refuseStatus(at: JsonReader, key: string, word: string): void {
  if (word === "") at.refuse("missing_field", key, "a status is needed");
  else at.refuse("unknown_status", key, `"${word.slice(0, 40)}" is not in amazon/statuses.ts`);
}

/** Nothing until the prices are known: a pending order has none, not even a currency. */
function readSold(at: JsonReader, isShippedByAmazon: boolean): Pick<IncomingOrder, "header" | "lines"> {
  const total = at.child("proceeds")?.child("grandTotal") ?? null;
  if (total === null || !total.has("amount")) return {};
  const currency = total.currency("currencyCode");
  return toSold(at, {
    channelOrderNo: at.id("orderId"),
    currency,
    placedAt: at.instant("createdTime"),
    totalMinor: total.money("amount", currency),
    tags: at.texts("programs"),
    items: readItems(at, currency),
    isShippedByAmazon,
  });
}

/** Amazon takes the money; cash on delivery is the exception. Refunds are told by another API (see README.md). */
function readPayment(at: JsonReader, status: AmazonStatus): PaymentFacts {
  const [first] = at.child("payment")?.entries("paymentExecutions") ?? [];
  return paymentOf(status, first?.textOrNull("paymentMethod") ?? null);
}

export function paymentOf(status: AmazonStatus, method: string | null): PaymentFacts {
  const payOnDelivery = payOnDeliveryMethods.has(method?.replaceAll(/[^a-z]/gi, "").toLowerCase() ?? "");
  const isCollectedLater = payOnDelivery && status.payment === "paid" && !status.isFulfilled;
  return { state: isCollectedLater ? "pending" : status.payment, paidAt: null, method, payOnDelivery };
}

function readStatus(at: JsonReader, status: AmazonStatus, raw: string, updatedAt: string): StatusFacts {
  const cancellations = at.entries("orderItems").map((item) => item.child("cancellation"));
  const isWanted = cancellations.some((each) => each?.child("cancellationRequest") != null);
  const executed = cancellations.map((each) => each?.child("cancellationExecution")).find((each) => each != null);
  return statusFacts(status, {
    raw,
    updatedAt,
    isCancelWanted: isWanted,
    cancelReason: executed?.textOrNull("cancelReason") ?? null,
  });
}

/** No end has a time of its own: the last change stands in. A buyer who asks to cancel stops the parcel until it is decided. */
export function statusFacts(
  status: AmazonStatus,
  told: {
    readonly raw: string;
    readonly updatedAt: string;
    readonly isCancelWanted: boolean;
    readonly cancelReason: string | null;
  },
): StatusFacts {
  const isHeld = told.isCancelWanted && status.order === "open";
  return {
    cancelledAt: status.order === "cancelled" ? told.updatedAt : null,
    cancelReason: status.order === "cancelled" ? told.cancelReason : null,
    closedAt: status.order === "closed" ? told.updatedAt : null,
    isDeleted: false,
    raw: told.raw,
    isFulfilled: status.isFulfilled,
    ...(isHeld ? { shipHold: buyerWantsOut } : {}),
  };
}

function readPackage(at: JsonReader, updatedAt: string): Fulfilment {
  const word = at.child("packageStatus")?.textOrNull("status") ?? "";
  return {
    fulfilmentId: at.id("packageReferenceId"),
    at: at.instantOrNull("shipTime") ?? at.instantOrNull("createdTime") ?? updatedAt,
    state: packageStates.get(word) ?? "pending",
    carrier: at.textOrNull("carrier"),
    trackingNo: at.textOrNull("trackingNumber"),
    lines: at.listOrEmpty("packageItems").map((item) => ({
      lineId: item.id("orderItemId"),
      quantity: item.count("quantity"),
    })),
  };
}
