import type { Result } from "../../kernel/result.ts";
import { normaliseByTopic, objectTopic, type ReadTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import type { JsonReader } from "../json-reader.ts";
import { readOrder } from "./order.ts";
import { pushTopic } from "./verify.ts";

/** Built for Notification API schema 1.0 and Fulfillment API v1.20. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, delivery);
}

const followed: ReadonlySet<string> = new Set(["ORDER_CONFIRMATION", "ITEM_MARKED_SHIPPED"]);

/** One notification for each line of an order: the order is fetched whole, so the line is not looked at. */
function readPush(at: JsonReader): Normalised {
  const metadata = at.child("metadata");
  if (metadata === null) at.refuse("missing_field", "metadata", "the notification names no topic");
  const topic = metadata?.text("topic") ?? "";
  if (!followed.has(topic)) return { kind: "ignored", why: `notification ${topic.slice(0, 80)} is not followed` };
  const data = at.child("notification")?.child("data") ?? null;
  const place = data?.has("orderId") ? data : (data?.child("order") ?? data);
  if (place === null) at.refuse("missing_field", "notification.data", "the notification carries no data");
  return { kind: "pull", channelOrderIds: [place?.id("orderId") ?? ""] };
}

/** Two answers side by side, as api.ts fetched them: `order` and, once something has left, `fulfillments`. */
function readPulled(at: JsonReader): Normalised {
  const order = at.child("order");
  if (order !== null) return { kind: "order", order: readOrder(order, at.child("fulfillments")) };
  at.refuse("missing_field", "order", "the answer of the channel is needed");
  return { kind: "ignored", why: "no order" };
}

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  [pushTopic, objectTopic(readPush)],
  [pulledTopic, objectTopic(readPulled)],
]);
