import { createHash } from "node:crypto";
import { pulledTopic } from "../channels/channel.ts";
import type { PullRequest } from "../intake/pull-request.ts";
import { type QueuedDelivery, toQueueMessage } from "../intake/queued-delivery.ts";
import { deliveryIdOf } from "../kernel/ids.ts";
import type { QueueMessage } from "../platform/ports.ts";

/**
 * An order as its channel's API gave it, on its way to the intake queue. Named by the order and its bytes: the same state
 * read twice is one delivery. null when it is more than a queue takes.
 */
export function pulledDelivery(request: PullRequest, body: Uint8Array, now: string): QueueMessage | null {
  const { merchantId, connectionId, channel, channelOrderId, cause } = request;
  const hash = createHash("sha256").update(body).digest("hex");
  const delivery: QueuedDelivery = {
    deliveryId: deliveryIdOf(merchantId, connectionId, `${pulledTopic}\n${channelOrderId}\n${hash}`),
    merchantId,
    connectionId,
    channel,
    topic: pulledTopic,
    channelDeliveryId: null,
    headers: { "x-orderhub-cause": cause },
    receivedAt: now,
    body,
  };
  const message = toQueueMessage(delivery);
  return message === null ? null : { body: message, groupId: connectionId };
}
