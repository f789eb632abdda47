import { createHash, createHmac } from "node:crypto";
import type { DeliveryDescription, Verification, WebhookChannel, WebhookRequest } from "../channel.ts";
import { dedupeKeyOf, isSameText } from "../hmac-signature.ts";
import { readSecretFields } from "../secret-fields.ts";

const headers = { appId: "app-id", signature: "event-sign" } as const;

/** What the messages are about stands in the body: one topic for all. Their own ids are inside too. */
export const pushTopic = "push";

const HMAC_DIGITS = 64;

export function describe({ body }: WebhookRequest): DeliveryDescription {
  return { kind: "delivery", topic: pushTopic, channelDeliveryId: null, dedupeKey: dedupeKeyOf(null, body) };
}

/**
 * Hex MD5(app key + raw body + app secret), or, where the app is set to it, hex HMAC-SHA256 of the same text keyed with the
 * secret: their lengths tell them apart. No time is signed: a replay meets its delivery record.
 */
export function verify(request: WebhookRequest, secrets: readonly string[]): Verification {
  const signature = request.headers[headers.signature];
  const appId = request.headers[headers.appId];
  if (!signature) return { kind: "missing_header", header: headers.signature };
  if (!appId) return { kind: "missing_header", header: headers.appId };
  const isSigned = secrets.some((secret) => {
    const app = readSecretFields(secret, ["app_key", "app_secret"]);
    if (app === null || app.app_key !== appId) return false;
    const expected = (signature.length === HMAC_DIGITS ? hmacOf : md5Of)(request.body, app);
    return isSameText(signature.toLowerCase(), expected);
  });
  return isSigned ? { kind: "verified" } : { kind: "bad_signature" };
}

/** By MD5, as apps are set at first. With a secret that names no app the signature is a word that fits nothing. */
export const sign: WebhookChannel["sign"] = ({ body, secret }) => {
  const app = readSecretFields(secret, ["app_key", "app_secret"]);
  return {
    "content-type": "application/json",
    [headers.appId]: app?.app_key ?? "unknown",
    [headers.signature]: app === null ? "unsigned" : md5Of(body, app),
  };
};

type App = { readonly app_key: string; readonly app_secret: string };

function md5Of(body: Uint8Array, { app_key, app_secret }: App): string {
  return createHash("md5").update(app_key).update(body).update(app_secret).digest("hex");
}

function hmacOf(body: Uint8Array, { app_key, app_secret }: App): string {
  return createHmac("sha256", app_secret).update(app_key).update(body).update(app_secret).digest("hex");
}
