import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { WebhookRequest } from "../channel.ts";
import { shopee } from "./shopee.ts";

const url = "https://hub.example/webhooks/shopee/lantern";
const body = Buffer.from('{"code":3}');
const authorization = createHmac("sha256", "push-key").update(`${url}|{"code":3}`).digest("hex");
const request: WebhookRequest = { method: "POST", path: "", url, query: {}, headers: { authorization }, body };

describe("Shopee's push signature", () => {
  const answer = (over: Partial<WebhookRequest>): string =>
    shopee.verify({ ...request, ...over }, ["push-key"], new Date(0)).kind;

  it("is of the registered address, a bar and the raw body, in hex of either case", () => {
    expect(answer({})).toBe("verified");
    expect(answer({ headers: { authorization: authorization.toUpperCase() } })).toBe("verified");
  });

  it("does not fit another address", () => {
    expect(answer({ url: `${url}/` })).toBe("bad_signature");
    expect(answer({ url: url.replace("https", "http") })).toBe("bad_signature");
  });
});

describe("Shopee's answers", () => {
  it("have an empty body where they mean success: anything in it would count as a failed push", () => {
    expect(shopee.acknowledge({ kind: "accepted", deliveryId: "dlv_1" })).toEqual({
      status: 200,
      headers: { "x-orderhub-receipt": "dlv_1" },
      body: "",
    });
    expect(shopee.acknowledge({ kind: "pong" })).toEqual({ status: 200, headers: {}, body: "" });
  });
});
