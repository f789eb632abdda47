import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeBaskets } from "./baskets.ts";
import { frequentPairs, type Pair } from "./frequent-pairs.ts";

const basket = fc.uniqueArray(fc.nat({ max: 11 }), { maxLength: 6 });
const shown = ({ one, other, both }: Pair): string => `${Math.min(one, other)}+${Math.max(one, other)}: ${both}`;
const rank = ({ one, other }: Pair): number => 100 * Math.min(one, other) + Math.max(one, other);

/** All pairs counted side by side. */
function plainly(all: readonly (readonly number[])[], least: number, most: number): readonly string[] {
  const counts = new Map<number, number>();
  for (const each of all)
    for (const a of each) for (const b of each) if (a < b) counts.set(100 * a + b, (counts.get(100 * a + b) ?? 0) + 1);
  return [...counts]
    .filter(([, both]) => both >= least)
    .sort(([a, one], [b, other]) => other - one || a - b)
    .slice(0, most)
    .map(([pair, both]) => `${Math.floor(pair / 100)}+${pair % 100}: ${both}`);
}

describe("the most frequent pairs", () => {
  it("are those that counting all of them finds, however few are in memory at once", () => {
    fc.assert(
      fc.property(
        fc.array(basket, { maxLength: 60 }),
        fc.record({ least: fc.integer({ min: 1, max: 4 }), most: fc.integer({ min: 1, max: 12 }) }),
        fc.integer({ min: 1, max: 40 }),
        (all, { least, most }, atOnce) => {
          const counts: number[] = Array.from({ length: 12 }, () => 0);
          const baskets = makeBaskets();
          for (const each of all) {
            for (const number of each) counts[number] = (counts[number] ?? 0) + 1;
            baskets.add(each);
          }
          const compare = (a: Pair, b: Pair): number => rank(a) - rank(b);
          const found = frequentPairs(baskets, { counts, least, most, compare, atOnce });
          expect(found.map(shown)).toEqual(plainly(all, least, most));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("are found in baskets of more than one piece of memory", () => {
    const baskets = makeBaskets();
    const counts: number[] = [];
    for (let at = 0; at < 120_000; at += 1) {
      const numbers = [at % 1_000, 1_000 + (at % 7), 1_007 + (at % 3)];
      for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1;
      baskets.add(numbers);
    }
    const compare = (a: Pair, b: Pair): number => rank(a) - rank(b);
    const [first] = frequentPairs(baskets, { counts, least: 3, most: 5, compare, atOnce: 10_000 });
    expect(first?.both).toBe(Math.ceil(120_000 / 21));
  });
});
