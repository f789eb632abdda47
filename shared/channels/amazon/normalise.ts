import type { Result } from "../../kernel/result.ts";
import { normaliseByTopic, objectTopic, type ReadTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import type { JsonReader } from "../json-reader.ts";
import { readOrder } from "./order.ts";
import { readOrderV0 } from "./order-v0.ts";

/** Built for the Orders API 2026-01-01 and ORDER_CHANGE notifications 1.0; answers of the Orders API v0 are read too. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, delivery);
}

/** A summary without money, buyer or address: it only names the order. */
function namedOrder(at: JsonReader): Normalised {
  const type = at.textOrNull("NotificationType");
  if (type !== null && type !== "ORDER_CHANGE") return { kind: "ignored", why: `a notification ${type.slice(0, 60)}` };
  const notification = at.child("Payload")?.child("OrderChangeNotification") ?? null;
  if (notification === null) at.refuse("missing_field", "Payload.OrderChangeNotification", "an object is needed");
  return { kind: "pull", channelOrderIds: [notification?.id("AmazonOrderId") ?? ""] };
}

/**
 * `{"order":{…}}` as getOrder 2026-01-01 answers. Of v0 either one answer `{"payload":{…}}`, or the three answers under
 * `order`, `items` and `address`.
 */
function pulledOrder(at: JsonReader, { body }: RawDelivery): Normalised {
  const order = at.child("order");
  const payload = order?.child("payload") ?? at.child("payload");
  if (payload !== null) {
    const parts = { order: payload, items: payloadOf(at, "items"), address: payloadOf(at, "address") };
    return { kind: "order", order: readOrderV0(parts, body) };
  }
  if (order !== null) return { kind: "order", order: readOrder(order, body) };
  at.refuse("missing_field", "order", "an order is needed");
  return { kind: "ignored", why: "no order" };
}

function payloadOf(at: JsonReader, key: string): JsonReader | null {
  return at.child(key)?.child("payload") ?? null;
}

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  ["order_change", objectTopic(namedOrder)],
  [pulledTopic, objectTopic(pulledOrder)],
]);
