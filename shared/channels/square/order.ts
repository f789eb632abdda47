import {
  type Amounts,
  type HeaderFacts,
  type IncomingOrder,
  paymentStates,
  type StatusFacts,
} from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import { clockOf } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { isAllDone, parcelsOf, readAddress, readFulfilment } from "./fulfilments.ts";
import { type Item, type LineSetting, readItems } from "./lines.ts";
import { moneyOf } from "./money.ts";
import { paidTimes, readPaid, readPayment, readRefunds } from "./payments.ts";
import { type OrderState, orderStates } from "./statuses.ts";

/** An order with what `api.ts` read beside it: payments, refunds, and the article numbers of its variations. */
export function readOrder(envelope: JsonReader, at: JsonReader, state: OrderState, body: Uint8Array): IncomingOrder {
  const currency = at.child("total_money")?.currency("currency") ?? missingTotal(at);
  const paid = readPaid(envelope);
  const updatedAt = at.instant("updated_at");
  const parcels = parcelsOf(at);
  const setting = { ...taxSettingOf(at), currency, isShipped: parcels.length > 0, skus: skusOf(envelope) };
  const items = readItems(at, setting);
  const lines = items.map(({ line }) => line);
  const payment = readPayment(at, state, currency, paid);
  const address = readAddress(parcels);
  const refunds = readRefunds(paid, currency);
  const fulfilments = parcels.map((parcel) => readFulfilment(parcel, lines, updatedAt));
  const truth = [updatedAt, ...paidTimes(paid)].reduce((latest, time) => (time > latest ? time : latest));
  return {
    channelOrderId: at.id("id"),
    clock: clockOf(truth, progressOf(at, state, paymentStates.indexOf(payment.state)), body),
    header: readHeader(at, setting, items),
    lines,
    payment,
    status: readStatus(at, state, updatedAt),
    ...(address === null ? {} : { address }),
    ...(refunds.length === 0 ? {} : { refunds }),
    ...(fulfilments.length === 0 ? {} : { fulfilments }),
  };
}

function missingTotal(at: JsonReader): string {
  at.refuse("missing_field", "total_money", "an amount with its currency is needed");
  return "";
}

/** `version` grows with every change, but orders of the counter have none. */
function progressOf(at: JsonReader, state: OrderState, payment: number): string {
  const version = Math.min(at.countOrNull("version") ?? 0, 999_999);
  return `${String(version).padStart(6, "0")}${orderStates.indexOf(state)}${payment}`;
}

function readHeader(at: JsonReader, setting: LineSetting, items: readonly Item[]): HeaderFacts {
  const amounts = readAmounts(at, setting, items);
  const source = at.child("source")?.textOrNull("name") ?? null;
  return {
    channelOrderNo: at.textOrNull("reference_id") ?? at.id("id"),
    currency: setting.currency,
    placedAt: at.instant("created_at"),
    amounts,
    discrepancyMinor: at.exact("total_money", discrepancyOf(amounts)),
    buyerRef: at.textOrNull("customer_id"),
    note: null,
    tags: source === null ? [] : [source],
    isTest: false,
  };
}

/** Shipping is a service charge here, and so are fees; a tip and the rounding of cash count with them. */
function readAmounts(at: JsonReader, setting: LineSetting, items: readonly Item[]): Amounts {
  const { currency, taxesIncluded, insideTaxes } = setting;
  const money = (key: string): number => moneyOf(at, key, currency);
  const rounding = at.child("rounding_adjustment");
  const fees =
    money("total_service_charge_money") +
    money("total_tip_money") +
    (rounding === null ? 0 : moneyOf(rounding, "amount_money", currency));
  const inside = sumOf(
    at.entries("taxes").filter((tax) => insideTaxes.has(tax.textOrNull("uid") ?? "")),
    (tax) => moneyOf(tax, "applied_money", currency),
  );
  return {
    itemsMinor: at.exact(
      "line_items",
      sumOf(items, ({ line }) => line.unitPriceMinor * line.quantity),
    ),
    discountMinor: at.exact(
      "total_discount_money",
      money("total_discount_money") + sumOf(items, (item) => item.roundingMinor),
    ),
    shippingMinor: 0,
    feesMinor: at.exact("total_service_charge_money", fees),
    taxMinor: at.exact("total_tax_money", money("total_tax_money") - (taxesIncluded ? 0 : inside)),
    taxesIncluded,
    totalMinor: money("total_money"),
  };
}

/** A tax is ADDITIVE or INCLUSIVE, and one order may have both; then those inside the prices are not counted again. */
function taxSettingOf(at: JsonReader): Pick<LineSetting, "taxesIncluded" | "insideTaxes"> {
  const taxes = at.entries("taxes").filter((tax) => tax.has("uid"));
  const inside = taxes.filter((tax) => tax.textOrNull("type") === "INCLUSIVE");
  return {
    taxesIncluded: inside.length > 0 && inside.length === taxes.length,
    insideTaxes: new Set(inside.map((tax) => tax.textOrNull("uid") ?? "")),
  };
}

function skusOf(envelope: JsonReader): ReadonlyMap<string, string> {
  const objects = envelope.child("catalog")?.entries("objects") ?? [];
  return new Map(
    objects.flatMap((object) => {
      const sku = object.child("item_variation_data")?.textOrNull("sku")?.trim();
      return sku === undefined ? [] : [[object.textOrNull("id") ?? "", sku] as const];
    }),
  );
}

/** `closed_at` is looked at only once the order is closed. */
function readStatus(at: JsonReader, state: OrderState, updatedAt: string): StatusFacts {
  const isClosed = state === "COMPLETED" || state === "CANCELED";
  const closedAt = isClosed ? (at.instantOrNull("closed_at") ?? updatedAt) : null;
  return {
    cancelledAt: state === "CANCELED" ? closedAt : null,
    cancelReason: null,
    closedAt: state === "COMPLETED" ? closedAt : null,
    isDeleted: false,
    raw: state,
    isFulfilled: state === "COMPLETED" && isAllDone(at),
  };
}
