import type { Result } from "../../kernel/result.ts";
import { normaliseByTopic, objectTopic, type ReadTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import type { JsonReader } from "../json-reader.ts";
import { readOrder } from "./order.ts";
import { isOrderState } from "./statuses.ts";

/** Built for webhook events and orders of the Square API 2025-10-16. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, delivery);
}

/** Every event comes under this topic: its type stands in the body. */
export const pushTopic = "push";

/** The events that are followed, and where each names its order. */
const inside: ReadonlyMap<string, string> = new Map([
  ["order.created", "order_created"],
  ["order.updated", "order_updated"],
  ["order.fulfillment.updated", "order_fulfillment_updated"],
  ["payment.created", "payment"],
  ["payment.updated", "payment"],
  ["refund.created", "refund"],
  ["refund.updated", "refund"],
]);

/**
 * Events of orders hold an id and a state. Payments and refunds come whole, but tell neither what the order costs nor the other
 * payments for it, and a refund names an order of its own: so the order is read for them too.
 */
function namedOrder(at: JsonReader): Normalised {
  const type = at.text("type");
  const name = inside.get(type);
  if (name === undefined) return { kind: "ignored", why: `event ${type.slice(0, 80)} is not followed` };
  const told = at.child("data")?.child("object")?.child(name) ?? null;
  if (told === null) {
    at.refuse("missing_field", `data.object.${name}`, "an object is needed");
    return { kind: "ignored", why: "no object" };
  }
  if (!told.has("order_id") && !type.startsWith("order.")) return { kind: "ignored", why: `${type} without an order` };
  return { kind: "pull", channelOrderIds: [told.id("order_id")] };
}

/** `{"order":{…}}` as the API answers, or that answer under `order` beside others (see api.ts). */
function pulledOrder(at: JsonReader, { body }: RawDelivery): Normalised {
  const order = at.child("order")?.child("order") ?? at.child("order");
  if (order === null) {
    at.refuse("missing_field", "order", "an order is needed");
    return { kind: "ignored", why: "no order" };
  }
  if (isReturn(order)) return { kind: "ignored", why: "a return without the sale it belongs to" };
  const state = order.text("state");
  if (state === "DRAFT") return { kind: "ignored", why: "a draft is no order" };
  if (isOrderState(state)) return { kind: "order", order: readOrder(at, order, state, body) };
  order.refuse("unknown_status", "state", `"${state.slice(0, 40)}" is not in square/statuses.ts`);
  return { kind: "ignored", why: "unknown state" };
}

/** Square makes an order of its own for a return: it sells nothing. */
function isReturn(order: JsonReader): boolean {
  return !order.has("line_items") && order.entries("returns").some((each) => each.has("uid"));
}

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  [pushTopic, objectTopic(namedOrder)],
  [pulledTopic, objectTopic(pulledOrder)],
]);
