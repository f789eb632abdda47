import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** base64(HMAC-SHA256(secret, bytes)): how Shopify, WooCommerce and others sign a body. */
export function hmacSignature(body: Uint8Array, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

/**
 * Whether one of the live secrets made this signature over these very bytes. Constant time for each secret. An empty
 * secret signs nothing: it would let anyone in.
 */
export function isSignedWithAny(body: Uint8Array, signature: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => secret !== "" && isSameText(signature, hmacSignature(body, secret)));
}

/** The channel's delivery id joined with a hash of the bytes: the same for a retry, different for anything else. */
export function dedupeKeyOf(channelDeliveryId: string | null, body: Uint8Array): string {
  return `${channelDeliveryId ?? ""}:${createHash("sha256").update(body).digest("hex")}`;
}

/** In constant time for what is equally long. */
export function isSameText(given: string, expected: string): boolean {
  return isSameBytes(Buffer.from(given), Buffer.from(expected));
}

export function isSameBytes(given: Uint8Array, expected: Uint8Array): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
