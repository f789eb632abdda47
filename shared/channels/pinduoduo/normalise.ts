import type { Result } from "../../kernel/result.ts";
import { normaliseByTopic, objectTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import { readOrder } from "./order.ts";

/** Answers of pdd.order.information.get, as `readOrder` of `api.ts` hands them on. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, delivery);
}

const topics = new Map([[pulledTopic, objectTopic((at) => ({ kind: "order", order: readOrder(at) }))]]);
