import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { type QueuedDelivery, toQueueMessage } from "../intake/queued-delivery.ts";
import { type ConnectionId, deliveryIdOf, isShortName } from "../kernel/ids.ts";
import { done, type Outcome, park, skipped } from "../kernel/outcome.ts";
import type { QueueSender, SecretReader } from "../platform/ports.ts";
import { type ApiCredentials, readApiCredentials } from "../settings/api-credentials.ts";

export type NotificationDeps = {
  readonly secrets: SecretReader;
  readonly apiSecretPrefix: string;
  readonly intake: QueueSender;
  readonly now: () => Date;
};

/** A message of Amazon's own, as far as the way to its shop needs it; the channel's `normalise` reads the rest. */
export type AmazonNotification = {
  readonly type: string;
  /** null for the message that Amazon sends when a queue is connected. */
  readonly sellerId: string | null;
  readonly notificationId: string;
  /** The very text. */
  readonly text: string;
};

const CHANNEL = "amazon";

const notificationSchema = z.object({
  NotificationType: z.string(),
  Payload: z.optional(z.object({ OrderChangeNotification: z.optional(z.object({ SellerId: z.string() })) })),
  NotificationMetadata: z.optional(z.object({ NotificationId: z.string() })),
});

/** null for a text that is none. */
export function readNotification(text: string): AmazonNotification | null {
  const parsed = z.safeParse(notificationSchema, jsonOf(text));
  if (!parsed.success) return null;
  const { NotificationType: type, Payload, NotificationMetadata } = parsed.data;
  const hash = createHash("sha256").update(text).digest("hex");
  return {
    type,
    sellerId: Payload?.OrderChangeNotification?.SellerId ?? null,
    notificationId: NotificationMetadata?.NotificationId ?? hash,
    text,
  };
}

/** The shop of a seller is connected under this name, because a notification names nothing but the seller. */
export function connectionOfSeller(sellerId: string): ConnectionId | null {
  const name = `${CHANNEL}-${sellerId.toLowerCase()}`;
  return isShortName(name) ? (name as ConnectionId) : null;
}

/**
 * Hands one notification to the intake queue as a delivery of the seller's shop. Who may write into Amazon's queue is
 * decided by its policy; whose order it is, by the secret of the shop, which names the merchant and the seller.
 */
export function makeTakeNotification(deps: NotificationDeps) {
  return async (notification: AmazonNotification): Promise<Outcome> => {
    const { type, sellerId, notificationId, text } = notification;
    if (sellerId === null) return skipped(`a notification ${type} is about no order`);
    const access = await accessOf(deps, sellerId);
    if (access === null) return park(`no connection ${connectionOfSeller(sellerId)} has credentials for this seller`);
    const { merchantId, connectionId } = access;
    const delivery: QueuedDelivery = {
      deliveryId: deliveryIdOf(merchantId, connectionId, `notification\n${notificationId}`),
      merchantId,
      connectionId,
      channel: CHANNEL,
      topic: type,
      channelDeliveryId: notificationId,
      headers: {},
      receivedAt: deps.now().toISOString(),
      body: new TextEncoder().encode(text),
    };
    const message = toQueueMessage(delivery);
    if (message === null) return park("the notification is more than a queue takes");
    await deps.intake.send([{ body: message, groupId: connectionId }]);
    return done;
  };
}

async function accessOf(deps: NotificationDeps, sellerId: string): Promise<ApiCredentials | null> {
  const connection = connectionOfSeller(sellerId);
  const access = connection === null ? null : await readApiCredentials(deps, connection);
  const known = access?.credentials["sellerId"] ?? sellerId;
  return access?.channel === CHANNEL && known === sellerId ? access : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
