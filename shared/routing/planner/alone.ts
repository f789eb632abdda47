import type { Model, Site } from "./model.ts";
import { packBundles } from "./pack-bundles.ts";
import { compareWeights, type Weight } from "./weight.ts";

export type Alone = {
  readonly site: Site;
  readonly weight: Weight;
  /** False when undivided lines may fit better than was found in time. */
  readonly isExact: boolean;
};

/** The site that does best when no other is used, the earlier of equals; null without sites. */
export function bestAlone(model: Model): Alone | null {
  const { sites, items, unfilled, packing } = model;
  const wanted = items.reduce((sum, { need }) => sum + need, 0);
  const places = (sites.at(-1)?.place ?? -1) + 1;
  const high = new Float64Array(places);
  const low = new Float64Array(places);
  let isExact = true;
  for (const { sources, bundles, need } of items) {
    for (const source of sources) {
      const { place } = source.site;
      let sent = source.units;
      if (bundles !== null) {
        const packed = packBundles(bundles, [source], unfilled, packing);
        isExact &&= packed.isBest;
        sent = need - packed.left;
      }
      high[place] = (high[place] ?? 0) + sent * (source.price.high - unfilled.high);
      low[place] = (low[place] ?? 0) + sent * (source.price.low - unfilled.low);
    }
  }
  let best: Alone | null = null;
  for (const site of sites) {
    const weight = {
      high: site.opening.high + wanted * unfilled.high + (high[site.place] ?? 0),
      low: site.opening.low + wanted * unfilled.low + (low[site.place] ?? 0),
    };
    if (best === null || compareWeights(weight, best.weight) < 0) best = { site, weight, isExact };
  }
  return best;
}

/** What any plan weighs at least that fills everything from two sites or more. */
export function leastOfTwo({ sites, items }: Model): Weight {
  let [high, low] = [0, 0];
  for (const { need, sources } of items) {
    const price = sources[0]?.price ?? { high: 0, low: 0 };
    high += need * price.high;
    low += need * price.low;
  }
  const [first, second] = sites.map(({ opening }) => opening).sort(compareWeights);
  return {
    high: high + (first?.high ?? 0) + (second?.high ?? 0),
    low: low + (first?.low ?? 0) + (second?.low ?? 0),
  };
}
