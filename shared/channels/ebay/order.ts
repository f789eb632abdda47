import {
  type Amounts,
  type HeaderFacts,
  type IncomingOrder,
  type PaymentFacts,
  paymentStates,
  type StatusFacts,
} from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import { clockOfFacts } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { readAddress } from "./address.ts";
import { readAmount } from "./amount.ts";
import { type Item, readItems } from "./lines.ts";
import { readParcels } from "./parcels.ts";
import { readRefunds } from "./refunds.ts";
import { cancelWords, fulfilmentWords, notSent, paymentWords } from "./statuses.ts";

/** The answer of getOrder, without `TAX_BREAKDOWN`: then what eBay itself collects and remits is in none of the amounts. */
export function readOrder(at: JsonReader, fulfillments: JsonReader | null): IncomingOrder {
  const pricing = at.child("pricingSummary");
  if (pricing === null) at.refuse("missing_field", "pricingSummary", "the amounts are needed");
  const total = pricing?.child("total") ?? null;
  if (pricing !== null && total === null) pricing.refuse("missing_field", "total", "an amount is needed");
  const currency = total?.currency("currency") ?? "";
  const [instruction] = at.entries("fulfillmentStartInstructions");
  const needsShipping = !notSent.has(instruction?.textOrNull("fulfillmentInstructionsType") ?? "");
  const items = readItems(at, currency, needsShipping);
  const payment = readPayment(at);
  const status = readStatus(at);
  const address = instruction === undefined ? null : readAddress(instruction);
  const facts = {
    header: readHeader(at, currency, readAmounts(pricing ?? at, currency, items)),
    lines: items.map(({ line }) => line),
    payment,
    status,
    ...(address === null ? {} : { address }),
    refunds: readRefunds(at, currency),
    fulfilments: readParcels(fulfillments),
  };
  const steps = [
    paymentStates.indexOf(payment.state),
    facts.fulfilments.length,
    facts.refunds.length,
    Number(status.isFulfilled),
    Number(status.cancelledAt !== null),
  ];
  const progress = steps.map((step) => String(step).padStart(3, "0")).join("");
  return {
    channelOrderId: at.id("orderId"),
    clock: clockOfFacts(at.instant("lastModifiedDate"), progress, facts),
    ...facts,
  };
}

function readHeader(at: JsonReader, currency: string, amounts: Amounts): HeaderFacts {
  return {
    channelOrderNo: at.id("orderId"),
    currency,
    placedAt: at.instant("creationDate"),
    amounts,
    discrepancyMinor: at.exact("pricingSummary", discrepancyOf(amounts)),
    buyerRef: at.child("buyer")?.textOrNull("username") ?? null,
    note: at.textOrNull("buyerCheckoutNotes"),
    tags: [],
    isTest: false,
  };
}

/** Discounts are told below zero. `adjustment` is added as it is told. */
function readAmounts(at: JsonReader, currency: string, items: readonly Item[]): Amounts {
  const amount = (key: string): number => readAmount(at, key, currency);
  const itemsMinor = at.exact(
    "priceSubtotal",
    sumOf(items, ({ line }) => line.unitPriceMinor * line.quantity),
  );
  const rounding = itemsMinor - sumOf(items, ({ costMinor }) => costMinor);
  return {
    itemsMinor,
    discountMinor: at.exact("priceDiscount", Math.abs(amount("priceDiscount")) + rounding),
    shippingMinor: at.exact("deliveryCost", amount("deliveryCost") - Math.abs(amount("deliveryDiscount"))),
    feesMinor: at.exact("fee", amount("fee") + amount("adjustment")),
    taxMinor: amount("tax"),
    taxesIncluded: false,
    totalMinor: amount("total"),
  };
}

function readPayment(at: JsonReader): PaymentFacts {
  const word = at.text("orderPaymentStatus");
  const state = paymentWords.get(word);
  if (state === undefined && word !== "") refuseWord(at, "orderPaymentStatus", word);
  const [payment] = at.child("paymentSummary")?.entries("payments") ?? [];
  return {
    state: state ?? "pending",
    paidAt: payment?.instantOrNull("paymentDate") ?? null,
    method: payment?.textOrNull("paymentMethod") ?? null,
    payOnDelivery: false,
  };
}

function readStatus(at: JsonReader): StatusFacts {
  const fulfilment = at.text("orderFulfillmentStatus");
  if (fulfilment !== "" && !fulfilmentWords.some((word) => word === fulfilment)) {
    refuseWord(at, "orderFulfillmentStatus", fulfilment);
  }
  const cancel = at.child("cancelStatus");
  const cancelState = cancel?.textOrNull("cancelState") ?? "NONE_REQUESTED";
  if (cancel !== null && !cancelWords.some((word) => word === cancelState)) {
    refuseWord(cancel, "cancelState", cancelState);
  }
  const isCancelled = cancelState === "CANCELED";
  const [request] = cancel?.entries("cancelRequests") ?? [];
  return {
    cancelledAt: isCancelled ? (cancel?.instantOrNull("cancelledDate") ?? at.instant("lastModifiedDate")) : null,
    cancelReason: isCancelled ? (request?.textOrNull("cancelReason") ?? null) : null,
    closedAt: null,
    isDeleted: false,
    raw: `${at.textOrNull("orderPaymentStatus") ?? ""}/${fulfilment}`,
    isFulfilled: fulfilment === "FULFILLED",
    ...(cancelState === "IN_PROGRESS" ? { shipHold: "cancellation requested" } : {}),
  };
}

function refuseWord(at: JsonReader, key: string, word: string): void {
  at.refuse("unknown_status", key, `"${word.slice(0, 40)}" is not in ebay/statuses.ts`);
}
