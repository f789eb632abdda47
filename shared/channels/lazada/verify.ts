import { createHmac } from "node:crypto";
import type { DeliveryDescription, Verification, WebhookChannel, WebhookRequest } from "../channel.ts";
import { dedupeKeyOf, isSameText } from "../hmac-signature.ts";

/** What a push is about stands in its body: `normalise` looks there. */
export const pushTopic = "push";

/** Messages have no id: the bytes tell them apart. */
export function describe({ body }: WebhookRequest): DeliveryDescription {
  return { kind: "delivery", topic: pushTopic, channelDeliveryId: null, dedupeKey: dedupeKeyOf(null, body) };
}

/** hex(HMAC-SHA256(app secret, app key + raw body)), in either case. No time is signed: a replay meets its delivery record. */
export function verify(request: WebhookRequest, secrets: readonly string[]): Verification {
  const signature = request.headers["authorization"];
  if (!signature) return { kind: "missing_header", header: "authorization" };
  const isSigned = secrets.some((secret) => {
    const app = readApp(secret);
    return app !== null && isSameText(signature.toLowerCase(), signatureOf(app, request.body));
  });
  return isSigned ? { kind: "verified" } : { kind: "bad_signature" };
}

/** With a secret of another shape the signature is a word that fits nothing. */
export const sign: WebhookChannel["sign"] = ({ body, secret }) => {
  const app = readApp(secret);
  return { "content-type": "application/json", authorization: app === null ? "unsigned" : signatureOf(app, body) };
};

type App = { readonly appKey: string; readonly appSecret: string };

/** `app_key=…;app_secret=…`, or a line each. Both are signed with, so both are the secret. */
function readApp(secret: string): App | null {
  const [, appKey, appSecret] = /^\s*app_key=([^;\s]+)[;\s]+app_secret=(\S+)\s*$/.exec(secret) ?? [];
  return appKey === undefined || appSecret === undefined ? null : { appKey, appSecret };
}

function signatureOf({ appKey, appSecret }: App, body: Uint8Array): string {
  return createHmac("sha256", appSecret).update(appKey).update(body).digest("hex");
}
