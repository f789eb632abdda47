import { type Json, parseJson } from "../kernel/lossless-json.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { Normalised, NormaliseProblem, RawDelivery } from "./channel.ts";
import { type JsonReader, readJson } from "./json-reader.ts";

/** Reads the JSON of one topic. */
export type ReadTopic = (json: Json, delivery: RawDelivery) => Result<Normalised, NormaliseProblem>;

/** What most channels' `normalise` begins with: topics are matched in small letters, and what is not followed stays unread. */
export function normaliseByTopic(
  topics: ReadonlyMap<string, ReadTopic>,
  delivery: RawDelivery,
): Result<Normalised, NormaliseProblem> {
  const topic = delivery.topic.trim().toLowerCase();
  if (topic === "") return fail({ kind: "unknown_topic", at: "", detail: "the delivery names no topic" });
  const read = topics.get(topic);
  if (read === undefined) return ok({ kind: "ignored", why: `topic ${topic.slice(0, 80)} is not followed` });
  const json = parseJson(delivery.body);
  return json.ok ? read(json.value, delivery) : fail({ kind: "not_json", at: "", detail: json.error.detail });
}

/** For a topic whose body is one JSON object, read field by field. */
export function objectTopic(read: (at: JsonReader, delivery: RawDelivery) => Normalised): ReadTopic {
  return (json, delivery) => readJson(json, (at) => read(at, delivery));
}
