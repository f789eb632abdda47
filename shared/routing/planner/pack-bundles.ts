import type { Source } from "./model.ts";
import type { Bundle } from "./supply.ts";
import { addTimes, compareWeights, type Weight } from "./weight.ts";

export type Packing = {
  /** For each bundle where it leaves from; null: it stays. */
  readonly from: readonly (Source | null)[];
  /** Units that stay. */
  readonly left: number;
  readonly weight: Weight;
  /** False when the search was broken off: there may be a better packing. */
  readonly isBest: boolean;
};

const mostSteps = 5_000;

/**
 * Undivided lines of one article, the larger ones first, into the stock of several sources: fewest units stay, then the
 * lowest price. Of equal packings the one that asks the first source first. `unfilled` is what a unit weighs that stays.
 */
export function packBundles(bundles: readonly Bundle[], sources: readonly Source[], unfilled: Weight): Packing {
  const room = sources.map(({ units }) => units);
  const chosen = bundles.map(() => stays(sources));
  const nothing = { high: 0, low: 0 };
  let best = { chosen: [...chosen], weight: addTimes(nothing, unfilled, unitsOf(bundles)) };
  let steps = 0;

  const place = (index: number, weight: Weight): void => {
    steps += 1;
    const bundle = bundles[index];
    if (bundle === undefined) {
      if (compareWeights(weight, best.weight) < 0) best = { chosen: [...chosen], weight };
      return;
    }
    if (steps > mostSteps || compareWeights(atLeast(index, weight), best.weight) >= 0) return;
    const isTwin = bundles[index - 1]?.units === bundle.units;
    for (let at = isTwin ? (chosen[index - 1] ?? 0) : 0; at < sources.length; at += 1) {
      const free = room[at] ?? 0;
      const source = sources[at];
      if (source === undefined || free < bundle.units) continue;
      room[at] = free - bundle.units;
      chosen[index] = at;
      place(index + 1, addTimes(weight, source.price, bundle.units));
      room[at] = free;
    }
    chosen[index] = stays(sources);
    place(index + 1, addTimes(weight, unfilled, bundle.units));
  };

  const atLeast = (index: number, weight: Weight): Weight => {
    const units = unitsOf(bundles.slice(index));
    const lacking = units - room.reduce((sum, each) => sum + each, 0);
    if (lacking > 0) return addTimes(weight, unfilled, lacking);
    return addTimes(weight, sources[0]?.price ?? nothing, units);
  };

  place(0, nothing);
  const from = best.chosen.map((at) => sources[at] ?? null);
  const left = unitsOf(bundles.filter((_, index) => from[index] === null));
  return { from, left, weight: best.weight, isBest: steps <= mostSteps };
}

/** The place after the last source. */
function stays(sources: readonly Source[]): number {
  return sources.length;
}

function unitsOf(bundles: readonly Bundle[]): number {
  return bundles.reduce((sum, { units }) => sum + units, 0);
}
