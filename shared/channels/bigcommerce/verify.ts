import { createHmac } from "node:crypto";
import type { DeliveryDescription, Verification, WebhookChannel, WebhookRequest } from "../channel.ts";
import { dedupeKeyOf, isSameText } from "../hmac-signature.ts";
import { pushTopic } from "./normalise.ts";

const headers = { id: "webhook-id", timestamp: "webhook-timestamp", signature: "webhook-signature" } as const;

/** What the libraries of Standard Webhooks allow, either way. */
const ALLOWED_SECONDS = 300;

/** A retry keeps its id and its bytes. */
export function describe({ headers: sent, body }: WebhookRequest): DeliveryDescription {
  const channelDeliveryId = sent[headers.id] ?? null;
  return { kind: "delivery", topic: pushTopic, channelDeliveryId, dedupeKey: dedupeKeyOf(channelDeliveryId, body) };
}

/**
 * Standard Webhooks v1: `v1,` and base64(HMAC-SHA256(key, id.timestamp.body)); several signatures may stand there, with spaces
 * between. The time is looked at only once the signature is right.
 */
export function verify(request: WebhookRequest, secrets: readonly string[], now: Date): Verification {
  for (const header of Object.values(headers)) {
    if (!request.headers[header]) return { kind: "missing_header", header };
  }
  const sent = {
    id: request.headers[headers.id] ?? "",
    timestamp: request.headers[headers.timestamp] ?? "",
    body: request.body,
  };
  const signatures = (request.headers[headers.signature] ?? "").split(" ");
  const isSigned = secrets.some((secret) => {
    if (secret === "") return false;
    const expected = signatureOf(sent, secret);
    return signatures.some((signature) => isSameText(signature, expected));
  });
  if (!isSigned || !/^\d{1,12}$/.test(sent.timestamp)) return { kind: "bad_signature" };
  const ageSeconds = Math.floor(now.getTime() / 1000) - Number(sent.timestamp);
  if (Math.abs(ageSeconds) > ALLOWED_SECONDS) return { kind: "stale", ageSeconds, allowedSeconds: ALLOWED_SECONDS };
  return { kind: "verified" };
}

export const sign: WebhookChannel["sign"] = ({ body, secret, deliveryNo, now = new Date() }) => {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return {
    "content-type": "application/json",
    [headers.id]: deliveryNo,
    [headers.timestamp]: timestamp,
    [headers.signature]: signatureOf({ id: deliveryNo, timestamp, body }, secret),
  };
};

type Signed = { readonly id: string; readonly timestamp: string; readonly body: Uint8Array };

function signatureOf({ id, timestamp, body }: Signed, secret: string): string {
  const signature = createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest("base64");
  return `v1,${signature}`;
}

/** BigCommerce signs with the app's client secret as it is; `whsec_…` is a key in the notation of Standard Webhooks. */
function keyOf(secret: string): Buffer {
  return secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);
}
