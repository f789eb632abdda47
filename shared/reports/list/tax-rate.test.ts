import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { taxRate } from "./tax-rate.ts";

/** A line of goods, of which freight is a part, with its tax on top or inside. */
function aLine({ items = 0, discount = 0, freight = 0, tax = 0, isIncluded = false }) {
  const totalMinor = items + discount + freight + (isIncluded ? 0 : tax);
  return { itemsMinor: items, discountMinor: discount, taxMinor: tax, taxIncluded: isIncluded, totalMinor };
}

describe("the rate at which a line was taxed", () => {
  it.each([
    ["inside the prices", { items: 6_800, tax: 782, isIncluded: true }, "13.0", 6_018],
    [
      "of goods after discount, not of freight",
      { items: 37_600, discount: -5_640, freight: 800, tax: 3_677, isIncluded: true },
      "13.0",
      28_283,
    ],
    ["on top, of goods only", { items: 1_180, freight: 125, tax: 94 }, "8.0", 1_180],
    ["of goods and freight", { items: 1_000, freight: 500, tax: 300 }, "20.0", 1_500],
    ["of few coins, which are rounded", { items: 300, tax: 35, isIncluded: true }, "13.0", 265],
    ["in halves", { items: 10_000, tax: 550 }, "5.5", 10_000],
    ["in tenths", { items: 100_000, tax: 7_700 }, "7.7", 100_000],
    ["of more digits than are shown", { items: 100_000, tax: 8_875 }, "8.9", 100_000],
    ["of what is taken back", { items: -6_800, tax: -782, isIncluded: true }, "13.0", -6_018],
    ["of nothing", { tax: 10 }, "", 0],
    ["none", { items: 100, freight: 10 }, "0.0", 110],
    ["against the sign of the goods", { items: -1_000, tax: 70 }, "-7.0", -1_000],
  ])("is found %s", (_, line, rate, baseMinor) => {
    expect(taxRate(aLine(line))).toEqual({ rate, baseMinor });
  });

  it("is the one by which the tax was made, whatever the goods, where a cent is less than half a per cent of them", () => {
    const amounts = fc.record({
      items: fc.integer({ min: 400, max: 9_999_999 }),
      percent: fc.integer({ min: 1, max: 27 }),
      isIncluded: fc.boolean(),
    });
    fc.assert(
      fc.property(amounts, ({ items, percent, isIncluded }) => {
        const tax = Math.round(isIncluded ? (items * percent) / (100 + percent) : (items * percent) / 100);
        expect(taxRate(aLine({ items, tax, isIncluded })).rate).toBe(percent.toFixed(1));
      }),
    );
  });
});
