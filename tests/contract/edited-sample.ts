import type { Channel, Normalised, NormaliseProblem } from "../../shared/channels/channel.ts";
import { readSample } from "../../shared/channels/sample.ts";
import type { Result } from "../../shared/kernel/result.ts";
import type { IncomingOrder } from "../../shared/orders/facts.ts";

/** Any JSON, to be changed in place by a test. */
// biome-ignore lint/suspicious/noExplicitAny: a test edits foreign JSON by path
export type Editable = any;

export type EditedSample = {
  readonly topic: string;
  readonly edit?: (body: Editable) => void;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What a channel makes of one of its samples after a change. Ids beyond 2^53 lose their last digits here. */
export function normaliseEdited(
  channel: Channel,
  name: string,
  { topic, edit, headers = {} }: EditedSample,
): Result<Normalised, NormaliseProblem> {
  const json = JSON.parse(new TextDecoder().decode(readSample(channel.name, name))) as Editable;
  edit?.(json);
  const body = new TextEncoder().encode(JSON.stringify(json));
  return channel.normalise({ topic, body, headers, receivedAt: "2026-11-21T00:00:00.000Z" });
}

/** The order in it; a refusal fails the test with its own words. */
export function orderIn(result: Result<Normalised, NormaliseProblem>): IncomingOrder {
  if (!result.ok) throw new Error(`refused: ${result.error.kind} at ${result.error.at}: ${result.error.detail}`);
  if (result.value.kind !== "order") throw new Error(`no order: ${JSON.stringify(result.value)}`);
  return result.value.order;
}
