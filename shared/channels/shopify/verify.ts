import type { Verification, WebhookChannel, WebhookRequest } from "../channel.ts";
import { hmacSignature, isSignedWithAny } from "../hmac-signature.ts";
import { headerNamesFor, webhookHeaders } from "./headers.ts";

/**
 * base64(HMAC-SHA256(app client secret, raw body)). After a rotation the old secret may sign for up to an hour, so both
 * belong in `secrets`. Shopify signs no time: a replay meets its delivery record instead.
 */
export function verify(request: WebhookRequest, secrets: readonly string[]): Verification {
  const names = headerNamesFor(request.headers);
  const signature = request.headers[names.signature];
  if (!signature) return { kind: "missing_header", header: names.signature };
  if (!request.headers[names.topic]) return { kind: "missing_header", header: names.topic };
  return isSignedWithAny(request.body, signature, secrets) ? { kind: "verified" } : { kind: "bad_signature" };
}

export const sign: WebhookChannel["sign"] = ({ topic, body, secret, deliveryNo }) => ({
  "content-type": "application/json",
  "user-agent": "Shopify-Captain-Hook",
  [webhookHeaders.topic]: topic,
  [webhookHeaders.signature]: hmacSignature(body, secret),
  [webhookHeaders.deliveryId]: deliveryNo,
});
