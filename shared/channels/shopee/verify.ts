import { createHmac } from "node:crypto";
import type { DeliveryDescription, Verification, WebhookChannel, WebhookRequest } from "../channel.ts";
import { dedupeKeyOf, isSameText } from "../hmac-signature.ts";

/** What a push is about stands in its body: `normalise` looks there. */
export const pushTopic = "push";

/** Pushes have no id: the bytes tell them apart. A repetition with another timestamp is another delivery, and harmless. */
export function describe({ body }: WebhookRequest): DeliveryDescription {
  return { kind: "delivery", topic: pushTopic, channelDeliveryId: null, dedupeKey: dedupeKeyOf(null, body) };
}

/** hex(HMAC-SHA256(push partner key, public address + "|" + raw body)). No time is signed: a replay meets its delivery record. */
export function verify(request: WebhookRequest, secrets: readonly string[]): Verification {
  const signature = request.headers["authorization"];
  if (!signature) return { kind: "missing_header", header: "authorization" };
  const isSigned = secrets.some(
    (secret) => secret !== "" && isSameText(signature.toLowerCase(), signatureOf(request.url, request.body, secret)),
  );
  return isSigned ? { kind: "verified" } : { kind: "bad_signature" };
}

export const sign: WebhookChannel["sign"] = ({ body, secret, url }) => ({
  "content-type": "application/json",
  authorization: signatureOf(url, body, secret),
});

function signatureOf(url: string, body: Uint8Array, secret: string): string {
  return createHmac("sha256", secret).update(`${url}|`).update(body).digest("hex");
}
