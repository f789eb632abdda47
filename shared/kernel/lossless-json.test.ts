import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "./lossless-json.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const isPlain = (value: unknown): boolean =>
  typeof value === "number"
    ? !Number.isInteger(value) || Number.isSafeInteger(value) || String(value).includes("e")
    : value === null || typeof value !== "object" || Object.values(value).every(isPlain);

describe("parseJson", () => {
  it.each([
    ["9007199254740993", "9007199254740993"],
    ["9007199254740992", "9007199254740992"],
    ["9007199254740991", 9007199254740991],
    ["-9007199254740993", "-9007199254740993"],
    ["12345678901234567890", "12345678901234567890"],
    ["0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"],
    ["1e400", "1e400"],
    ["1e-400", "1e-400"],
    ["1.234567890123e-320", "1.234567890123e-320"],
    ["12345678901234567.0", "12345678901234567.0"],
    ["0.1", 0.1],
    ["19.99", 19.99],
    ["225.0000", 225],
    ["225.00000000000000000000", 225],
    ["1e5", 100_000],
    ["1e300", 1e300],
    ["1.7976931348623157e308", 1.7976931348623157e308],
    ["5e-324", 5e-324],
    ["-0", -0],
    ["0.000000000000000000000", 0],
  ])("reads %s as %j, alone, in a list and in an object", (source, value) => {
    expect(parseJson(source)).toEqual({ ok: true, value });
    expect(parseJson(`[ 1,${source}]`)).toEqual({ ok: true, value: [1, value] });
    expect(parseJson(`{"id":${source},"text":"${source}"}`)).toEqual({ ok: true, value: { id: value, text: source } });
    expect(parseJson(bytes(`{"a":[{"b":\n${source}}]}`))).toEqual({ ok: true, value: { a: [{ b: value }] } });
  });

  it("equals JSON.parse for any document without such numbers", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const plain: unknown = JSON.parse(text);
        fc.pre(isPlain(plain) && !text.includes("__proto__"));
        expect(parseJson(text)).toEqual({ ok: true, value: plain });
        expect(parseJson(bytes(text))).toEqual({ ok: true, value: plain });
      }),
      { numRuns: 500 },
    );
  });

  it("keeps every digit of every whole number", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(-(2n ** 80n), 2n ** 80n)), (numbers) => {
        const result = parseJson(`[${numbers.join(",")}]`);
        expect(result.ok && Array.isArray(result.value) ? result.value.map(String) : null).toEqual(numbers.map(String));
      }),
    );
  });

  it("gives text back exactly, with escapes, emoji and Chinese", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(text.isWellFormed());
        expect(parseJson(bytes(JSON.stringify({ text })))).toEqual({ ok: true, value: { text } });
      }),
    );
  });

  it("drops a byte order mark", () => {
    expect(parseJson("\uFEFF[1]")).toEqual({ ok: true, value: [1] });
    expect(parseJson(bytes("\uFEFF[1]"))).toEqual({ ok: true, value: [1] });
  });

  it.each([
    ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), "not UTF-8"],
    ["nothing", "", "ends in the middle"],
    ["half a document", '{"a":', "ends in the middle"],
    ["a stray letter", '{"name":"Zhang San","phone":x}', "not JSON at character"],
    ["a trailing comma", "[1,]", "not JSON"],
    ["a number that JSON does not know", "[NaN]", "not JSON"],
    ["a bad large number", "[12345678901234567890.]", "not JSON"],
  ])("refuses %s", (_what, text, detail) => {
    const result = parseJson(text);

    expect(result).toMatchObject({ ok: false, error: { kind: "bad_json" } });
    expect(result.ok ? "" : result.error.detail).toContain(detail.replace(" at character", ""));
  });

  it("never quotes the document, which may hold an address, in what it refuses", () => {
    for (const text of ["hello", '{"phone":13800138000x}', '"Zhang San', "{Zhang", '{"a":"b"}Zhang']) {
      const result = parseJson(text);
      expect(result.ok).toBe(false);
      expect(JSON.stringify(result)).not.toMatch(/138|Zhang|hello|phone/);
    }
  });

  it("reads 100 levels and refuses 101, and brackets inside strings are no levels", () => {
    expect(parseJson("[".repeat(100) + "]".repeat(100)).ok).toBe(true);
    expect(parseJson("[".repeat(101) + "]".repeat(101))).toEqual({
      ok: false,
      error: { kind: "bad_json", detail: "nested deeper than 100 levels" },
    });
    expect(parseJson("[".repeat(2_000_000)).ok).toBe(false);
    expect(parseJson("[".repeat(2_000_000) + "]".repeat(2_000_000)).ok).toBe(false);
    expect(parseJson(`${"[".repeat(50_000)}12345678901234567890${"]".repeat(50_000)}`).ok).toBe(false);
    expect(parseJson(JSON.stringify({ text: '[{"\\'.repeat(500) })).ok).toBe(true);
  });

  it.each(['{"__proto__":{"isAdmin":true}}', '[{"a":{"__proto__":1}}]', '{"\\u005f_proto__":{"isAdmin":true}}'])(
    "refuses %s, so that no copy of it can reach a prototype",
    (text) => {
      expect(parseJson(text)).toEqual({ ok: false, error: { kind: "bad_json", detail: 'a key is "__proto__"' } });
    },
  );

  it("accepts __proto__ as a value", () => {
    expect(parseJson('{"note":"__proto__"}')).toEqual({ ok: true, value: { note: "__proto__" } });
  });

  it("answers any bytes without throwing", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (any) => {
        expect(typeof parseJson(any).ok).toBe("boolean");
      }),
    );
  });
});
