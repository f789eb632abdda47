import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod/mini";
import type { ConnectionId, DeliveryId, MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";

/** One verified delivery on its way from the door to the worker, the body as it was signed. */
export type QueuedDelivery = {
  readonly deliveryId: DeliveryId;
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly channel: string;
  readonly topic: string;
  readonly channelDeliveryId: string | null;
  /** The channel's own headers, lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly receivedAt: string;
  readonly body: Uint8Array;
};

/** The largest body that is taken, as it came. */
export const MAX_BODY_BYTES = 5_000_000;
/** The largest queue message: SQS takes 1 MiB, attributes included. */
export const MAX_MESSAGE_BYTES = 900_000;

const messageSchema = z.object({
  deliveryId: z.string(),
  merchantId: z.string(),
  connectionId: z.string(),
  channel: z.string(),
  topic: z.string(),
  channelDeliveryId: z.nullable(z.string()),
  headers: z.record(z.string(), z.string()),
  receivedAt: z.string(),
  bodyGzipBase64: z.string(),
});

/** The text of the queue message; null when it is more than a queue takes. */
export function toQueueMessage(delivery: QueuedDelivery): string | null {
  const { body, ...rest } = delivery;
  const text = JSON.stringify({ ...rest, bodyGzipBase64: gzipSync(body).toString("base64") });
  return Buffer.byteLength(text) > MAX_MESSAGE_BYTES ? null : text;
}

/** Only our own door writes these messages: a failure is a bug, and says what is wrong without repeating content. */
export function fromQueueMessage(text: string): Result<QueuedDelivery, string> {
  try {
    const { bodyGzipBase64, ...rest } = messageSchema.parse(JSON.parse(text));
    const body = gunzipSync(Buffer.from(bodyGzipBase64, "base64"), { maxOutputLength: MAX_BODY_BYTES });
    return ok({
      ...rest,
      deliveryId: rest.deliveryId as DeliveryId,
      merchantId: rest.merchantId as MerchantId,
      connectionId: rest.connectionId as ConnectionId,
      body,
    });
  } catch (error) {
    return fail(`not a queued delivery: ${error instanceof Error ? error.name : "unknown"}`);
  }
}
