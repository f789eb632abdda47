import { describe, expect, it } from "vitest";
import { parseJson } from "../kernel/lossless-json.ts";
import { type JsonReader, readJson } from "./json-reader.ts";

function read<T>(text: string, map: (at: JsonReader) => T): T | string {
  const json = parseJson(text);
  if (!json.ok) throw new Error(json.error.detail);
  const result = readJson(json.value, map);
  return result.ok ? result.value : `${result.error.kind} at ${result.error.at}`;
}

describe("reading foreign JSON", () => {
  it("names the place of the first problem, however deep", () => {
    const text = '{"lines":[{"q":1},{"parts":[{"q":-1}]}]}';
    const counts = (at: JsonReader) =>
      at.list("lines").flatMap((line) => line.listOrEmpty("parts").map((part) => part.count("q")));
    expect(read(text, counts)).toBe("bad_value at lines[1].parts[0].q");
    expect(read("[1]", (at) => at.id("id"))).toBe("bad_value at ");
  });

  it("tells missing from wrong", () => {
    for (const text of ["{}", '{"x":null}', '{"x":""}', '{"x":" "}', '{"x":false}']) {
      expect(read(text, (at) => at.id("x"))).toBe("missing_field at x");
      expect(read(text, (at) => at.money("x", "USD"))).toBe("missing_field at x");
      expect(read(text, (at) => at.count("x"))).toBe("missing_field at x");
      expect(read(text, (at) => at.instant("x"))).toBe("missing_field at x");
      expect(read(text, (at) => [at.textOrNull("x"), at.moneyOrZero("x", "USD"), at.countOrNull("x")])).toEqual([
        null,
        0,
        null,
      ]);
    }
    for (const text of ['{"x":[]}', '{"x":{"toString":1}}', '{"x":true}']) {
      expect(read(text, (at) => at.money("x", "USD"))).toBe("bad_value at x");
      expect(read(text, (at) => at.text("x"))).toBe("bad_value at x");
      expect(read(text, (at) => at.textOrNull("x"))).toBe(null);
    }
  });

  it("keeps ids exact and short", () => {
    expect(read('{"id":9223372036854775807}', (at) => at.id("id"))).toBe("9223372036854775807");
    expect(read('{"id":12}', (at) => at.id("id"))).toBe("12");
    expect(read(`{"id":"${"9".repeat(101)}"}`, (at) => at.id("id"))).toBe("bad_value at id");
    expect(read('{"id":1.5}', (at) => at.id("id"))).toBe("bad_value at id");
  });

  it("reads money of every currency without a float, and rounds half away from zero", () => {
    const minor = (value: string, currency: string) => read(`{"x":${value}}`, (at) => at.money("x", currency));
    expect(minor('"19.99"', "USD")).toBe(1999);
    expect(minor("19.99", "USD")).toBe(1999);
    expect(minor('"5900"', "JPY")).toBe(5900);
    expect(minor('"1.5"', "KWD")).toBe(1500);
    expect(minor('"0.125"', "USD")).toBe(13);
    expect(minor('"-0.125"', "USD")).toBe(-13);
    expect(minor('"1,50"', "USD")).toBe("bad_value at x");
    expect(minor('"999999999999999999"', "USD")).toBe("bad_value at x");
  });

  it("asks for a zone only where the text has none", () => {
    const instant = (text: string, zone?: string) => read(JSON.stringify({ x: text }), (at) => at.instant("x", zone));
    expect(instant("2026-11-19T20:14:05+08:00")).toBe("2026-11-19T12:14:05.000Z");
    expect(instant("2026-11-19T12:14:05", "UTC")).toBe("2026-11-19T12:14:05.000Z");
    expect(instant("2026-11-19T12:14:05")).toBe("bad_value at x");
  });

  it("knows only what the payload itself holds", () => {
    expect(read("{}", (at) => [at.has("constructor"), at.textOrNull("toString"), at.child("__proto__")])).toEqual([
      false,
      null,
      null,
    ]);
  });
});

describe("channels that count time in seconds and money in minor units", () => {
  it("read both as numbers and as text, and refuse what is neither", () => {
    const read = readJson({ paid: 1_763_700_000, sent: "0", pay: "1990", post: 8, odd: "19.9", far: 1e15 }, (at) => [
      at.epochSeconds("paid"),
      at.epochSecondsOrNull("sent"),
      at.minorOrZero("pay"),
      at.minorOrZero("post"),
      at.minorOrZero("none"),
    ]);
    expect(read).toEqual({ ok: true, value: ["2025-11-21T04:40:00.000Z", null, 1990, 8, 0] });
    expect(readJson({ odd: "19.9" }, (at) => at.minorOrZero("odd"))).toMatchObject({ error: { at: "odd" } });
    expect(readJson({ far: 1e15 }, (at) => at.epochSeconds("far"))).toMatchObject({ error: { at: "far" } });
    expect(readJson({}, (at) => at.epochSeconds("far"))).toMatchObject({ error: { kind: "missing_field" } });
    expect(readJson({}, (at) => at.minor("pay"))).toMatchObject({ error: { kind: "missing_field", at: "pay" } });
    expect(readJson({ pay: "-10" }, (at) => at.minor("pay"))).toEqual({ ok: true, value: -10 });
  });
});
