import { isCurrency } from "../../kernel/currency.ts";
import type { Json } from "../../kernel/lossless-json.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { normaliseByTopic, type ReadTopic } from "../by-topic.ts";
import type { Normalised, NormaliseProblem, RawDelivery } from "../channel.ts";
import { clockOf } from "../clock.ts";
import { contradictionIn } from "./contradictions.ts";
import { type Body, formatFor, type Topic } from "./format.ts";
import { fromCancelled, fromDeleted, fromFulfilled, fromRefunded, fromUpsert, type Told } from "./order.ts";
import { problemOf } from "./problems.ts";

/** Every wrong field is answered by its path and what would be right there. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, delivery);
}

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  ["ping", () => ok({ kind: "ignored", why: "ping: address, secret and clock are right" })],
  reader("order.upsert", fromUpsert),
  reader("order.cancelled", fromCancelled),
  reader("order.refunded", fromRefunded),
  reader("order.fulfilled", fromFulfilled),
  reader("order.deleted", fromDeleted),
]);

function reader<T extends Topic>(topic: T, toTold: (body: Body<T>) => Told): [string, ReadTopic] {
  const read: ReadTopic = (json, delivery) => {
    const body = parse(topic, json);
    if (!body.ok) return body;
    const contradiction = contradictionIn(body.value);
    if (contradiction !== null) return fail(contradiction);
    const { progress, ...groups } = toTold(body.value);
    const { id, updated_at } = body.value;
    const order = { channelOrderId: id, clock: clockOf(updated_at, progress, delivery.body), ...groups };
    return ok({ kind: "order", order });
  };
  return [topic, read];
}

/** How amounts are read depends on the currency, so it is looked at first. */
function parse<T extends Topic>(topic: T, json: Json): Result<Body<T>, NormaliseProblem> {
  const currency = currencyIn(json);
  if (currency !== null && !isCurrency(currency)) {
    const detail = `"${currency.slice(0, 12)}" is no ISO 4217 code`;
    return fail({ kind: "unknown_currency", at: "currency", detail });
  }
  const read = formatFor(currency ?? "CNY")[topic].safeParse(json, { reportInput: true });
  if (read.success) return ok(read.data as Body<T>);
  const [issue] = read.error.issues;
  if (issue === undefined) throw new Error(`${topic} was refused without an issue`);
  return fail(problemOf(issue));
}

function currencyIn(json: Json): string | null {
  if (json === null || typeof json !== "object" || !("currency" in json)) return null;
  return typeof json.currency === "string" ? json.currency : null;
}
