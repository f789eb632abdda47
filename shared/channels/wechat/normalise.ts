import type { Result } from "../../kernel/result.ts";
import { normaliseByTopic, objectTopic, type ReadTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import { readOrder } from "./order.ts";
import { readJsonPush, readXmlPush } from "./push.ts";
import { pushTopic } from "./verify.ts";

/** Built for the WeChat store (微信小店) as its documentation stood in 2025. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  const asXml = delivery.topic === pushTopic ? readXmlPush(delivery.body) : null;
  return asXml ?? normaliseByTopic(topics, delivery);
}

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  [pushTopic, objectTopic(readJsonPush)],
  [pulledTopic, objectTopic((at) => ({ kind: "order", order: readOrder(at) }))],
]);
