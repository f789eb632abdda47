import { createHmac } from "node:crypto";
import type { DeliveryDescription, Verification, WebhookChannel, WebhookRequest } from "../channel.ts";
import { dedupeKeyOf, isSameText } from "../hmac-signature.ts";
import { readSecretFields } from "../secret-fields.ts";

const signatureHeader = "authorization";

/** What a notification is about stands in its body, and so does its own id: one topic for all. */
export const pushTopic = "push";

/** A retry repeats the very bytes, `tts_notification_id` among them. */
export function describe({ body }: WebhookRequest): DeliveryDescription {
  return { kind: "delivery", topic: pushTopic, channelDeliveryId: null, dedupeKey: dedupeKeyOf(null, body) };
}

/**
 * Hex HMAC-SHA256(app secret, app key + raw body) in `Authorization`, without a word in front. No time is signed that a
 * window is documented for: a replay meets its delivery record.
 */
export function verify(request: WebhookRequest, secrets: readonly string[]): Verification {
  const signature = request.headers[signatureHeader];
  if (!signature) return { kind: "missing_header", header: signatureHeader };
  const isSigned = secrets.some((secret) => {
    const expected = signatureOf(request.body, secret);
    return expected !== null && isSameText(signature, expected);
  });
  return isSigned ? { kind: "verified" } : { kind: "bad_signature" };
}

/** With a secret that names no app the signature is a word that fits nothing. */
export const sign: WebhookChannel["sign"] = ({ body, secret }) => ({
  "content-type": "application/json",
  [signatureHeader]: signatureOf(body, secret) ?? "unsigned",
});

function signatureOf(body: Uint8Array, secret: string): string | null {
  const app = readSecretFields(secret, ["app_key", "app_secret"]);
  if (app === null) return null;
  return createHmac("sha256", app.app_secret).update(app.app_key).update(body).digest("hex");
}
