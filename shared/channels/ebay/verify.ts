import { sign as ecSign, verify as ecVerify } from "node:crypto";
import type { DeliveryDescription, Verification, WebhookChannel, WebhookRequest } from "../channel.ts";
import { dedupeKeyOf } from "../hmac-signature.ts";
import { readSecret } from "./keys.ts";

/** What a notification is about stands in its body: `normalise` looks there. */
export const pushTopic = "push";

const header = "x-ebay-signature";

/** "SHA1" in eBay's SDK, "SHA256" in its talks: the header says which. */
const digests: ReadonlySet<string> = new Set(["SHA1", "SHA256"]);

/** A repetition counts `publishAttemptCount` up and is dated anew; all else of it stays. */
export function describe({ method, query, body }: WebhookRequest): DeliveryDescription {
  if (method === "GET") {
    const challenge = query["challenge_code"];
    return challenge === undefined ? { kind: "ping" } : { kind: "ping", challenge };
  }
  const text = Buffer.from(body).toString("latin1");
  const channelDeliveryId = /"notificationId"\s*:\s*"([\w-]{1,100})"/.exec(text)?.[1] ?? null;
  const attempt = /"(?:publishAttemptCount|publishDate)"\s*:\s*(?:\d+|"[^"]*")/g;
  const lasting = Buffer.from(text.replaceAll(attempt, ""), "latin1");
  return { kind: "delivery", topic: pushTopic, channelDeliveryId, dedupeKey: dedupeKeyOf(channelDeliveryId, lasting) };
}

/** ECDSA over the raw body, by the key whose id the header names: the keys come in through `secrets`, nothing is fetched. */
export function verify(request: WebhookRequest, secrets: readonly string[]): Verification {
  const text = request.headers[header];
  if (!text) return { kind: "missing_header", header };
  const signature = readSignature(text);
  const isSigned =
    signature !== null &&
    secrets
      .flatMap((secret) => readSecret(secret).keys)
      .filter(({ kid }) => kid === signature.kid)
      .some(({ publicKey }) => ecVerify(signature.digest, request.body, publicKey, signature.bytes));
  return isSigned ? { kind: "verified" } : { kind: "bad_signature" };
}

/** Signs with the PEM of a private key. With any other secret the signature is a word that fits nothing. */
export const sign: WebhookChannel["sign"] = ({ body, secret }) => {
  const key = readSecret(secret).keys.find(({ privateKey }) => privateKey !== null);
  const signature = key?.privateKey ? ecSign("sha256", body, key.privateKey).toString("base64") : "unsigned";
  const said = { alg: "ecdsa", kid: key?.kid ?? "", signature, digest: "SHA256" };
  return { "content-type": "application/json", [header]: Buffer.from(JSON.stringify(said)).toString("base64") };
};

type Signature = { readonly kid: string; readonly digest: string; readonly bytes: Uint8Array };

function readSignature(text: string): Signature | null {
  const said = jsonOf(Buffer.from(text, "base64").toString());
  if (said === null || typeof said !== "object") return null;
  if (!("kid" in said) || !("signature" in said) || !("digest" in said)) return null;
  const { kid, signature, digest } = said;
  if (typeof kid !== "string" || typeof signature !== "string" || typeof digest !== "string") return null;
  return digests.has(digest) ? { kid, digest, bytes: Buffer.from(signature, "base64") } : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
