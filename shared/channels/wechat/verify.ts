import { createHash } from "node:crypto";
import type { Acknowledgement, DeliveryDescription, Verification, WebhookRequest } from "../channel.ts";
import { dedupeKeyOf, isSameText } from "../hmac-signature.ts";
import { answerInJson } from "../json-answers.ts";
import { type Keys, readKeys } from "./keys.ts";
import { decrypt, encryptedIn } from "./secure-mode.ts";

/** What a message is about stands in its body: one topic for all. */
export const pushTopic = "push";

/** WeChat names no window. Its retries go on for 3.6 hours, perhaps with the time of the first. */
const ALLOWED_SECONDS = 4 * 3600;

/** Saving the address in the console asks for it with `GET ?echostr=…`. Messages have no id of their own. */
export function describe({ method, query, body }: WebhookRequest): DeliveryDescription {
  if (method === "GET")
    return query.echostr === undefined ? { kind: "ping" } : { kind: "ping", challenge: query.echostr };
  return { kind: "delivery", topic: pushTopic, channelDeliveryId: null, dedupeKey: dedupeKeyOf(null, body) };
}

/**
 * Hex SHA-1 of token, timestamp and nonce, sorted and joined; in secure mode of the encrypted text too. So the plain mode signs
 * **no body**: who has seen one address can write messages for as long as its time is fresh.
 */
export function verify(request: WebhookRequest, secrets: readonly string[], now: Date): Verification {
  const missing = missingPart(request.query);
  if (missing !== null) return { kind: "missing_header", header: missing };
  const isSigned = keysOf(secrets).some((keys) => isSignedWith(keys, request));
  const { timestamp = "" } = request.query;
  if (!isSigned || !/^[0-9]{1,11}$/.test(timestamp)) return { kind: "bad_signature" };
  const ageSeconds = Math.round(now.getTime() / 1000) - Number(timestamp);
  if (Math.abs(ageSeconds) > ALLOWED_SECONDS) return { kind: "stale", ageSeconds, allowedSeconds: ALLOWED_SECONDS };
  return { kind: "verified" };
}

/** The message inside. A secret without an encryption key takes the body as it is. */
export function open(request: WebhookRequest, secrets: readonly string[]): Uint8Array | null {
  for (const keys of keysOf(secrets)) {
    if (!isSignedWith(keys, request)) continue;
    if (keys.aes === null) return request.body;
    const message = decrypt(encryptedIn(request.body) ?? "", keys.aes);
    if (message !== null) return message;
  }
  return null;
}

/** Repeats `echostr` when the address was signed with one of our tokens; signed alike in both modes. */
export function answerChallenge({ query }: WebhookRequest, secrets: readonly string[]): Acknowledgement {
  const isSigned = keysOf(secrets).some(({ token }) => isSameText(query.signature ?? "", plainSignature(token, query)));
  if (query.echostr !== undefined && isSigned) {
    return { status: 200, headers: { "content-type": "text/plain" }, body: query.echostr };
  }
  return answerInJson({ kind: "refused", why: "bad_signature", detail: "the signature fits no token of this shop" });
}

type Query = WebhookRequest["query"];

export function plainSignature(token: string, query: Query): string {
  return sha1OfSorted([token, query.timestamp ?? "", query.nonce ?? ""]);
}

export function secureSignature(token: string, query: Query, encrypted: string): string {
  return sha1OfSorted([token, query.timestamp ?? "", query.nonce ?? "", encrypted]);
}

function sha1OfSorted(parts: readonly string[]): string {
  return createHash("sha1").update(parts.toSorted().join("")).digest("hex");
}

function keysOf(secrets: readonly string[]): readonly Keys[] {
  return secrets.flatMap((secret) => readKeys(secret) ?? []);
}

/** `encrypt_type=aes` marks the secure mode, whose signature is another. */
function missingPart(query: Query): string | null {
  const signature = query.encrypt_type === "aes" || query.msg_signature ? "msg_signature" : "signature";
  return ["timestamp", "nonce", signature].find((part) => !query[part]) ?? null;
}

function isSignedWith({ token, aes }: Keys, { query, body }: WebhookRequest): boolean {
  if (aes === null) return isSameText(query.signature ?? "", plainSignature(token, query));
  const encrypted = encryptedIn(body);
  return encrypted !== null && isSameText(query.msg_signature ?? "", secureSignature(token, query, encrypted));
}
