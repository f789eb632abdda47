import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { lazada } from "./lazada.ts";

const body = Buffer.from('{"message_type":0}');
const authorization = createHmac("sha256", "kept-well").update(`100132${body}`).digest("hex");

describe("Lazada's signature", () => {
  const answer = (secret: string, signature = authorization): string => {
    const request = { method: "POST", path: "", url: "", query: {}, headers: { authorization: signature }, body };
    return lazada.verify(request, [secret], new Date(0)).kind;
  };

  it("is of the app key and the raw body, in hex of either case", () => {
    expect(answer("app_key=100132;app_secret=kept-well")).toBe("verified");
    expect(answer("app_key=100132\napp_secret=kept-well\n", authorization.toUpperCase())).toBe("verified");
  });

  it("needs both halves of the secret, and the right ones", () => {
    for (const secret of [
      "kept-well",
      "app_key=100132",
      "app_secret=kept-well",
      "app_key=100133;app_secret=kept-well",
    ]) {
      expect(answer(secret)).toBe("bad_signature");
    }
  });
});
