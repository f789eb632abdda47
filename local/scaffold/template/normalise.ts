import { normaliseByTopic, objectTopic } from "../../../shared/channels/by-topic.ts";
import type { Normalised, NormaliseProblem, RawDelivery } from "../../../shared/channels/channel.ts";
import type { Result } from "../../../shared/kernel/result.ts";
import { readOrder } from "./order.ts";

/** Say here for which version of the channel's API this was built. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, delivery);
}

const wholeOrder = objectTopic((at, { body }) => ({ kind: "order", order: readOrder(at, body) }));

/** The topics that carry a whole order. Others, such as a deletion, get a reader of their own. */
const topics = new Map([
  ["order.created", wholeOrder],
  ["order.updated", wholeOrder],
]);
