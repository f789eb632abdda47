import { parseJson } from "../../kernel/lossless-json.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { Normalised, NormaliseProblem, RawDelivery } from "../channel.ts";
import { clockOf, firstInstant } from "../clock.ts";
import { type JsonReader, readJson } from "../json-reader.ts";
import { readFulfilment } from "./fulfilments.ts";
import { headerNamesFor } from "./headers.ts";
import { readOrder } from "./order.ts";
import { readRefund, shopCurrencyOf } from "./refunds.ts";

/** Built for Admin API 2026-07; bodies of 2022-10 and later are read too. */
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

const wholeOrder: ReadTopic = (at, delivery) => ({ kind: "order", order: readOrder(at, delivery.body) });

/** `order_edit` lists additions and removals, which cannot be repeated safely; orders/updated brings the result. */
const editedOrder: ReadTopic = (at, delivery) =>
  at.has("order_edit")
    ? { kind: "ignored", why: "orders/edited holds only differences; orders/updated of the same edit holds the order" }
    : wholeOrder(at, delivery);

const deletedOrder: ReadTopic = (at, delivery) => {
  const deletedAt = triggeredAt(delivery);
  return {
    kind: "order",
    order: {
      channelOrderId: at.id("id"),
      clock: clockOf(deletedAt, "999", delivery.body),
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

/**
 * By the refund's own time, in seconds like the order's: an order that already counts the refund is never older than it.
 * The header's fractions of a second would make the refund look newer, and its units would be taken off twice.
 */
const refund: ReadTopic = (at, delivery) => ({
  kind: "order",
  order: {
    channelOrderId: at.id("order_id"),
    clock: clockOf(at.instantOrNull("created_at") ?? triggeredAt(delivery), "000", delivery.body),
    refunds: [readRefund(at, shopCurrencyOf(at))],
  },
});

const fulfilment: ReadTopic = (at, delivery) => ({
  kind: "order",
  order: {
    channelOrderId: at.id("order_id"),
    clock: clockOf(at.instant("updated_at"), "000", delivery.body),
    fulfilments: [readFulfilment(at)],
  },
});

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  ["orders/create", wholeOrder],
  ["orders/updated", wholeOrder],
  ["orders/paid", wholeOrder],
  ["orders/cancelled", wholeOrder],
  ["orders/fulfilled", wholeOrder],
  ["orders/partially_fulfilled", wholeOrder],
  ["orders/edited", editedOrder],
  ["orders/delete", deletedOrder],
  ["refunds/create", refund],
  ["fulfillments/create", fulfilment],
  ["fulfillments/update", fulfilment],
]);

/** For bodies without a time of their own: when Shopify triggered the message, else its arrival. */
function triggeredAt({ headers, receivedAt }: RawDelivery): string {
  return firstInstant(headers[headerNamesFor(headers).triggeredAt], receivedAt);
}
