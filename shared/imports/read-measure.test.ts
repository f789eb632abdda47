import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RawCell } from "../sheets/rows.ts";
import { readCodes, readPartList } from "./read-list.ts";
import { readLength, readWeight } from "./read-measure.ts";

const cell = (text: string): RawCell => ({ kind: "text", text });
const grams = (text: string, heading = "weight", usual: string | null = null) => {
  const read = readWeight(cell(text), heading, usual);
  return read.ok ? read.value : read.error;
};

describe("a weight", () => {
  it.each([
    ["250 g", "weight", 250],
    ["0.25kg", "weight", 250],
    ["２５０克", "重量", 250],
    ["1斤", "重量", 500],
    ["8.8 oz", "weight", 249],
    ["1,200", "Weight (g)", 1200],
    ["0.5", "Weight (lbs)", 227],
    ["0.35", "重量（千克）", 350],
    ["85", "Variant Grams", 85],
    ["0", "weight", null],
    ["", "weight", null],
    ["250", "weight", "unit_needed"],
    ["250 ml", "weight", "unit_needed"],
    ["1,5 kg", "weight", "decimal_comma"],
    ["about 5 g", "weight", "not_a_measure"],
  ])("of %s under %s is %s", (text, heading, wanted) => {
    expect(grams(text, heading)).toBe(wanted);
  });

  it("has the unit of its cell before that of its heading, and that before the usual one", () => {
    expect(grams("2 kg", "Weight (g)", "lb")).toBe(2000);
    expect(grams("2", "Weight (g)", "kg")).toBe(2);
    expect(grams("2", "weight", "kg")).toBe(2000);
  });

  it("is a whole number of grams, or a reason, whatever stands there", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, heading) => {
        const read = grams(text, heading, "g");
        expect(read === null || typeof read === "string" || (Number.isInteger(read) && read > 0)).toBe(true);
      }),
    );
  });
});

describe("lists in a cell", () => {
  it("are parted by what people write between", () => {
    expect(readCodes(cell("690;691， 692"), 5)).toEqual({ ok: true, value: ["690", "691", "692"] });
    expect(readLength(cell("12 in"), "length", null)).toEqual({ ok: true, value: 305 });
    expect(readPartList(cell("TEA-1*2; MUG-MAX2；CUP x 3, BOX×1"), 9)).toEqual({
      ok: true,
      value: [
        { code: "TEA-1", quantity: 2 },
        { code: "MUG-MAX2", quantity: 1 },
        { code: "CUP", quantity: 3 },
        { code: "BOX", quantity: 1 },
      ],
    });
  });
});
