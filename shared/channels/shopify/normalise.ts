import type { Result } from "../../kernel/result.ts";
import { normaliseByTopic, objectTopic, type ReadTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import { clockOf, firstInstant } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";
import { readFulfilment } from "./fulfilments.ts";
import { headerNamesFor } from "./headers.ts";
import { readOrder } from "./order.ts";
import { readRefund, shopCurrencyOf } from "./refunds.ts";

/** Built for Admin API 2026-07; bodies of 2022-10 and later are read too. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, delivery);
}

type ReadObject = (at: JsonReader, delivery: RawDelivery) => Normalised;

const wholeOrder: ReadObject = (at, delivery) => ({ kind: "order", order: readOrder(at, delivery.body) });

/** `{"order":{…}}`, as the REST API answers: the same order that the topics post. */
const pulledOrder: ReadObject = (at, delivery) => {
  const order = at.child("order");
  if (order !== null) return wholeOrder(order, delivery);
  at.refuse("missing_field", "order", "an order is needed");
  return { kind: "ignored", why: "no order" };
};

/** `order_edit` lists additions and removals, which cannot be repeated safely; orders/updated brings the result. */
const editedOrder: ReadObject = (at, delivery) =>
  at.has("order_edit")
    ? { kind: "ignored", why: "orders/edited holds only differences; orders/updated of the same edit holds the order" }
    : wholeOrder(at, delivery);

const deletedOrder: ReadObject = (at, delivery) => {
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
const refund: ReadObject = (at, delivery) => ({
  kind: "order",
  order: {
    channelOrderId: at.id("order_id"),
    clock: clockOf(at.instantOrNull("created_at") ?? triggeredAt(delivery), "000", delivery.body),
    refunds: [readRefund(at, shopCurrencyOf(at))],
  },
});

const fulfilment: ReadObject = (at, delivery) => ({
  kind: "order",
  order: {
    channelOrderId: at.id("order_id"),
    clock: clockOf(at.instant("updated_at"), "000", delivery.body),
    fulfilments: [readFulfilment(at)],
  },
});

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  ["orders/create", objectTopic(wholeOrder)],
  ["orders/updated", objectTopic(wholeOrder)],
  ["orders/paid", objectTopic(wholeOrder)],
  ["orders/cancelled", objectTopic(wholeOrder)],
  ["orders/fulfilled", objectTopic(wholeOrder)],
  ["orders/partially_fulfilled", objectTopic(wholeOrder)],
  ["orders/edited", objectTopic(editedOrder)],
  ["orders/delete", objectTopic(deletedOrder)],
  ["refunds/create", objectTopic(refund)],
  ["fulfillments/create", objectTopic(fulfilment)],
  ["fulfillments/update", objectTopic(fulfilment)],
  [pulledTopic, objectTopic(pulledOrder)],
]);

/** For bodies without a time of their own: when Shopify triggered the message, else its arrival. */
function triggeredAt({ headers, receivedAt }: RawDelivery): string {
  return firstInstant(headers[headerNamesFor(headers).triggeredAt], receivedAt);
}
