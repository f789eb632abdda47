import type {
  Amounts,
  HeaderFacts,
  IncomingOrder,
  LineFacts,
  PaymentFacts,
  Refund,
  StatusFacts,
} from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import { clockOfFacts } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { readAddress } from "./address.ts";
import { readRefunds } from "./refunds.ts";
import { hasLeft, paymentStateOf, type UnitStatus, unitStatuses } from "./statuses.ts";
import { groupUnits, readParcels, readUnit, toLine, type Unit } from "./units.ts";

/** Three answers side by side, as api.ts fetched them: `order`, `items` and, once something was delivered, `reverse`. */
export function readOrder(at: JsonReader): IncomingOrder {
  const order = need(at, "order")?.child("data") ?? null;
  const rows = need(at, "items")?.list("data") ?? [];
  if (order === null) at.refuse("missing_field", "order.data", "the answer holds no order");
  const [firstRow] = rows;
  if (firstRow === undefined) at.refuse("missing_field", "items.data[0]", "the answer holds no piece of the order");
  const currency = firstRow?.currency("currency") ?? "";
  const units = rows.map((row) => readUnit(row, currency));
  refuseTwins(units);
  const source = order ?? at;

  const pieces = groupUnits(units);
  const lines = pieces.map(toLine);
  const statuses = units.map(({ status }) => status);
  const updatedAt = lastChange(source, units);
  const refunds = readRefunds(at.child("reverse"), pieces);
  const address = readAddress(source);
  const facts = {
    header: readHeader(source, currency, { lines, buyerRef: firstRow?.textOrNull("buyer_id") ?? null }),
    lines,
    payment: readPayment(source, statuses, refunds),
    status: readStatus(units, updatedAt),
    ...(address === null ? {} : { address }),
    refunds,
    fulfilments: readParcels(pieces, updatedAt),
  };
  const progress = progressOf(statuses, refunds);
  return { channelOrderId: source.id("order_id"), clock: clockOfFacts(updatedAt, progress, facts), ...facts };
}

function need(at: JsonReader, key: string): JsonReader | null {
  const child = at.child(key);
  if (child === null) at.refuse("missing_field", key, "the answer of the channel is needed");
  return child;
}

function refuseTwins(units: readonly Unit[]): void {
  const seen = new Set<string>();
  for (const { at, unitId } of units) {
    if (seen.has(unitId)) at.refuse("bad_value", "order_item_id", "two pieces have this id");
    seen.add(unitId);
  }
}

function lastChange(order: JsonReader, units: readonly Unit[]): string {
  const times = units.flatMap(({ at }) => at.instantOrNull("updated_at") ?? []);
  return [order.instant("updated_at"), ...times].reduce((last, time) => (time > last ? time : last));
}

type Sold = { readonly lines: readonly LineFacts[]; readonly buyerRef: string | null };

function readHeader(at: JsonReader, currency: string, { lines, buyerRef }: Sold): HeaderFacts {
  const amounts = readAmounts(at, currency, lines);
  return {
    channelOrderNo: at.textOrNull("order_number") ?? at.id("order_id"),
    currency,
    placedAt: at.instant("created_at"),
    amounts,
    discrepancyMinor: at.exact("price", discrepancyOf(amounts)),
    buyerRef,
    note: at.textOrNull("buyer_note") ?? at.textOrNull("remarks"),
    tags: [],
    isTest: false,
  };
}

/** "buyer paid price = price − voucher + shipping_fee", where `price` is that of the pieces before vouchers (Get Order guide). */
function readAmounts(at: JsonReader, currency: string, lines: readonly LineFacts[]): Amounts {
  const discountMinor = at.moneyOrZero("voucher", currency);
  const shippingMinor = at.moneyOrZero("shipping_fee", currency);
  return {
    itemsMinor: at.exact(
      "price",
      sumOf(lines, (line) => line.unitPriceMinor * line.quantity),
    ),
    discountMinor,
    shippingMinor,
    feesMinor: 0,
    taxMinor: at.exact(
      "price",
      sumOf(lines, (line) => line.taxMinor),
    ),
    taxesIncluded: true,
    totalMinor: at.exact("price", at.money("price", currency) - discountMinor + shippingMinor),
  };
}

function readPayment(at: JsonReader, statuses: readonly UnitStatus[], refunds: readonly Refund[]): PaymentFacts {
  const method = at.textOrNull("payment_method");
  const isCod = method?.toUpperCase() === "COD";
  return {
    state: paymentStateOf(statuses, { isCod, hasRefunds: refunds.length > 0 }),
    paidAt: null,
    method,
    payOnDelivery: isCod,
  };
}

/** No end has a time of its own: the last change stands in. */
function readStatus(units: readonly Unit[], updatedAt: string): StatusFacts {
  const kept = units.filter(({ status }) => status !== "canceled");
  const isCancelled = units.length > 0 && kept.length === 0;
  const isDone = kept.length > 0 && kept.every(({ status }) => status === "delivered" || status === "returned");
  return {
    cancelledAt: isCancelled ? updatedAt : null,
    cancelReason: isCancelled ? (units[0]?.at.textOrNull("reason") ?? null) : null,
    closedAt: isDone ? updatedAt : null,
    isDeleted: false,
    raw: [...new Set(units.map(({ status }) => status))].join("/"),
    isFulfilled: kept.length > 0 && kept.every(({ status }) => hasLeft.has(status)),
  };
}

/** The steps that all pieces have gone, then the refunds: both only grow. */
function progressOf(statuses: readonly UnitStatus[], refunds: readonly Refund[]): string {
  const steps = sumOf(statuses, (status) => unitStatuses.indexOf(status));
  return `${String(steps).padStart(5, "0")}${String(refunds.length).padStart(3, "0")}`;
}
