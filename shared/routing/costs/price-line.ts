import type { Tariff } from "./carrier.ts";
import { priceOf } from "./quote.ts";

/**
 * A straight line that no price of a tariff is below, for any weight up to the heaviest: the planner adds units up, and
 * rates rise in steps. Minor units; `perGram` is a fraction.
 */
export type PriceLine = { readonly base: number; readonly perGram: number };

/** Null when the tariff takes not even the lightest parcel. */
export function lineUnder(tariff: Tariff, heaviest: number): PriceLine | null {
  const corners = cornersOf(tariff, heaviest);
  const [first, ...others] = corners;
  if (first === undefined) return null;
  // Prices hold up to the right end of each step, so a line under those ends is under everything.
  const slopes = others.map(({ grams, minor }) => (minor - first.minor) / (grams - first.grams));
  const perGram = Math.max(0, Math.min(...(slopes.length === 0 ? [0] : slopes)));
  const base = first.minor - perGram * first.grams;
  if (base >= 0) return { base, perGram };
  return { base: 0, perGram: Math.min(...corners.map(({ grams, minor }) => minor / grams)) };
}

/** One line under several: they cross, and the lowest of straight lines bends downwards, so its chord is under it. */
export function lineUnderAll(lines: readonly PriceLine[], heaviest: number): PriceLine | null {
  if (lines.length === 0) return null;
  const base = Math.min(...lines.map((line) => line.base));
  const end = Math.min(...lines.map((line) => line.base + line.perGram * heaviest));
  return { base, perGram: heaviest === 0 ? 0 : (end - base) / heaviest };
}

/** The right ends of the steps, as far as one reaches the heaviest. */
function cornersOf(tariff: Tariff, heaviest: number): readonly { readonly grams: number; readonly minor: number }[] {
  const { rate, maxGrams } = tariff;
  const ends: number[] = [];
  if (rate.kind === "brackets") {
    for (const { upToGrams } of rate.rows) {
      ends.push(upToGrams);
      if (upToGrams >= heaviest) break;
    }
  } else {
    ends.push(rate.firstGrams);
    if (heaviest > rate.firstGrams) ends.push(rate.firstGrams + rate.stepGrams);
  }
  const reach = maxGrams ?? Number.POSITIVE_INFINITY;
  return ends
    .map((grams) => Math.min(grams, reach))
    .filter((grams, at, all) => all.indexOf(grams) === at)
    .flatMap((grams) => {
      const minor = priceOf(tariff, grams);
      return minor === null ? [] : [{ grams, minor }];
    });
}
