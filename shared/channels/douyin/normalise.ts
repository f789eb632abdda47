import type { Result } from "../../kernel/result.ts";
import { normaliseByTopic, objectTopic, type ReadTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import { readOrder } from "./order.ts";
import { readPush } from "./push.ts";
import { pushTopic } from "./verify.ts";

/** Built for the messages and order.orderDetail of the Doudian open platform (API v2) as of 2025. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, delivery);
}

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  [pushTopic, readPush],
  [pulledTopic, objectTopic((at) => ({ kind: "order", order: readOrder(at) }))],
]);
