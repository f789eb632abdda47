import type { ApiProblem, ChannelApi, ChannelMessage } from "../channels/api.ts";
import { type QueuedDelivery, toQueueMessage } from "../intake/queued-delivery.ts";
import { deliveryIdOf } from "../kernel/ids.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { QueueMessage, QueueSender } from "../platform/ports.ts";
import type { Shop } from "./shop.ts";
import type { Ask } from "./use-channel-api.ts";

export type TakeDeps = { readonly intake: QueueSender; readonly now: () => Date };

const MOST_ROUNDS = 50;

/**
 * Takes the messages that wait at the channel, and confirms them only when they are in our queue: whoever dies in between
 * takes them twice, and a message that comes twice is one delivery. Gives how many were taken.
 */
export async function takeMessages(
  deps: TakeDeps,
  shop: Shop,
  messages: NonNullable<ChannelApi["messages"]>,
  ask: Ask,
  hasTime: () => boolean,
): Promise<Result<number, ApiProblem>> {
  let taken = 0;
  for (let round = 1; round <= MOST_ROUNDS && hasTime(); round += 1) {
    const consumed = await ask((_, call) => messages.consume(call));
    if (!consumed.ok) return consumed;
    if (consumed.value.length === 0) break;
    const now = deps.now().toISOString();
    await deps.intake.send(consumed.value.map((message) => deliveryOf(shop, message, now)));
    const ids = consumed.value.map(({ messageId }) => messageId);
    const confirmed = await ask((_, call) => messages.confirm(call, ids));
    if (!confirmed.ok) return confirmed;
    taken += consumed.value.length;
  }
  return ok(taken);
}

function deliveryOf(shop: Shop, message: ChannelMessage, now: string): QueueMessage {
  const { merchantId, connectionId, channel } = shop;
  const { messageId, topic, body } = message;
  const delivery: QueuedDelivery = {
    deliveryId: deliveryIdOf(merchantId, connectionId, `message\n${messageId}`),
    merchantId,
    connectionId,
    channel,
    topic,
    channelDeliveryId: messageId,
    headers: {},
    receivedAt: now,
    body,
  };
  const text = toQueueMessage(delivery);
  if (text === null) throw new Error(`message ${messageId} is more than a queue takes; it stays at the channel`);
  return { body: text, groupId: connectionId };
}
