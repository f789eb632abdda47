import { createHmac } from "node:crypto";
import type { DeliveryDescription, Verification, WebhookChannel, WebhookRequest } from "../channel.ts";
import { dedupeKeyOf, isSameBytes } from "../hmac-signature.ts";

const headers = {
  topic: "x-orderhub-topic",
  deliveryId: "x-orderhub-delivery",
  timestamp: "x-orderhub-timestamp",
  signature: "x-orderhub-signature",
} as const;

const ALLOWED_SECONDS = 300;

/** A `ping` is signed and checked like any delivery: it shows the sender that address, secret and clock are right. */
export function describe({ headers: sent, body }: WebhookRequest): DeliveryDescription {
  const channelDeliveryId = sent[headers.deliveryId] || null;
  return {
    kind: "delivery",
    topic: sent[headers.topic] ?? "",
    channelDeliveryId,
    dedupeKey: dedupeKeyOf(channelDeliveryId, body),
  };
}

/**
 * `v1=` and the hex HMAC-SHA256 of `<timestamp>.<raw body>`, keyed with the connection's secret. The age is told only to
 * who knows the secret; it is negative where the sender's clock is ahead of ours.
 */
export function verify(request: WebhookRequest, secrets: readonly string[], now: Date): Verification {
  for (const header of [headers.topic, headers.timestamp, headers.signature]) {
    if (!request.headers[header]) return { kind: "missing_header", header };
  }
  const timestamp = request.headers[headers.timestamp] ?? "";
  const given = Buffer.from(/^v1=([0-9a-f]{64})$/i.exec(request.headers[headers.signature] ?? "")?.[1] ?? "", "hex");
  const isSigned = secrets.some(
    (secret) => secret !== "" && isSameBytes(given, digest(request.body, timestamp, secret)),
  );
  if (!isSigned || !/^[0-9]{1,15}$/.test(timestamp)) return { kind: "bad_signature" };
  const ageSeconds = Math.floor(now.getTime() / 1000) - Number(timestamp);
  if (Math.abs(ageSeconds) <= ALLOWED_SECONDS) return { kind: "verified" };
  return { kind: "stale", ageSeconds, allowedSeconds: ALLOWED_SECONDS };
}

export const sign: WebhookChannel["sign"] = ({ topic, body, secret, deliveryNo, now = new Date() }) => {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return {
    "content-type": "application/json",
    [headers.topic]: topic,
    [headers.deliveryId]: deliveryNo,
    [headers.timestamp]: timestamp,
    [headers.signature]: `v1=${digest(body, timestamp, secret).toString("hex")}`,
  };
};

function digest(body: Uint8Array, timestamp: string, secret: string): Buffer {
  return createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest();
}
