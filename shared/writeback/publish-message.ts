import * as z from "zod/mini";
import { type ConnectionId, type MerchantId, type Sku, sku } from "../kernel/ids.ts";
import type { QueueMessage } from "../platform/ports.ts";

/**
 * Asks for a shop's channel to be told the stock of one sku, or of all its skus (`sku` null; `after` goes on where an
 * earlier walk stopped). It names no quantity: whoever handles it reads the newest.
 */
export type PublishMessage = {
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly channel: string;
  readonly sku: Sku | null;
  readonly after: string | null;
};

export const publishMessageSchema = z.pipe(
  z.object({
    merchantId: z.string(),
    connectionId: z.string(),
    channel: z.string(),
    sku: z.nullable(z.string()),
    after: z.nullable(z.string()),
  }),
  z.transform(
    (message): PublishMessage => ({
      ...message,
      merchantId: message.merchantId as MerchantId,
      connectionId: message.connectionId as ConnectionId,
      sku: message.sku === null ? null : sku(message.sku),
    }),
  ),
);

/** A quiet shop's stock is not kept waiting by a busy one's. */
export function toPublishMessage(message: PublishMessage, delaySeconds = 0): QueueMessage {
  const delay = Math.min(900, Math.max(0, Math.ceil(delaySeconds)));
  return { body: JSON.stringify(message), delaySeconds: delay, groupId: message.connectionId };
}
