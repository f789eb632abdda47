import type { Result } from "../../kernel/result.ts";
import { normaliseByTopic, objectTopic, type ReadTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import type { JsonReader } from "../json-reader.ts";
import { readOrder } from "./order.ts";
import { pushTopic } from "./verify.ts";

/** Built for Lazada Push Mechanism types 0 and 10, and for the answers that api.ts puts together. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, delivery);
}

/** Order lines; and reverse orders (returns and refunds), which name the order they belong to. */
const followed: readonly number[] = [0, 10];

/** The seller of the trial message that the console posts when an address is saved. */
const TRIAL_SELLER = "9999";

/** One message for each line of an order: the order is fetched whole, so the line is not looked at. */
function readPush(at: JsonReader): Normalised {
  const type = at.count("message_type");
  if (at.textOrNull("seller_id") === TRIAL_SELLER) return { kind: "ignored", why: "a trial message of the console" };
  if (!followed.includes(type)) return { kind: "ignored", why: `message type ${type} tells of no order` };
  const data = at.child("data");
  if (data === null) at.refuse("missing_field", "data", "the message carries no data");
  return { kind: "pull", channelOrderIds: [data?.id("trade_order_id") ?? ""] };
}

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  [pushTopic, objectTopic(readPush)],
  [pulledTopic, objectTopic((at) => ({ kind: "order", order: readOrder(at) }))],
]);
