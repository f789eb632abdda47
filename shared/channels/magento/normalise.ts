import { parseJson } from "../../kernel/lossless-json.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { IncomingOrder } from "../../orders/facts.ts";
import type { Normalised, NormaliseProblem, RawDelivery } from "../channel.ts";
import { type JsonReader, readJson } from "../json-reader.ts";
import { readCreditMemo } from "./credit-memo.ts";
import { readOrder } from "./order.ts";
import { readShipment } from "./shipment.ts";

/** Built for Adobe I/O Events of Commerce 2.4.5 to 2.4.8 (events client 1.x); REST orders have the same fields. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  const topic = eventOf(delivery.topic);
  if (topic === "") return fail({ kind: "unknown_topic", at: "", detail: "the delivery names no topic" });
  const read = topics.get(topic);
  if (read === undefined) return ok({ kind: "ignored", why: `event ${topic.slice(0, 80)} is not followed` });
  const json = parseJson(delivery.body);
  if (!json.ok) return fail({ kind: "not_json", at: "", detail: json.error.detail });
  return readJson(json.value, (at) => {
    expectSameEvent(at, topic);
    const value = readValue(at);
    if (value !== null) return read(value, delivery.body);
    at.refuse("missing_field", "data.value", "the event carries no value");
    return { kind: "ignored", why: "no value" };
  });
}

type ReadEvent = (value: JsonReader, body: Uint8Array) => Normalised;

function order(read: (value: JsonReader, body: Uint8Array) => IncomingOrder): ReadEvent {
  return (value, body) => ({ kind: "order", order: read(value, body) });
}

const topics: ReadonlyMap<string, ReadEvent> = new Map([
  ["observer.sales_order_save_commit_after", order(readOrder)],
  ["observer.sales_order_save_after", order(readOrder)],
  ["observer.sales_order_shipment_save_commit_after", order(readShipment)],
  ["observer.sales_order_shipment_save_after", order(readShipment)],
  ["observer.sales_order_creditmemo_save_commit_after", readCreditMemo],
  ["observer.sales_order_creditmemo_save_after", readCreditMemo],
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
