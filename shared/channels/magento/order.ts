import {
  type Amounts,
  type HeaderFacts,
  type IncomingOrder,
  type PaymentFacts,
  paymentStates,
  type StatusFacts,
} from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import { clockOf } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { readAddress } from "./address.ts";
import { type Item, isFulfilled, readItems } from "./lines.ts";
import { isState, paymentStateOf, payOnDeliveryMethod, type State, states } from "./statuses.ts";

/**
 * An order as an event or the REST API gives it. Which fields an event has is chosen in the shop, so each group is told only
 * when the fields it begins with are there; once it has begun, the rest of it must be there too.
 */
export function readOrder(at: JsonReader, body: Uint8Array): IncomingOrder {
  const channelOrderId = readOrderId(at);
  const updatedAt = at.instant("updated_at", "UTC");
  const sold = readSold(at);
  const state = readState(at);
  const payment = state === null ? null : readPayment(at, state);
  const status = state === null ? null : readStatus(at, state, { updatedAt, items: sold?.items ?? [] });
  const address = readAddress(at);
  return {
    channelOrderId,
    clock: clockOf(updatedAt, progressOf(state, payment, status), body),
    ...(sold === null ? {} : { header: sold.header, lines: sold.items.map(({ line }) => line) }),
    ...(payment === null ? {} : { payment }),
    ...(status === null ? {} : { status }),
    ...(address === null ? {} : { address }),
  };
}

/** Shipments and credit memos name the order by this number only, so it is the order's id: never the number buyers see. */
function readOrderId(at: JsonReader): string {
  const places: readonly (readonly [JsonReader | null, string])[] = [
    [at, "entity_id"],
    [at, "id"],
    ...at.entries("items").map((item) => [item, "order_id"] as const),
    [at.child("payment"), "parent_id"],
    ...at.entries("addresses").map((address) => [address, "parent_id"] as const),
  ];
  const found = places.find(([place, key]) => place?.textOrNull(key) != null);
  if (found?.[0]) return found[0].id(found[1]);
  const detail = "no order id anywhere: add entity_id to the fields of the event subscription";
  at.refuse("missing_field", "entity_id", detail);
  return "";
}

type Sold = { readonly header: HeaderFacts; readonly items: readonly Item[] };

/** What was sold and for how much belong together: both or neither. */
function readSold(at: JsonReader): Sold | null {
  if (!at.has("grand_total") || !at.has("items")) return null;
  const currency = at.currency("order_currency_code");
  const items = readItems(at, currency);
  const amounts = readAmounts(at, currency, items);
  const header = {
    channelOrderNo: at.textOrNull("increment_id") ?? at.textOrNull("real_order_id") ?? readOrderId(at),
    currency,
    placedAt: at.instant("created_at", "UTC"),
    amounts,
    discrepancyMinor: at.exact("grand_total", discrepancyOf(amounts)),
    buyerRef: at.flag("customer_is_guest") ? null : at.textOrNull("customer_id"),
    note: at.textOrNull("customer_note"),
    tags: [],
    isTest: false,
  };
  return { header, items };
}

/**
 * In the currency the buyer paid (not `base_*`). Prices and `row_total` are without tax, also in shops that show it inside; a
 * discount then lowers it by `discount_tax_compensation`. `discount_amount` is negative here, positive on the lines.
 */
function readAmounts(at: JsonReader, currency: string, items: readonly Item[]): Amounts {
  const money = (key: string): number => at.moneyOrZero(key, currency);
  const itemsMinor = at.exact(
    "items",
    sumOf(items, ({ line }) => line.unitPriceMinor * line.quantity),
  );
  const rounding = itemsMinor - sumOf(items, (item) => item.rowTotalMinor);
  const tax =
    money("tax_amount") +
    money("discount_tax_compensation_amount") +
    money("shipping_discount_tax_compensation_amount");
  return {
    itemsMinor,
    discountMinor: at.exact("discount_amount", Math.abs(money("discount_amount")) + rounding),
    shippingMinor: money("shipping_amount"),
    feesMinor: 0,
    taxMinor: at.exact("tax_amount", tax),
    taxesIncluded: false,
    totalMinor: at.money("grand_total", currency),
  };
}

function readState(at: JsonReader): State | null {
  const word = at.textOrNull("state");
  if (word === null || isState(word)) return word;
  at.refuse("unknown_status", "state", `"${word.slice(0, 40)}" is not in magento/statuses.ts`);
  return null;
}

/** Needs the total to compare with. An order on hold keeps the payment it had. */
function readPayment(at: JsonReader, state: State): PaymentFacts | null {
  if (!at.has("grand_total") || state === "holded") return null;
  const currency = at.currency("order_currency_code");
  const method = at.child("payment")?.textOrNull("method") ?? null;
  const money = {
    total: at.money("grand_total", currency),
    paid: at.moneyOrZero("total_paid", currency),
    refunded: at.moneyOrZero("total_refunded", currency),
  };
  return {
    state: paymentStateOf(state, money, method),
    paidAt: null,
    method,
    payOnDelivery: method === payOnDeliveryMethod,
  };
}

type Known = { readonly updatedAt: string; readonly items: readonly Item[] };

/** No end has a time of its own: the last change stands in. */
function readStatus(at: JsonReader, state: State, { updatedAt, items }: Known): StatusFacts {
  return {
    cancelledAt: state === "canceled" ? updatedAt : null,
    cancelReason: null,
    closedAt: state === "complete" || state === "closed" ? updatedAt : null,
    isDeleted: false,
    raw: at.textOrNull("status") ?? state,
    isFulfilled: state === "complete" || isFulfilled(items),
    ...(state === "holded" ? { shipHold: state } : {}),
  };
}

function progressOf(state: State | null, payment: PaymentFacts | null, status: StatusFacts | null): string {
  const paid = payment === null ? 0 : paymentStates.indexOf(payment.state);
  return `${state === null ? 0 : states.indexOf(state)}${paid}${Number(status?.isFulfilled ?? false)}`;
}
