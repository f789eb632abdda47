import { describe, expect, it } from "vitest";
import type { WebhookRequest } from "../channel.ts";
import { hmacSignature } from "../hmac-signature.ts";
import { shopify } from "./shopify.ts";

const body = new TextEncoder().encode('{"id":1}');
const signature = hmacSignature(body, "s3cret");
const requestWith = (headers: Readonly<Record<string, string>>): WebhookRequest => ({
  method: "POST",
  path: "/webhooks/shopify/demo",
  url: "https://hub.example/webhooks/shopify/demo",
  query: {},
  headers,
  body,
});

describe("Shopify's two header families", () => {
  const webhook = {
    "x-shopify-hmac-sha256": signature,
    "x-shopify-topic": "orders/paid",
    "x-shopify-webhook-id": "w-1",
  };
  const event = { "shopify-hmac-sha256": signature, "shopify-topic": "Order", "shopify-event-id": "e-1" };

  it("verifies and describes either", () => {
    for (const [headers, topic, id] of [
      [webhook, "orders/paid", "w-1"],
      [event, "Order", "e-1"],
    ] as const) {
      expect(shopify.verify(requestWith(headers), ["s3cret"], new Date(0))).toEqual({ kind: "verified" });
      expect(shopify.describe(requestWith(headers))).toMatchObject({ topic, channelDeliveryId: id });
    }
  });

  it("believes the newer family when both are sent, as Shopify's own library does", () => {
    const both = { ...webhook, ...event, "shopify-hmac-sha256": "wrong" };
    expect(shopify.verify(requestWith(both), ["s3cret"], new Date(0))).toEqual({ kind: "bad_signature" });
  });

  it("tells two deliveries of the same bytes apart by their id", () => {
    const again = { ...webhook, "x-shopify-webhook-id": "w-2" };
    expect(shopify.describe(requestWith(again))).not.toEqual(shopify.describe(requestWith(webhook)));
  });
});
