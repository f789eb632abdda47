import { generic } from "../channels/generic/generic.ts";
import { dedupeKeyOf } from "../channels/hmac-signature.ts";
import type { QueuedDelivery } from "../intake/queued-delivery.ts";
import { type ConnectionId, deliveryIdOf, type MerchantId, type OrderId, orderIdOf } from "../kernel/ids.ts";
import { decimalFromMinor, minorFromDecimal } from "../kernel/money.ts";
import { fail, ok, type Result } from "../kernel/result.ts";

/** Where orders stand that staff took by telephone or at a counter; each merchant has one, without a secret. */
export const manualConnection = "manual" as ConnectionId;

export type ManualOrder = { readonly delivery: QueuedDelivery; readonly orderId: OrderId };

type Fields = Readonly<Record<string, unknown>>;

/**
 * An order that staff enter, in the format of own shops (docs/own-shop.md): it travels like every other delivery. What a
 * person should not have to work out is added where it is missing: the total, the time, that nothing is paid yet. The
 * problem names the field. The same `id` again changes that order; the very same words again change nothing.
 */
export function readManualOrder(
  merchantId: MerchantId,
  given: Fields,
  now: Date,
): Result<ManualOrder, { readonly at: string; readonly detail: string }> {
  const at = now.toISOString();
  const body = encoded({
    ...completed(given),
    updated_at: given["updated_at"] ?? at,
    placed_at: given["placed_at"] ?? at,
  });
  const topic = "order.upsert";
  const read = generic.normalise({ topic, body, headers: {}, receivedAt: at });
  if (!read.ok) return fail({ at: read.error.at, detail: read.error.detail });
  if (read.value.kind !== "order") throw new Error(`an own shop's ${topic} was ${read.value.kind}`);
  const { channelOrderId } = read.value.order;
  const dedupeKey = dedupeKeyOf(channelOrderId, encoded(given));
  const delivery: QueuedDelivery = {
    deliveryId: deliveryIdOf(merchantId, manualConnection, dedupeKey),
    merchantId,
    connectionId: manualConnection,
    channel: generic.name,
    topic,
    channelDeliveryId: null,
    headers: {},
    receivedAt: at,
    body,
  };
  return ok({ delivery, orderId: orderIdOf(manualConnection, channelOrderId) });
}

function completed(given: Fields): Fields {
  const totals = fieldsOf(given["totals"]);
  const payment = given["payment"] ?? { state: "pending" };
  return { ...given, payment, totals: { ...totals, total: totals["total"] ?? totalOf(given, totals) } };
}

/** "0" when something in it is no amount: the reading of the whole then says which. */
function totalOf(given: Fields, totals: Fields): string {
  const currency = typeof given["currency"] === "string" ? given["currency"] : "";
  const minor = (value: unknown): number => {
    const read = minorFromDecimal(typeof value === "string" || typeof value === "number" ? value : "0", currency);
    return read.ok ? read.value : 0;
  };
  const lines = (Array.isArray(given["lines"]) ? given["lines"] : []).map(fieldsOf);
  const sum = (of: (line: Fields) => number): number => lines.reduce((so, line) => so + of(line), 0);
  const discount = totals["discount"] == null ? sum((line) => minor(line["discount"])) : minor(totals["discount"]);
  const tax = totals["tax"] == null ? sum((line) => minor(line["tax"])) : minor(totals["tax"]);
  const total =
    sum((line) => minor(line["unit_price"]) * Number(line["quantity"] ?? 0)) -
    discount +
    minor(totals["shipping"]) +
    minor(totals["fees"]) +
    (given["prices_include_tax"] === true ? 0 : tax);
  return Number.isSafeInteger(total) && minorFromDecimal("0", currency).ok ? decimalFromMinor(total, currency) : "0";
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function encoded(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
