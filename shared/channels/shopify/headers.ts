/** The names under which one family of Shopify's messages sends the same four things, lower-case. */
export type HeaderNames = {
  readonly signature: string;
  readonly topic: string;
  readonly deliveryId: string;
  readonly triggeredAt: string;
};

export const webhookHeaders: HeaderNames = {
  signature: "x-shopify-hmac-sha256",
  topic: "x-shopify-topic",
  deliveryId: "x-shopify-webhook-id",
  triggeredAt: "x-shopify-triggered-at",
};

/** The newer events have no delivery id; the event's own id takes its place. */
export const eventHeaders: HeaderNames = {
  signature: "shopify-hmac-sha256",
  topic: "shopify-topic",
  deliveryId: "shopify-event-id",
  triggeredAt: "shopify-triggered-at",
};

/**
 * Events send both families for now, webhooks only the older one: the newer signature tells them apart, as in Shopify's
 * own library (Shopify/shopify-app-js@1eb863d lib/webhooks/validate.ts).
 */
export function headerNamesFor(headers: Readonly<Record<string, string>>): HeaderNames {
  return headers[eventHeaders.signature] === undefined ? webhookHeaders : eventHeaders;
}
