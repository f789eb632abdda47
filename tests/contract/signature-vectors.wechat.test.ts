import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encrypt, readAesKey } from "../../shared/channels/wechat/secure-mode.ts";
import { wechat } from "../../shared/channels/wechat/wechat.ts";

/** Vectors that others published or computed; they stay where they are and are read in place. See SOURCES.md there. */
const file = join(import.meta.dirname, "../../../shared/fixtures/channels/_signature_vectors/wechat.json");
const isThere = existsSync(file);

type Vector = {
  readonly algorithm: string;
  readonly expected: string;
  readonly valid: boolean;
  readonly encodingAesKey?: string;
  readonly appId?: string;
  readonly random?: string;
  readonly plain?: string;
  readonly token?: string;
  readonly timestamp?: string;
  readonly nonce?: string;
  readonly encrypt?: string;
};

describe("published signatures and encrypted texts of WeChat", () => {
  it.skipIf(!isThere)(isThere ? "hold here as they do there" : "no file wechat.json: nothing was checked", () => {
    const [cipher, secure, plain]: readonly Vector[] = JSON.parse(readFileSync(file, "utf8"));
    if (!cipher || !secure || !plain) throw new Error("three vectors were published");

    const aes = readAesKey(cipher.encodingAesKey ?? "", cipher.appId ?? "");
    if (aes === null) throw new Error("the published key is none");
    const sealed = encrypt(Buffer.from(cipher.plain ?? ""), Buffer.from(cipher.random ?? ""), aes);
    expect(sealed).toBe(cipher.expected);

    const secret = `token=${secure.token};aes_key=${cipher.encodingAesKey};app_id=${cipher.appId}`;
    const { timestamp = "", nonce = "" } = secure;
    const now = new Date(Number(timestamp) * 1000);
    const request = {
      method: "POST",
      path: "/",
      url: "https://hub.example",
      query: { timestamp, nonce, msg_signature: secure.expected },
      headers: {},
      body: Buffer.from(JSON.stringify({ Encrypt: secure.encrypt })),
    };
    expect(wechat.verify(request, [secret], now)).toEqual({ kind: "verified" });
    expect(Buffer.from(wechat.open?.(request, [secret]) ?? "").toString()).toBe(cipher.plain);
    expect(wechat.verify(request, [`${secret}x`.replace("token=", "token=x")], now)).toEqual({ kind: "bad_signature" });

    const open = { ...request, query: { timestamp, nonce, signature: plain.expected } };
    expect(wechat.verify(open, [`token=${plain.token}`], now)).toEqual({ kind: "verified" });
    expect(wechat.verify(open, ["token=another"], now)).toEqual({ kind: "bad_signature" });
    expect([cipher, secure, plain].map(({ valid }) => valid)).toEqual([true, true, true]);
  });
});
