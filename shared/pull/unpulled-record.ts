import { pulledTopic } from "../channels/channel.ts";
import { recordWrite } from "../intake/delivery-record.ts";
import type { PullRequest } from "../intake/pull-request.ts";
import { type DeliveryId, deliveryIdOf } from "../kernel/ids.ts";
import { deliveryKey } from "../table/keys.ts";
import type { Table } from "../table/port.ts";

type Order = Pick<PullRequest, "merchantId" | "connectionId" | "channelOrderId">;

/** Names what the ledger says of an order that could not be fetched. */
export function unpulledId({ merchantId, connectionId, channelOrderId }: Order): DeliveryId {
  return deliveryIdOf(merchantId, connectionId, `${pulledTopic}\n${channelOrderId}`);
}

/**
 * An order that the channel will not give stands in the delivery ledger, found by its number: `parked` when a person has to
 * look, `skipped` when there is no such order. There are no bytes to keep. The last word replaces the one before.
 */
export async function recordUnpulled(
  table: Table,
  request: PullRequest,
  fate: { readonly outcome: "parked" | "skipped"; readonly reason: string },
  now: string,
): Promise<void> {
  const { merchantId, connectionId, channel, channelOrderId, tries } = request;
  const deliveryId = unpulledId(request);
  const known = await table.get(deliveryKey(merchantId, deliveryId));
  if (known !== null && known["outcome"] === fate.outcome && known["reason"] === fate.reason) return;
  const { item } = recordWrite(null, {
    deliveryId,
    merchantId,
    connectionId,
    channel,
    topic: pulledTopic,
    channelDeliveryId: null,
    channelOrderNo: channelOrderId,
    orderId: null,
    ...fate,
    receivedAt: now,
    appliedAt: now,
    attempts: tries + 1,
    rawKey: "",
    rawLine: 0,
    messageId: "",
    duplicates: 0,
    lastDuplicateAt: null,
    countedMessages: [],
  });
  await table.put(item);
}
