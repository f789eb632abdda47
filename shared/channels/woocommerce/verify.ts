import type { DeliveryDescription, Verification, WebhookChannel, WebhookRequest } from "../channel.ts";
import { dedupeKeyOf, hmacSignature, isSignedWithAny } from "../hmac-signature.ts";

const headers = {
  signature: "x-wc-webhook-signature",
  topic: "x-wc-webhook-topic",
  deliveryId: "x-wc-webhook-delivery-id",
} as const;

/**
 * On creation a webhook posts a form without a signature and must get exactly 200. Delivery ids are made from the webhook
 * and the second: two deliveries of one second share theirs, so the bytes decide.
 */
export function describe(request: WebhookRequest): DeliveryDescription {
  if (isPing(request)) return { kind: "ping" };
  const channelDeliveryId = request.headers[headers.deliveryId] ?? null;
  return {
    kind: "delivery",
    topic: request.headers[headers.topic] ?? "",
    channelDeliveryId,
    dedupeKey: dedupeKeyOf(channelDeliveryId, request.body),
  };
}

/** base64(HMAC-SHA256(secret, raw body)). No time is signed, and neither is the shop: the connection's secret is. */
export function verify(request: WebhookRequest, secrets: readonly string[]): Verification {
  const signature = request.headers[headers.signature];
  if (!signature) return { kind: "missing_header", header: headers.signature };
  if (!request.headers[headers.topic]) return { kind: "missing_header", header: headers.topic };
  return isSignedWithAny(request.body, signature, secrets.map(signingSecret))
    ? { kind: "verified" }
    : { kind: "bad_signature" };
}

export const sign: WebhookChannel["sign"] = ({ topic, body, secret, deliveryNo }) => {
  const [resource = "", event = ""] = topic.split(".");
  return {
    "content-type": "application/json",
    "user-agent": "WooCommerce/10.3.5 Hookshot (WordPress/6.8.3)",
    "x-wc-webhook-source": "https://shop.example/",
    [headers.topic]: topic,
    "x-wc-webhook-resource": resource,
    "x-wc-webhook-event": event,
    [headers.signature]: hmacSignature(body, signingSecret(secret)),
    "x-wc-webhook-id": "12",
    [headers.deliveryId]: deliveryNo,
  };
};

function isPing({ headers: sent, body }: WebhookRequest): boolean {
  if (sent[headers.signature] !== undefined || body.length > 40) return false;
  return /^webhook_id=[0-9]+$/.test(Buffer.from(body).toString("latin1").trim());
}

/**
 * WordPress stores "&" as "&amp;" and signs with the decoded secret (`wp_specialchars_decode` with ENT_QUOTES), whichever
 * of the two was copied into the hub.
 */
export function signingSecret(secret: string): string {
  return secret.replace(ENTITY, (entity) => decoded[entity.replace(/^&#x?0*|^&|;$/g, "").toLowerCase()] ?? entity);
}

const ENTITY = /&(?:amp|lt|gt|quot|#0*(?:38|60|62|34|39)|#x0*(?:26|3c|3e|22|27));/gi;

const decoded: Readonly<Record<string, string>> = {
  amp: "&",
  "38": "&",
  "26": "&",
  lt: "<",
  "60": "<",
  "3c": "<",
  gt: ">",
  "62": ">",
  "3e": ">",
  quot: '"',
  "34": '"',
  "22": '"',
  "39": "'",
  "27": "'",
};
