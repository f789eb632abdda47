import type { Result } from "../../kernel/result.ts";
import type { IncomingOrder } from "../../orders/facts.ts";
import { normaliseByTopic, objectTopic, type ReadTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import type { JsonReader } from "../json-reader.ts";
import { readCreditMemo } from "./credit-memo.ts";
import { readOrder } from "./order.ts";
import { readShipment } from "./shipment.ts";

/** Built for Adobe I/O Events of Commerce 2.4.5 to 2.4.8 (events client 1.x); REST orders have the same fields. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, { ...delivery, topic: eventOf(delivery.topic) });
}

type ReadEvent = (value: JsonReader, body: Uint8Array) => Normalised;

function order(read: (value: JsonReader, body: Uint8Array) => IncomingOrder): ReadEvent {
  return (value, body) => ({ kind: "order", order: read(value, body) });
}

/** The header that names the event is not signed; the type inside is. */
function event(name: string, read: ReadEvent): [string, ReadTopic] {
  const topic = objectTopic((at, { body }) => {
    expectSameEvent(at, name);
    const value = readValue(at);
    if (value !== null) return read(value, body);
    at.refuse("missing_field", "data.value", "the event carries no value");
    return { kind: "ignored", why: "no value" };
  });
  return [name, topic];
}

/** `{"order":{…},"shipments":{"items":[…]},"creditmemos":{"items":[…]}}`: three answers of the REST API. */
function pulledOrder(at: JsonReader, { body }: RawDelivery): Normalised {
  const value = at.child("order");
  if (value === null) {
    at.refuse("missing_field", "order", "an order is needed");
    return { kind: "ignored", why: "no order" };
  }
  const shipments = at.child("shipments")?.listOrEmpty("items") ?? [];
  const memos = at.child("creditmemos")?.listOrEmpty("items") ?? [];
  const fulfilments = shipments.flatMap((each) => readShipment(each, body).fulfilments ?? []);
  const refunds = memos.flatMap((each) => {
    const memo = readCreditMemo(each, body);
    return memo.kind === "order" ? (memo.order.refunds ?? []) : [];
  });
  return {
    kind: "order",
    order: {
      ...readOrder(value, body),
      ...(fulfilments.length === 0 ? {} : { fulfilments }),
      ...(refunds.length === 0 ? {} : { refunds }),
    },
  };
}

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  event("observer.sales_order_save_commit_after", order(readOrder)),
  event("observer.sales_order_save_after", order(readOrder)),
  event("observer.sales_order_shipment_save_commit_after", order(readShipment)),
  event("observer.sales_order_shipment_save_after", order(readShipment)),
  event("observer.sales_order_creditmemo_save_commit_after", readCreditMemo),
  event("observer.sales_order_creditmemo_save_after", readCreditMemo),
  [pulledTopic, objectTopic(pulledOrder)],
]);

/** `observer.…` of `com.adobe.commerce.observer.…`: events carry the prefix, subscriptions are written without. */
function eventOf(topic: string): string {
  return topic
    .trim()
    .toLowerCase()
    .replace(/^com\.adobe\.commerce\./, "");
}

/** The header is not signed; the type inside is. */
function expectSameEvent(at: JsonReader, topic: string): void {
  const type = at.textOrNull("type");
  if (type !== null && eventOf(type) !== topic) at.refuse("bad_value", "type", "the header names another event");
}

/** CloudEvents hold `data.value`; the older envelope, as in Adobe's own signature tests, holds `event.data.value`. */
function readValue(at: JsonReader): JsonReader | null {
  return (at.child("data") ?? at.child("event")?.child("data"))?.child("value") ?? null;
}
