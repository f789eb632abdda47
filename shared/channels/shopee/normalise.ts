import type { Result } from "../../kernel/result.ts";
import { normaliseByTopic, objectTopic, type ReadTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import type { JsonReader } from "../json-reader.ts";
import { readOrder } from "./order.ts";
import { pushTopic } from "./verify.ts";

/** Built for Open Platform API v2: pushes of code 3 and the answer of v2.order.get_order_detail. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  return normaliseByTopic(topics, delivery);
}

/** "Order status": also sent for cancellations before shipping. */
const ORDER_STATUS_PUSH = 3;

function readPush(at: JsonReader): Normalised {
  const code = at.count("code");
  if (code !== ORDER_STATUS_PUSH) return { kind: "ignored", why: `push code ${code} tells of no order's status` };
  const data = at.child("data");
  if (data === null) at.refuse("missing_field", "data", "the push carries no data");
  return { kind: "pull", channelOrderIds: [data?.id("ordersn") ?? ""] };
}

/** The answer as it came; a list, since several orders may be asked for, of which the hub asks one. */
function readPulled(at: JsonReader): Normalised {
  const response = at.child("response");
  const [order] = response?.list("order_list") ?? [];
  if (order !== undefined) return { kind: "order", order: readOrder(order) };
  at.refuse("missing_field", "response.order_list[0]", "the answer holds no order");
  return { kind: "ignored", why: "no order" };
}

const topics: ReadonlyMap<string, ReadTopic> = new Map([
  [pushTopic, objectTopic(readPush)],
  [pulledTopic, objectTopic(readPulled)],
]);
