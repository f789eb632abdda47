import type { Result } from "../../kernel/result.ts";
import { normaliseByTopic, objectTopic, type ReadTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import type { JsonReader } from "../json-reader.ts";
import { readOrder } from "./order.ts";
import { incomplete } from "./statuses.ts";

/** Built for webhooks with Standard Webhooks signatures and orders of the v2 REST API. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, delivery);
}

/** Every webhook comes under this topic: what it is about stands in the body. */
export const pushTopic = "push";

const followed = /^store\/(order\/(?!message\/)|shipment\/)/;

/** A hook carries ids only. A shipment and a refund name their order beside their own id. */
function namedOrder(at: JsonReader): Normalised {
  const scope = at.text("scope");
  if (!followed.test(scope)) return { kind: "ignored", why: `scope ${scope.slice(0, 80)} is not followed` };
  const told = at.child("data");
  if (told === null) {
    at.refuse("missing_field", "data", "an object is needed");
    return { kind: "ignored", why: "no data" };
  }
  const key = ["orderId", "order_id"].find((name) => told.has(name)) ?? "id";
  return { kind: "pull", channelOrderIds: [told.id(key)] };
}

function pulledOrder(at: JsonReader, { body }: RawDelivery): Normalised {
  const order = at.child("order");
  if (order === null) {
    at.refuse("missing_field", "order", "an order is needed");
    return { kind: "ignored", why: "no order" };
  }
  if (order.countOrNull("status_id") === incomplete)
    return { kind: "ignored", why: "an unfinished checkout is no order" };
  return { kind: "order", order: readOrder(at, order, body) };
}

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  [pushTopic, objectTopic(namedOrder)],
  [pulledTopic, objectTopic(pulledOrder)],
]);
