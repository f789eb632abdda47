import { describe, expect, it } from "vitest";
import type { WebhookRequest } from "../channel.ts";
import { hmacSignature } from "../hmac-signature.ts";
import { signingSecret } from "./verify.ts";
import { woocommerce } from "./woocommerce.ts";

const requestWith = (body: string, headers: Readonly<Record<string, string>>): WebhookRequest => ({
  method: "POST",
  path: "/webhooks/woocommerce/demo",
  url: "https://hub.example/webhooks/woocommerce/demo",
  query: {},
  headers,
  body: new TextEncoder().encode(body),
});

describe("WooCommerce secrets", () => {
  it("sign as WordPress decodes them, whether they were copied decoded or not", () => {
    const signature = hmacSignature(new TextEncoder().encode("{}"), `a&b<c>"d'`);
    const request = requestWith("{}", { "x-wc-webhook-signature": signature, "x-wc-webhook-topic": "order.updated" });
    for (const secret of [`a&b<c>"d'`, "a&amp;b&lt;c&gt;&quot;d&#039;", "a&#038;b&lt;c&gt;&#34;d&#x27;"]) {
      expect(woocommerce.verify(request, [secret], new Date(0))).toEqual({ kind: "verified" });
    }
  });

  it("are decoded once, and only where WordPress does", () => {
    expect(signingSecret("&amp;amp; &eacute; &copy; 100%")).toBe("&amp; &eacute; &copy; 100%");
  });
});

describe("WooCommerce's ping", () => {
  it("is a short form without a signature", () => {
    expect(woocommerce.describe(requestWith("webhook_id=12", {}))).toEqual({ kind: "ping" });
  });

  it("is not taken for one when it is signed, longer or something else", () => {
    for (const [body, headers] of [
      ["webhook_id=12", { "x-wc-webhook-signature": "x" }],
      ["webhook_id=12&order=1", {}],
      ["webhook_id=", {}],
      ['{"id":12}', {}],
      ["", {}],
    ] as const) {
      expect(woocommerce.describe(requestWith(body, headers)).kind).toBe("delivery");
    }
  });
});

describe("WooCommerce delivery ids", () => {
  it("are shared by two deliveries of one second, which stay two", () => {
    const headers = { "x-wc-webhook-delivery-id": "0a1b", "x-wc-webhook-topic": "order.updated" };
    const keys = ['{"id":1}', '{"id":2}'].map((body) => woocommerce.describe(requestWith(body, headers)));
    expect(keys[0]).toMatchObject({ channelDeliveryId: "0a1b" });
    expect(keys[0]).not.toEqual(keys[1]);
  });
});
