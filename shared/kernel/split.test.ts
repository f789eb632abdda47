import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitByWeights } from "./money.ts";

const weights = fc.array(fc.oneof(fc.maxSafeNat(), fc.nat(10), fc.double({ min: 0, max: 1e9, noNaN: true })), {
  minLength: 1,
  maxLength: 30,
});

describe("splitByWeights", () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [101, [1, 1], [51, 50]],
    [10, [0, 0, 0], [4, 3, 3]],
    [10, [0, 5, 0], [0, 10, 0]],
    [1, [1, 1, 2], [0, 0, 1]],
    [0, [3, 4], [0, 0]],
    [7, [0.5, 0.25, 0.25], [3, 2, 2]],
    [5, [-3, 1], [0, 5]],
    [5, [-3, -1], [3, 2]],
    [9_007_199_254_740_991, [1, 2], [3_002_399_751_580_330, 6_004_799_503_160_661]],
    [0, [], []],
  ])("splits %d by %j", (total, by, parts) => {
    expect(splitByWeights(total, by)).toEqual(parts);
  });

  it("keeps the sum exactly, for any total and weights", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), weights, (total, by) => {
        const parts = splitByWeights(total, by);
        expect(parts).toHaveLength(by.length);
        expect(parts.reduce((so, part) => so + BigInt(part), 0n)).toBe(BigInt(total));
        expect(parts.some((part) => Object.is(part, -0))).toBe(false);
      }),
    );
  });

  it("gives nobody more than a unit away from the exact share, and nothing to a weight of zero", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.array(fc.nat(1_000), { minLength: 1, maxLength: 12 }), (total, by) => {
        const sum = by.reduce((so, weight) => so + weight, 0);
        fc.pre(sum > 0);
        splitByWeights(total, by).forEach((part, index) => {
          const weight = by[index] ?? 0;
          expect(Math.abs(part * sum - total * weight)).toBeLessThan(sum);
          if (weight === 0) expect(part).toBe(0);
        });
      }),
    );
  });

  it("mirrors a negative total", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), weights, (total, by) => {
        const mirrored = splitByWeights(-total, by).map((part) => 0 - part);
        expect(mirrored).toEqual(splitByWeights(total, by));
      }),
    );
  });

  it("throws on a split over nobody, half a unit or a weight that is no number", () => {
    expect(() => splitByWeights(1, [])).toThrow("no weights");
    expect(() => splitByWeights(0.5, [1])).toThrow("0.5");
    expect(() => splitByWeights(1, [Number.NaN])).toThrow("NaN");
  });
});
