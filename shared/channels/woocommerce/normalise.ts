import type { Result } from "../../kernel/result.ts";
import { normaliseByTopic, objectTopic, type ReadTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import { clockOf, firstInstant } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { readOrder } from "./order.ts";
import { draftStatuses } from "./statuses.ts";

/** Built for the REST API v3 that webhooks of "WP REST API Integration v3" carry. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, delivery);
}

type ReadObject = (at: JsonReader, delivery: RawDelivery) => Normalised;

const wholeOrder: ReadObject = (at, delivery) => {
  const status = at.textOrNull("status") ?? "";
  if (draftStatuses.has(status)) return { kind: "ignored", why: `status ${status} is a cart, not an order` };
  return { kind: "order", order: readOrder(at, delivery.body) };
};

/** The body is only `{"id":N}` and no header names a time: the tombstone counts from its arrival. */
const deletedOrder: ReadObject = (at, delivery) => {
  const deletedAt = firstInstant(delivery.receivedAt);
  return {
    kind: "order",
    order: {
      channelOrderId: at.id("id"),
      clock: clockOf(deletedAt, "99", delivery.body),
      status: {
        cancelledAt: deletedAt,
        cancelReason: null,
        closedAt: null,
        isDeleted: true,
        raw: "deleted",
        isFulfilled: false,
      },
    },
  };
};

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  ["order.created", objectTopic(wholeOrder)],
  ["order.updated", objectTopic(wholeOrder)],
  ["order.restored", objectTopic(wholeOrder)],
  ["order.deleted", objectTopic(deletedOrder)],
  [pulledTopic, objectTopic(wholeOrder)],
]);
