import { parseJson } from "../../kernel/lossless-json.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { Normalised, NormaliseProblem, RawDelivery } from "../channel.ts";
import { clockOf, firstInstant } from "../clock.ts";
import { type JsonReader, readJson } from "../json-reader.ts";
import { readOrder } from "./order.ts";
import { draftStatuses } from "./statuses.ts";

/** Built for the REST API v3 that webhooks of "WP REST API Integration v3" carry. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  const topic = delivery.topic.trim().toLowerCase();
  if (topic === "") return fail({ kind: "unknown_topic", at: "", detail: "the delivery names no topic" });
  const read = topics.get(topic);
  if (read === undefined) return ok({ kind: "ignored", why: `topic ${topic.slice(0, 60)} is not followed` });
  const json = parseJson(delivery.body);
  if (!json.ok) return fail({ kind: "not_json", at: "", detail: json.error.detail });
  return readJson(json.value, (at) => read(at, delivery));
}

type ReadTopic = (at: JsonReader, delivery: RawDelivery) => Normalised;

const wholeOrder: ReadTopic = (at, delivery) => {
  const status = at.textOrNull("status") ?? "";
  if (draftStatuses.has(status)) return { kind: "ignored", why: `status ${status} is a cart, not an order` };
  return { kind: "order", order: readOrder(at, delivery.body) };
};

/** The body is only `{"id":N}` and no header names a time: the tombstone counts from its arrival. */
const deletedOrder: ReadTopic = (at, delivery) => {
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
  ["order.created", wholeOrder],
  ["order.updated", wholeOrder],
  ["order.restored", wholeOrder],
  ["order.deleted", deletedOrder],
]);
