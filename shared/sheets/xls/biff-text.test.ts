import { Buffer } from "node:buffer";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cursorAt, isAtEnd, takeShort, takeText } from "./biff-text.ts";

/** The texts as Excel writes them, a new record (whose first byte says how wide the rest is) wherever one is asked for. */
function written(texts: readonly string[], cuts: ReadonlySet<number>): { stream: Buffer; segments: Uint32Array } {
  const bytes: number[] = [];
  const segments: number[] = [0];
  let characters = 0;
  for (const text of texts) {
    const isWide = [...Array(text.length).keys()].some((at) => text.charCodeAt(at) > 255);
    bytes.push(text.length & 255, text.length >> 8, isWide ? 1 : 0);
    for (let at = 0; at < text.length; at += 1) {
      characters += 1;
      if (at > 0 && cuts.has(characters)) {
        segments.push(bytes.length, bytes.length);
        bytes.push(isWide ? 1 : 0);
      }
      const code = text.charCodeAt(at);
      bytes.push(code & 255);
      if (isWide) bytes.push(code >> 8);
    }
  }
  return { stream: Buffer.from(bytes), segments: Uint32Array.from([...segments, bytes.length]) };
}

describe("texts of an .xls", () => {
  it("are whole wherever a record ends within them", () => {
    const text = fc.oneof(fc.string({ unit: "grapheme", maxLength: 40 }), fc.string({ maxLength: 40 }));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), fc.array(fc.nat(200)), (texts, cuts) => {
        const { stream, segments } = written(texts, new Set(cuts));
        const cursor = cursorAt(stream, segments);
        const found: (string | null)[] = [];
        while (!isAtEnd(cursor)) found.push(takeText(cursor, takeShort(cursor)));
        expect(found).toEqual(texts);
      }),
    );
  });
});
