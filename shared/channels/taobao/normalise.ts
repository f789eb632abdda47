import type { Result } from "../../kernel/result.ts";
import { normaliseByTopic, objectTopic } from "../by-topic.ts";
import { type Normalised, type NormaliseProblem, pulledTopic, type RawDelivery } from "../channel.ts";
import { readOrder } from "./order.ts";

/** Messages of the TMC service, and answers of taobao.trade.fullinfo.get as `readOrder` of `api.ts` composes them. */
export function normalise(delivery: RawDelivery): Result<Normalised, NormaliseProblem> {
  const topic = delivery.topic.trim().toLowerCase();
  const read = topic === pulledTopic ? pulled : namesOrder.test(topic) ? message : null;
  return normaliseByTopic(new Map(read === null ? [] : [[topic, read]]), delivery);
}

/** taobao_trade_TradeBuyerPay, taobao_refund_RefundSuccess … Ratings and articles are other families. */
const namesOrder = /^taobao_(trade_trade|refund_refund)(?!rated)/;

/** Says what happened, and in which order; the rest is asked for, so that late and lost messages do no harm. */
const message = objectTopic((at) => ({ kind: "pull", channelOrderIds: [at.id("tid")] }));

const pulled = objectTopic((at) => ({ kind: "order", order: readOrder(at) }));
