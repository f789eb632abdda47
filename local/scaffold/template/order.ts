import { discrepancyOf, sumOf } from "../../../shared/channels/amounts.ts";
import { clockOf } from "../../../shared/channels/clock.ts";
import { countryCode } from "../../../shared/channels/country-code.ts";
import type { JsonReader } from "../../../shared/channels/json-reader.ts";
import {
  type AddressFacts,
  type Amounts,
  type HeaderFacts,
  type IncomingOrder,
  type LineFacts,
  type PaymentFacts,
  paymentStates,
  type StatusFacts,
} from "../../../shared/orders/facts.ts";
import { paymentWords } from "./statuses.ts";

/** Only the groups the message speaks of; refunds and fulfilments are added here when the channel sends them. */
export function readOrder(at: JsonReader, body: Uint8Array): IncomingOrder {
  const currency = at.currency("currency");
  const lines = readLines(at, currency);
  const payment = readPayment(at);
  const address = readAddress(at);
  return {
    channelOrderId: at.id("id"),
    clock: clockOf(at.instant("updated_at"), String(paymentStates.indexOf(payment.state)), body),
    header: readHeader(at, currency, lines),
    lines,
    payment,
    status: readStatus(at),
    ...(address === null ? {} : { address }),
  };
}

function readHeader(at: JsonReader, currency: string, lines: readonly LineFacts[]): HeaderFacts {
  const itemsMinor = sumOf(lines, (line) => line.unitPriceMinor * line.quantity);
  const amounts: Amounts = {
    itemsMinor: at.exact("lines", itemsMinor),
    discountMinor: at.moneyOrZero("discount", currency),
    shippingMinor: at.moneyOrZero("shipping", currency),
    feesMinor: 0,
    taxMinor: at.moneyOrZero("tax", currency),
    taxesIncluded: at.flag("prices_include_tax"),
    totalMinor: at.money("total", currency),
  };
  return {
    channelOrderNo: at.textOrNull("number") ?? at.id("id"),
    currency,
    placedAt: at.instant("created_at"),
    amounts,
    discrepancyMinor: at.exact("total", discrepancyOf(amounts)),
    buyerRef: at.textOrNull("buyer_id"),
    note: at.textOrNull("note"),
    tags: [],
    isTest: at.flag("test"),
  };
}

function readLines(order: JsonReader, currency: string): readonly LineFacts[] {
  const seen = new Set<string>();
  return order.list("lines").map((at) => {
    const lineId = at.id("id");
    if (seen.has(lineId)) at.refuse("bad_value", "id", "two lines have this id");
    seen.add(lineId);
    const quantity = at.count("quantity");
    const unitPriceMinor = at.money("price", currency);
    return {
      lineId,
      sku: at.textOrNull("sku")?.trim() ?? "",
      title: at.textOrNull("title") ?? "",
      variant: null,
      quantity,
      removedQuantity: 0,
      unitPriceMinor,
      discountMinor: 0,
      taxMinor: 0,
      totalMinor: at.exact("price", unitPriceMinor * quantity),
      needsShipping: true,
      weightGrams: null,
    };
  });
}

function readPayment(at: JsonReader): PaymentFacts {
  const word = at.text("payment_status").toLowerCase();
  const state = paymentWords.get(word);
  if (state === undefined && word !== "") {
    at.refuse("unknown_status", "payment_status", `"${word.slice(0, 40)}" is not in template/statuses.ts`);
  }
  return {
    state: state ?? "pending",
    paidAt: at.instantOrNull("paid_at"),
    method: at.textOrNull("payment_method"),
    payOnDelivery: false,
  };
}

function readStatus(at: JsonReader): StatusFacts {
  return {
    cancelledAt: at.instantOrNull("cancelled_at"),
    cancelReason: null,
    closedAt: null,
    isDeleted: false,
    raw: at.textOrNull("status") ?? "open",
    isFulfilled: false,
  };
}

function readAddress(order: JsonReader): AddressFacts | null {
  const at = order.child("ship_to");
  if (at === null) return null;
  const text = (key: string): string => at.textOrNull(key) ?? "";
  return {
    name: text("name"),
    phone: text("phone"),
    country: countryCode(text("country")),
    region: text("region"),
    regionName: text("region"),
    city: text("city"),
    district: text("district"),
    street: text("street"),
    postalCode: text("postal_code"),
    email: text("email"),
  };
}
