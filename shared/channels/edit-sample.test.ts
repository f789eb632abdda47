import { describe, expect, it } from "vitest";
import { type Change, editSample } from "./edit-sample.ts";

const sample = '{"id":9120000000000000101,"total":12.50,"lines":[{"qty":1},{"qty":2}],"note":null}';

function edit(...changes: readonly Change[]): string {
  const result = editSample(new TextEncoder().encode(sample), changes);
  return result.ok ? new TextDecoder().decode(result.value) : result.error;
}

describe("editing a sample", () => {
  it("keeps every digit it does not touch", () => {
    const edited = edit({ path: "lines[1].qty", value: 5 });
    expect(edited).toBe('{"id":9120000000000000101,"total":12.50,"lines":[{"qty":1},{"qty":5}],"note":null}');
  });

  it("leaves the bytes alone when nothing is set", () => {
    expect(edit()).toBe(sample);
  });

  it("sets, adds and replaces, by either way of writing a place in a list", () => {
    expect(
      edit({ path: "lines.0.qty", value: -1 }, { path: "test", value: true }, { path: "note", value: { a: 1 } }),
    ).toBe('{"id":9120000000000000101,"total":12.50,"lines":[{"qty":-1},{"qty":2}],"note":{"a":1},"test":true}');
  });

  it("says which step is missing and what is there", () => {
    expect(edit({ path: "line[0].qty", value: 1 })).toBe(
      "line[0].qty: there is no line; there is id, total, lines, note",
    );
    expect(edit({ path: "total.x", value: 1 })).toMatch(/^total\.x: there is no total\.x/);
    expect(edit({ path: "", value: 1 })).toBe(": an empty path");
  });
});
