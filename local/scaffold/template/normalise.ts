import type { Normalised, NormaliseProblem, RawDelivery } from "../../../shared/channels/channel.ts";
import { readJson } from "../../../shared/channels/json-reader.ts";
import { parseJson } from "../../../shared/kernel/lossless-json.ts";
import { fail, ok, type Result } from "../../../shared/kernel/result.ts";
import { readOrder } from "./order.ts";

/** The topics that carry a whole order. Others, such as a deletion, get a reader of their own. */
const orderTopics: ReadonlySet<string> = new Set(["order.created", "order.updated"]);

/** Say here for which version of the channel's API this was built. */
export function normalise({ topic: named, body }: RawDelivery): Result<Normalised, NormaliseProblem> {
  const topic = named.trim().toLowerCase();
  if (topic === "") return fail({ kind: "unknown_topic", at: "", detail: "the delivery names no topic" });
  if (!orderTopics.has(topic)) return ok({ kind: "ignored", why: `topic ${topic.slice(0, 60)} is not followed` });
  const json = parseJson(body);
  if (!json.ok) return fail({ kind: "not_json", at: "", detail: json.error.detail });
  return readJson(json.value, (at) => ({ kind: "order", order: readOrder(at, body) }));
}
