import type { Source } from "./model.ts";
import type { Bundle } from "./supply.ts";
import { addTimes, compareWeights, nothing, type Weight } from "./weight.ts";

export type Packing = {
  /** For each bundle where it leaves from; null: it stays. */
  readonly from: readonly (Source | null)[];
  /** Units that stay. */
  readonly left: number;
  readonly weight: Weight;
  /** False when the search was broken off: there may be a better packing. */
  readonly isBest: boolean;
};

/** Steps that all packings of a search may take together, beyond the first packing of each; counted down. */
export type Steps = { left: number };

export function packingSteps(): Steps {
  return { left: 20_000 };
}

/**
 * Undivided lines of one article, the larger ones first, into the stock of several sources: fewest units stay, then the
 * lowest price. Of equal packings the one that asks the first source first. `unfilled` is what a unit weighs that stays.
 */
export function packBundles(
  bundles: readonly Bundle[],
  sources: readonly Source[],
  unfilled: Weight,
  steps: Steps,
): Packing {
  const step = bundles.reduce((divisor, { units }) => commonDivisor(divisor, units), 0);
  const room = sources.map(({ units }) => units - (units % step));
  const stays = sources.length;
  const chosen = bundles.map(() => stays);
  const open = bundles.reduce((sum, { units }) => sum + units, 0);
  let best = { chosen: [...chosen], left: open, weight: addTimes(nothing, unfilled, open) };
  let isFirst = true;
  let isBest = true;

  const place = (index: number, open: number, left: number, weight: Weight): void => {
    const bundle = bundles[index];
    if (bundle === undefined) {
      isFirst = false;
      if (compareWeights(weight, best.weight) < 0) best = { chosen: [...chosen], left, weight };
      return;
    }
    if (compareWeights(atLeast(open, weight), best.weight) >= 0) return;
    if (!isFirst) steps.left -= 1;
    if (!isFirst && steps.left < 0) {
      isBest = false;
      return;
    }
    const isTwin = bundles[index - 1]?.units === bundle.units;
    for (let at = isTwin ? (chosen[index - 1] ?? 0) : 0; at < stays; at += 1) {
      const free = room[at] ?? 0;
      const source = sources[at];
      if (source === undefined || free < bundle.units) continue;
      room[at] = free - bundle.units;
      chosen[index] = at;
      place(index + 1, open - bundle.units, left, addTimes(weight, source.price, bundle.units));
      room[at] = free;
    }
    chosen[index] = stays;
    place(index + 1, open - bundle.units, left + bundle.units, addTimes(weight, unfilled, bundle.units));
  };

  /** As if the lines could be divided. */
  const atLeast = (open: number, weight: Weight): Weight => {
    let left = open;
    let sum = weight;
    for (const [at, { price }] of sources.entries()) {
      const units = Math.min(left, room[at] ?? 0);
      if (units === 0) continue;
      sum = addTimes(sum, price, units);
      left -= units;
    }
    return addTimes(sum, unfilled, left);
  };

  place(0, open, 0, nothing);
  return { from: best.chosen.map((at) => sources[at] ?? null), left: best.left, weight: best.weight, isBest };
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
