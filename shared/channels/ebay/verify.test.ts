import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { WebhookRequest } from "../channel.ts";
import { ebay } from "./ebay.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = publicKey.export({ format: "pem", type: "spki" }).toString();
const url = "https://hub.example/webhooks/ebay/lantern";
const body = Buffer.from('{"notification":{"notificationId":"n-1","publishAttemptCount":1,"data":{"orderId":"14-1"}}}');
const token = "kept-well-kept-well-kept-well-00";

const header = (said: object): string => Buffer.from(JSON.stringify(said)).toString("base64");
const signature = (digest: string): string => sign(digest, body, privateKey).toString("base64");
const request = (over: Partial<WebhookRequest> = {}): WebhookRequest => ({
  method: "POST",
  path: "",
  url,
  query: {},
  headers: { "x-ebay-signature": header({ alg: "ecdsa", kid: "k-1", signature: signature("sha1"), digest: "SHA1" }) },
  body,
  ...over,
});

describe("eBay's signature", () => {
  const answer = (sent: WebhookRequest, secret = `kid=k-1\n${pem}`): string =>
    ebay.verify(sent, [secret], new Date(0)).kind;
  const said = (over: object): WebhookRequest => {
    const whole = { alg: "ecdsa", kid: "k-1", signature: signature("sha256"), digest: "SHA256", ...over };
    return request({ headers: { "x-ebay-signature": header(whole) } });
  };

  it("is checked by the key of the id it names, with either digest it may name", () => {
    expect(answer(request())).toBe("verified");
    expect(answer(said({}))).toBe("verified");
    expect(answer(said({ digest: "MD5" }))).toBe("bad_signature");
    expect(answer(said({ kid: "k-2" }))).toBe("bad_signature");
  });

  it("finds its key among several, in one line or many", () => {
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "pem", type: "spki" });
    const inOneLine = pem.replaceAll("\n", "");
    expect(answer(request(), `verification_token=${token}\nkid=k-0\n${other}\nkid=k-1\n${inOneLine}`)).toBe("verified");
  });

  it("is refused for keys of another kind, torn keys, and whatever else stands in the header", () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "pem", type: "spki" });
    for (const secret of [`kid=k-1\n${rsa}`, `kid=k-1\n${pem.replace(/[A-Z]{3}/, "AAA")}`, pem, token]) {
      expect(answer(request(), secret)).toBe("bad_signature");
    }
    for (const text of ["no base64 JSON", header([]), header({ kid: 1 }), Buffer.from("null").toString("base64")]) {
      expect(answer(request({ headers: { "x-ebay-signature": text } }))).toBe("bad_signature");
    }
  });
});

describe("a repetition by eBay", () => {
  const keyOf = (text: string): string => {
    const described = ebay.describe(request({ body: Buffer.from(text) }));
    return described.kind === "delivery" ? described.dedupeKey : described.kind;
  };

  it("is known by all but its count and date", () => {
    const first = '{"notificationId":"n-1","publishDate":"2026-11-22T00:00:00Z","publishAttemptCount":1,"orderId":"1"}';
    expect(keyOf(first.replace('Count":1', 'Count":2').replace("00:00:00Z", "00:30:00Z"))).toBe(keyOf(first));
    expect(keyOf(first.replace('"orderId":"1"', '"orderId":"2"'))).not.toBe(keyOf(first));
    expect(keyOf(first.replace("n-1", "n-2"))).not.toBe(keyOf(first));
  });
});

describe("eBay's challenge", () => {
  const asked = request({
    method: "GET",
    query: { challenge_code: "a8628072-3d33-45ee-9004-bee86830a22d" },
    headers: {},
  });

  it("is answered with the hash of code, token and address", () => {
    const hash = createHash("sha256").update(`a8628072-3d33-45ee-9004-bee86830a22d${token}${url}`).digest("hex");
    expect(ebay.describe(asked).kind).toBe("ping");
    expect(ebay.answerChallenge?.(asked, [`kid=k-1\n${pem}`, `verification_token=${token}`])).toEqual({
      status: 200,
      headers: { "content-type": "application/json" },
      body: `{"challengeResponse":"${hash}"}`,
    });
  });

  it("is not answered without a token, and a visit without a code is only greeted", () => {
    expect(ebay.answerChallenge?.(asked, [`kid=k-1\n${pem}`])).toMatchObject({ status: 412 });
    expect(ebay.answerChallenge?.(request({ method: "GET" }), [])).toMatchObject({ status: 200, body: '{"ok":true}' });
  });
});

describe("eBay's answers", () => {
  it("are 204 without a body for what was taken", () => {
    expect(ebay.acknowledge({ kind: "accepted", deliveryId: "dlv_1" })).toEqual({
      status: 204,
      headers: { "x-orderhub-receipt": "dlv_1" },
      body: "",
    });
  });
});
