import type { Result } from "../../kernel/result.ts";
import { normaliseByTopic, objectTopic, type ReadTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import type { JsonReader } from "../json-reader.ts";
import { readOrder } from "./order.ts";
import { pushTopic } from "./verify.ts";

/** Built for the webhooks and the order API of version 202309. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, delivery);
}

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  [pushTopic, objectTopic(readPush)],
  [pulledTopic, objectTopic((at) => ({ kind: "order", order: readOrder(at) }))],
]);

/** `type` is a number that one project warns not to rely on: what counts is whether the notification names an order. */
function readPush(at: JsonReader): Normalised {
  const type = at.text("type");
  const notice = at.child("data");
  if (notice === null || notice.textOrNull("order_id") === null) {
    return { kind: "ignored", why: `notification of type ${type.slice(0, 40)} names no order` };
  }
  return { kind: "pull", channelOrderIds: [notice.id("order_id")] };
}
