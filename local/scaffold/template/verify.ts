import type {
  DeliveryDescription,
  Verification,
  WebhookChannel,
  WebhookRequest,
} from "../../../shared/channels/channel.ts";
import { dedupeKeyOf, hmacSignature, isSignedWithAny } from "../../../shared/channels/hmac-signature.ts";

/** The channel's own names, lower-case. */
const headers = {
  topic: "x-template-topic",
  deliveryId: "x-template-delivery",
  signature: "x-template-signature",
} as const;

/** If the channel sends a trial call or a challenge, it is told apart here: `{ kind: "ping" }`. */
export function describe({ headers: sent, body }: WebhookRequest): DeliveryDescription {
  const channelDeliveryId = sent[headers.deliveryId] || null;
  return {
    kind: "delivery",
    topic: sent[headers.topic] ?? "",
    channelDeliveryId,
    dedupeKey: dedupeKeyOf(channelDeliveryId, body),
  };
}

/** base64(HMAC-SHA256(secret, raw body)). A channel that signs a time is given `now` as a third argument. */
export function verify(request: WebhookRequest, secrets: readonly string[]): Verification {
  const signature = request.headers[headers.signature];
  if (!signature) return { kind: "missing_header", header: headers.signature };
  if (!request.headers[headers.topic]) return { kind: "missing_header", header: headers.topic };
  return isSignedWithAny(request.body, signature, secrets) ? { kind: "verified" } : { kind: "bad_signature" };
}

export const sign: WebhookChannel["sign"] = ({ topic, body, secret, deliveryNo }) => ({
  "content-type": "application/json",
  [headers.topic]: topic,
  [headers.signature]: hmacSignature(body, secret),
  [headers.deliveryId]: deliveryNo,
});
