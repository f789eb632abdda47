import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addNumbers, canonicalNumber, compareNumbers, negate, numberSortText } from "./decimal.ts";

/** A decimal of at most 18 digits as an integer and a count of decimal places, so that BigInt can check it. */
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }), fc.nat({ max: 12 }))
  .map(([units, places]) => ({ units, places, text: canonicalNumber(textOf(units, places)) }));

function textOf(units: bigint, places: number): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
  const split = digits.length - places;
  return `${units < 0n ? "-" : ""}${digits.slice(0, split)}.${digits.slice(split)}`;
}

const at12 = ({ units, places }: { units: bigint; places: number }): bigint => units * 10n ** BigInt(12 - places);

describe("decimals", () => {
  it("add exactly", () => {
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        expect(addNumbers(left.text, right.text)).toBe(canonicalNumber(textOf(at12(left) + at12(right), 12)));
        expect(addNumbers(left.text, negate(left.text))).toBe("0");
      }),
    );
  });

  it("compare, and sort as text, by their size", () => {
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        const expected = at12(left) < at12(right) ? -1 : at12(left) > at12(right) ? 1 : 0;
        expect(Math.sign(compareNumbers(left.text, right.text))).toBe(expected);
        const texts = [numberSortText(left.text), numberSortText(right.text)] as const;
        expect(texts[0] < texts[1] ? -1 : texts[0] > texts[1] ? 1 : 0).toBe(expected);
      }),
    );
  });

  it.each([
    ["1.0", "1"],
    ["+007", "7"],
    ["-0", "0"],
    [".5", "0.5"],
    ["12e3", "12000"],
    ["1.20E-3", "0.0012"],
    ["9.9999999999999999999999999999999999999E+125", `${"9".repeat(38)}${"0".repeat(88)}`],
    ["1E-130", `0.${"0".repeat(129)}1`],
  ])("read %s as %s", (text, canonical) => {
    expect(canonicalNumber(text)).toBe(canonical);
    expect(canonicalNumber(canonical)).toBe(canonical);
  });

  it.each(["", ".", "1e", "abc", "1 2", "NaN", "1E126", "1E-131", "1".repeat(39)])("refuse %s", (text) => {
    expect(() => canonicalNumber(text)).toThrow();
  });
});
