import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromAttributes, fromAttributeValue, toAttributes, toAttributeValue } from "./attribute-value.ts";
import type { Value } from "./port.ts";

const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, min: -1e100, max: 1e100 }).filter((n) => n === 0 || Math.abs(n) > 1e-100),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: "grapheme" }),
    number,
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 8 }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString")), tie("value"), {
      maxKeys: 4,
    }),
  ),
}));

/** DynamoDB has one zero only. */
function withoutNegativeZero(one: unknown): unknown {
  if (one === 0) return 0;
  if (Array.isArray(one)) return one.map(withoutNegativeZero);
  if (typeof one !== "object" || one === null || one instanceof Uint8Array) return one;
  return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, withoutNegativeZero(inner)]));
}

describe("attribute values", () => {
  it("give back every value as it was", () => {
    fc.assert(
      fc.property(value, (original) => {
        expect(fromAttributeValue(toAttributeValue(original))).toEqual(withoutNegativeZero(original));
      }),
    );
  });

  it("leave out what is undefined, in the item and inside maps", () => {
    const map = { a: 1, b: undefined } as unknown as Value;
    expect(toAttributes({ pk: "a", sk: "b", gone: undefined, map })).toEqual({
      pk: { S: "a" },
      sk: { S: "b" },
      map: { M: { a: { N: "1" } } },
    });
  });

  it("write numbers without an exponent", () => {
    expect([0.1, 1e21, 1.5e-7, -0].map(toAttributeValue)).toEqual([
      { N: "0.1" },
      { N: "1000000000000000000000" },
      { N: "0.00000015" },
      { N: "0" },
    ]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e200, 1e-200])("refuse the number %d", (bad) => {
    expect(() => toAttributeValue(bad)).toThrow();
  });

  it("refuse sets and items without a key, which are not the hub's", () => {
    expect(() => fromAttributeValue({ SS: ["a"] })).toThrow();
    expect(() => fromAttributes({ pk: { S: "a" } })).toThrow();
  });
});
