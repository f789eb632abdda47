import { describe, expect, it } from "vitest";
import type { WebhookRequest } from "../channel.ts";
import { wechat } from "./wechat.ts";

const now = new Date("2026-11-21T00:00:00.000Z");
const plain = "token=ownToken";
const aes = "aes_key=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const secure = `${plain};${aes};app_id=wx00000000000000aa`;
const message = new TextEncoder().encode(
  '{"Event":"channels_ec_order_new","order_info":{"order_id":3705115058471208101}}',
);

function sent(secret: string, body: Uint8Array = message): WebhookRequest {
  const sample = { topic: "push", body, secret, deliveryNo: "1", url: "https://hub.example", now };
  const sealed = wechat.seal?.(sample) ?? body;
  const query = wechat.signQuery?.({ ...sample, body: sealed }) ?? {};
  return { method: "POST", path: "/", url: sample.url, headers: {}, query, body: sealed };
}
const answer = (request: WebhookRequest, ...secrets: string[]): string => wechat.verify(request, secrets, now).kind;
const opened = (request: WebhookRequest, ...secrets: string[]): string | null => {
  const body = wechat.open?.(request, secrets) ?? null;
  return body === null ? null : new TextDecoder().decode(body);
};
const text = new TextDecoder().decode(message);
const withBody = (request: WebhookRequest, edit: (body: string) => string): WebhookRequest => ({
  ...request,
  body: new TextEncoder().encode(edit(new TextDecoder().decode(request.body))),
});

describe("WeChat's plain mode", () => {
  it("is proven by token, time and nonce, and signs no body", () => {
    const request = sent(plain);
    expect([answer(request, plain), opened(request, plain)]).toEqual(["verified", text]);
    expect(answer({ ...request, body: new Uint8Array([1]) }, plain), "as documented: anything passes").toBe("verified");
    expect(answer({ ...request, query: { ...request.query, nonce: "x" } }, plain)).toBe("bad_signature");
  });

  it("is refused by a shop that has an encryption key", () => {
    const request = sent(plain);
    expect(answer(request, secure)).toBe("bad_signature");
    expect(opened(request, secure)).toBeNull();
  });

  it("goes stale after the last of the retries", () => {
    const late = new Date(now.getTime() + 4 * 3_600_000 + 1000);
    expect(wechat.verify(sent(plain), [plain], late)).toMatchObject({ kind: "stale", ageSeconds: 14_401 });
  });

  it("is refused when its time is no number, however well it is signed", () => {
    const sample = { topic: "push", body: message, secret: plain, deliveryNo: "1", url: "", now: new Date(Number.NaN) };
    const request = { ...sent(plain), query: wechat.signQuery?.(sample) ?? {} };
    expect(answer(request, plain)).toBe("bad_signature");
  });
});

describe("WeChat's secure mode", () => {
  it("is opened by the key whose token signed it, also while both are rotated", () => {
    const other = secure.replace("ownToken", "newToken").replace("abc", "xyz");
    for (const secrets of [[secure], [secure, other], [other, secure], ["nonsense", secure]]) {
      expect([answer(sent(secure), ...secrets), opened(sent(secure), ...secrets)]).toEqual(["verified", text]);
    }
    expect(opened(sent(secure), other)).toBeNull();
  });

  it("shows each change of the encrypted text", () => {
    const request = sent(secure);
    const cipherText: string = JSON.parse(new TextDecoder().decode(request.body)).Encrypt;
    for (let at = 0; at < cipherText.length; at += 1) {
      const letter = cipherText[at] === "A" ? "B" : "A";
      const changed = withBody(request, (body) =>
        body.replace(cipherText, cipherText.slice(0, at) + letter + cipherText.slice(at + 1)),
      );
      expect(answer(changed, secure)).toBe("bad_signature");
    }
    expect(
      answer(
        withBody(request, () => "{}"),
        secure,
      ),
    ).toBe("bad_signature");
    expect(
      answer(
        withBody(request, () => '{"Encrypt":7}'),
        secure,
      ),
    ).toBe("bad_signature");
  });

  it("is not opened for another app, nor with another key, though the token is right", () => {
    expect(opened(sent(secure), secure.replace("wx00000000000000aa", "wx00000000000000ab"))).toBeNull();
    expect(opened(sent(secure), secure.replace("abc", "xyz"))).toBeNull();
  });

  it("comes in an envelope of XML too", () => {
    const request = withBody(sent(secure), (body) => {
      const cipherText: string = JSON.parse(body).Encrypt;
      return `<xml>\n <ToUserName><![CDATA[gh]]></ToUserName><Encrypt><![CDATA[${cipherText}]]></Encrypt>\n</xml>\n`;
    });
    expect([answer(request, secure), opened(request, secure)]).toEqual(["verified", text]);
  });

  it("opens messages of any length", () => {
    for (let length = 0; length < 70; length += 1) {
      const body = new Uint8Array(length).fill(0x61);
      expect(opened(sent(secure, body), secure)).toBe("a".repeat(length));
    }
  });

  it("takes no key that is none, and no key without its app", () => {
    for (const half of [`${plain};${aes}`, `${plain};app_id=wx1`, `${plain};aes_key=short;app_id=wx1`]) {
      expect([answer(sent(plain), half), answer(sent(secure), half)]).toEqual(["bad_signature", "bad_signature"]);
    }
  });

  it("says what is missing: the signature of the message, not that of the address", () => {
    const { msg_signature: _gone, ...query } = sent(secure).query;
    expect(wechat.verify({ ...sent(secure), query }, [secure], now)).toEqual({
      kind: "missing_header",
      header: "msg_signature",
    });
  });
});

describe("WeChat's check of the address", () => {
  const asked = { ...sent(plain), method: "GET", body: new Uint8Array() };
  const request = { ...asked, query: { ...asked.query, echostr: "4375120948345356249" } };

  it("is answered with its own words, in both modes, when one of our tokens signed it", () => {
    expect(wechat.describe(request)).toEqual({ kind: "ping", challenge: "4375120948345356249" });
    for (const secrets of [[plain], ["token=other", plain], [secure]]) {
      expect(wechat.answerChallenge?.(request, secrets)).toMatchObject({ status: 200, body: "4375120948345356249" });
    }
  });

  it("repeats nothing to anybody else", () => {
    for (const refused of [
      wechat.answerChallenge?.(request, ["token=other"]),
      wechat.answerChallenge?.(asked, [plain]),
    ]) {
      expect(refused?.status).toBe(401);
      expect(refused?.body).not.toContain("4375120948345356249");
    }
  });
});

describe("WeChat is answered", () => {
  it("with the word success", () => {
    expect(wechat.acknowledge({ kind: "accepted", deliveryId: "dlv_1" })).toEqual({
      status: 200,
      headers: { "content-type": "text/plain", "x-orderhub-receipt": "dlv_1" },
      body: "success",
    });
  });
});
