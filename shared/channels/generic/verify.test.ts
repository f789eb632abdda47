import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { WebhookRequest } from "../channel.ts";
import { generic } from "./generic.ts";

const body = new TextEncoder().encode('{"id":"1"}');
const at = 1_795_219_200;
const now = new Date(at * 1000);
const signatureOf = (text: string): string => createHmac("sha256", "s3cret").update(text).digest("hex");

const requestWith = (headers: Readonly<Record<string, string>>): WebhookRequest => ({
  method: "POST",
  path: "/webhooks/generic/demo",
  url: "https://hub.example/webhooks/generic/demo",
  query: {},
  headers: {
    "x-orderhub-topic": "order.upsert",
    "x-orderhub-timestamp": String(at),
    "x-orderhub-signature": `v1=${signatureOf(`${at}.{"id":"1"}`)}`,
    ...headers,
  },
  body,
});

describe("the own shop's signature", () => {
  it("is v1= and the hex HMAC of timestamp, point and body, in small or capital letters", () => {
    const capital = `v1=${signatureOf(`${at}.{"id":"1"}`).toUpperCase()}`;
    expect(generic.verify(requestWith({}), ["s3cret"], now)).toEqual({ kind: "verified" });
    expect(generic.verify(requestWith({ "x-orderhub-signature": capital }), ["s3cret"], now)).toEqual({
      kind: "verified",
    });
  });

  it.each([
    ["without its version", signatureOf(`${at}.{"id":"1"}`)],
    ["of another version", `v2=${signatureOf(`${at}.{"id":"1"}`)}`],
    ["of the body alone", `v1=${signatureOf('{"id":"1"}')}`],
    ["in base64", `v1=${Buffer.from(signatureOf(`${at}.{"id":"1"}`), "hex").toString("base64")}`],
    ["cut short", `v1=${signatureOf(`${at}.{"id":"1"}`).slice(0, 62)}`],
    ["with something behind it", `v1=${signatureOf(`${at}.{"id":"1"}`)}00`],
  ])("is refused %s", (_what, signature) => {
    const request = requestWith({ "x-orderhub-signature": signature });
    expect(generic.verify(request, ["s3cret"], now)).toEqual({ kind: "bad_signature" });
  });

  it("does not let a fresh time stand before an old signature", () => {
    const request = requestWith({ "x-orderhub-timestamp": String(at + 600) });
    expect(generic.verify(request, ["s3cret"], new Date((at + 600) * 1000))).toEqual({ kind: "bad_signature" });
  });

  it.each(["", "soon", "1795219200000000", "-1", "1e9", " 1"])("has a time in whole seconds, not %j", (timestamp) => {
    const signature = `v1=${signatureOf(`${timestamp}.{"id":"1"}`)}`;
    const request = requestWith({ "x-orderhub-timestamp": timestamp, "x-orderhub-signature": signature });
    expect(["bad_signature", "missing_header"]).toContain(generic.verify(request, ["s3cret"], now).kind);
  });

  it("tells who signs in milliseconds how far off that is", () => {
    const signature = `v1=${signatureOf(`${at}000.{"id":"1"}`)}`;
    const request = requestWith({ "x-orderhub-timestamp": `${at}000`, "x-orderhub-signature": signature });
    expect(generic.verify(request, ["s3cret"], now)).toMatchObject({ kind: "stale", ageSeconds: at - at * 1000 });
  });
});

describe("the own shop's delivery id", () => {
  it("may be left out: equal bytes are then one delivery", () => {
    const described = generic.describe(requestWith({}));
    expect(described).toMatchObject({ kind: "delivery", channelDeliveryId: null });
  });

  it("stays the same when a retry is signed anew", () => {
    const first = requestWith(generic.sign({ topic: "ping", body, secret: "a", deliveryNo: "d-1", url: "", now }));
    const later = requestWith(
      generic.sign({
        topic: "ping",
        body,
        secret: "a",
        deliveryNo: "d-1",
        url: "",
        now: new Date(now.getTime() + 900_000),
      }),
    );
    expect(later.headers).not.toEqual(first.headers);
    expect(generic.describe(later)).toEqual(generic.describe(first));
  });
});
