import { sign as rsaSign, verify as rsaVerify } from "node:crypto";
import { parseJson } from "../../kernel/lossless-json.ts";
import type { DeliveryDescription, Verification, WebhookChannel, WebhookRequest } from "../channel.ts";
import { dedupeKeyOf } from "../hmac-signature.ts";
import { readSigningKey, type SigningKey } from "./signing-key.ts";

const headers = {
  topic: "x-adobe-event-code",
  eventId: "x-adobe-event-id",
  signatures: ["x-adobe-digital-signature-1", "x-adobe-digital-signature-2"],
} as const;

/**
 * A registration begins with `GET ?challenge=…`, whose value the answer repeats. A retry keeps the event's id and its bytes;
 * `x-adobe-delivery-id` and `x-adobe-retry-count` tell the attempts apart and are not looked at.
 */
export function describe({ method, query, headers: sent, body }: WebhookRequest): DeliveryDescription {
  if (method === "GET") {
    const { challenge } = query;
    return challenge !== undefined && /^[\w-]{1,100}$/.test(challenge) ? { kind: "ping", challenge } : { kind: "ping" };
  }
  const channelDeliveryId = sent[headers.eventId] || null;
  return {
    kind: "delivery",
    topic: sent[headers.topic] ?? "",
    channelDeliveryId,
    dedupeKey: dedupeKeyOf(channelDeliveryId, body),
  };
}

/**
 * RSA-SHA256 over the raw body, twice, with two keys of Adobe's: one right signature is enough. The keys come in through
 * `secrets`, since nothing is fetched here (see README.md). No time is signed: a replay meets its delivery record.
 */
export function verify(request: WebhookRequest, secrets: readonly string[]): Verification {
  const signatures = headers.signatures.flatMap((name) => request.headers[name] || []);
  if (signatures.length === 0) return { kind: "missing_header", header: headers.signatures[0] };
  if (!request.headers[headers.topic]) return { kind: "missing_header", header: headers.topic };
  const isSigned = secrets.some((secret) => {
    const key = readSigningKey(secret);
    return key !== null && isSignedWith(key, request.body, signatures) && isFor(key, request.body);
  });
  return isSigned ? { kind: "verified" } : { kind: "bad_signature" };
}

/** Signs with the PEM of a private key. With any other secret the signature is a word that fits nothing. */
export const sign: WebhookChannel["sign"] = ({ topic, body, secret, deliveryNo }) => ({
  "content-type": "application/cloudevents+json; charset=UTF-8",
  "user-agent": "Adobe/1.0",
  [headers.topic]: topic,
  [headers.eventId]: deliveryNo,
  [headers.signatures[0]]: secret.includes("PRIVATE KEY-----")
    ? rsaSign("rsa-sha256", body, secret).toString("base64")
    : "unsigned",
});

function isSignedWith({ key }: SigningKey, body: Uint8Array, signatures: readonly string[]): boolean {
  return signatures.some((signature) => rsaVerify("rsa-sha256", body, key, Buffer.from(signature, "base64")));
}

/** Only looked at once the signature is right. */
function isFor({ clientId }: SigningKey, body: Uint8Array): boolean {
  if (clientId === null) return true;
  const json = parseJson(body);
  if (!json.ok || json.value === null || typeof json.value !== "object") return false;
  return "recipient_client_id" in json.value && json.value.recipient_client_id === clientId;
}
