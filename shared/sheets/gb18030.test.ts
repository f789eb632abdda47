import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeGbk } from "./gb18030.ts";

const decode = (bytes: Uint8Array): string => new TextDecoder("gbk", { fatal: true }).decode(bytes);

describe("GBK", () => {
  it("gives the bytes that any other program reads", () => {
    expect(Buffer.from(encodeGbk("记账,1.00")).toString("hex")).toBe("bcc7d5cb2c312e3030");
  });

  it("comes back as it was, for every character of the Chinese block", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0x4e00, max: 0x9fa5 })), (codes) => {
        const text = String.fromCodePoint(...codes);
        expect(decode(encodeGbk(text))).toBe(text);
      }),
    );
  });

  it("marks what it does not have instead of losing it", () => {
    expect(decode(encodeGbk("a😀b"))).toBe("a?b");
  });
});
