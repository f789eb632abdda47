import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { douyin } from "./douyin.ts";

const body = Buffer.from('[{"tag":"100","msg_id":"9001","data":"{}"}]');
const secret = "app_key=app-123;app_secret=secret-456";
const answer = (headers: Readonly<Record<string, string>>, ...secrets: string[]): string => {
  const request = { method: "POST", path: "/", url: "https://hub.example", query: {}, headers, body };
  return douyin.verify(request, secrets, new Date(0)).kind;
};

describe("Douyin's event-sign", () => {
  const md5 = douyin.sign({ topic: "push", body, secret, deliveryNo: "1", url: "" });
  const signature = createHmac("sha256", "secret-456").update(`app-123${body}secret-456`).digest("hex");
  const hmac = { "app-id": "app-123", "event-sign": signature };

  it("may be an MD5 or an HMAC, as the app is set", () => {
    expect([answer(md5, secret), answer(hmac, secret)]).toEqual(["verified", "verified"]);
    expect(answer({ ...hmac, "event-sign": signature.toUpperCase() }, secret)).toBe("verified");
    expect(answer({ ...hmac, "event-sign": signature.slice(0, 32) }, secret)).toBe("bad_signature");
  });

  it("is good only for the app that the header names and the secret is of", () => {
    expect(answer({ ...md5, "app-id": "app-124" }, secret)).toBe("bad_signature");
    expect(answer(md5, "app_key=app-124;app_secret=secret-456")).toBe("bad_signature");
    expect(answer(md5, "secret-456")).toBe("bad_signature");
  });
});

describe("Douyin is answered", () => {
  it("in the words it waits for, byte for byte", () => {
    const words = '{"code":0,"msg":"success"}';
    expect(douyin.acknowledge({ kind: "accepted", deliveryId: "dlv_1" })).toEqual({
      status: 200,
      headers: { "content-type": "application/json", "x-orderhub-receipt": "dlv_1" },
      body: words,
    });
    expect(douyin.acknowledge({ kind: "pong" }).body).toBe(words);
  });
});
