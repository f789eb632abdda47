import { createHmac } from "node:crypto";
import type { DeliveryDescription, Verification, WebhookChannel, WebhookRequest } from "../channel.ts";
import { dedupeKeyOf, isSameText } from "../hmac-signature.ts";
import { pushTopic } from "./normalise.ts";

const SIGNATURE = "x-square-hmacsha256-signature";

/** The event's id stands in the body only, and a retry keeps its bytes: their hash is the key. */
export function describe({ body }: WebhookRequest): DeliveryDescription {
  return { kind: "delivery", topic: pushTopic, channelDeliveryId: null, dedupeKey: dedupeKeyOf(null, body) };
}

/**
 * base64(HMAC-SHA256(signature key, notification URL + raw body)), the URL letter for letter as it was subscribed. No time is
 * signed: a replay meets its delivery record.
 */
export function verify(request: WebhookRequest, secrets: readonly string[]): Verification {
  const signature = request.headers[SIGNATURE];
  if (!signature) return { kind: "missing_header", header: SIGNATURE };
  const isSigned = secrets.some(
    (secret) => secret !== "" && isSameText(signature, signatureOf(request.url, request.body, secret)),
  );
  return isSigned ? { kind: "verified" } : { kind: "bad_signature" };
}

export const sign: WebhookChannel["sign"] = ({ body, secret, url }) => ({
  "content-type": "application/json",
  "user-agent": "Square Connect v2",
  [SIGNATURE]: signatureOf(url, body, secret),
});

function signatureOf(url: string, body: Uint8Array, secret: string): string {
  return createHmac("sha256", secret).update(url).update(body).digest("base64");
}
