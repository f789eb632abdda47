import { describe, expect, it } from "vitest";
import { tiktokshop } from "./tiktokshop.ts";

const body = Buffer.from('{"type":1,"data":{"order_id":"1"}}');
const secret = "app_key=6ab12;app_secret=own";
const answer = (headers: Readonly<Record<string, string>>, ...secrets: string[]): string => {
  const request = { method: "POST", path: "/", url: "https://hub.example", query: {}, headers, body };
  return tiktokshop.verify(request, secrets, new Date(0)).kind;
};

describe("TikTok Shop's signature", () => {
  const { authorization = "" } = tiktokshop.sign({ topic: "push", body, secret, deliveryNo: "1", url: "" });

  it("is hex in small letters without a word in front", () => {
    expect(authorization).toMatch(/^[0-9a-f]{64}$/);
    expect(answer({ authorization }, secret)).toBe("verified");
    expect(answer({ authorization: `Bearer ${authorization}` }, secret)).toBe("bad_signature");
  });

  it("is made with the app's key as well as with its secret", () => {
    expect(answer({ authorization }, "app_key=6ab13;app_secret=own")).toBe("bad_signature");
    expect(answer({ authorization }, "own")).toBe("bad_signature");
  });

  it("is answered with nothing but the status", () => {
    const taken = { status: 200, headers: { "x-orderhub-receipt": "dlv_1" }, body: "" };
    expect(tiktokshop.acknowledge({ kind: "accepted", deliveryId: "dlv_1" })).toEqual(taken);
  });
});
