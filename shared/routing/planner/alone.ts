import type { Model, Site } from "./model.ts";
import { packBundles } from "./pack-bundles.ts";
import { addWeights, compareWeights, nothing, type Weight } from "./weight.ts";

export type Alone = {
  readonly site: Site;
  readonly weight: Weight;
  /** False when undivided lines may fit better than was found in time. */
  readonly isExact: boolean;
};

/** The site, of those that are not closed, that does best alone; the earlier of equals, null when there is none. */
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
    if (site.state === "closed") continue;
    const weight = {
      high: site.opening.high + wanted * unfilled.high + (high[site.place] ?? 0),
      low: site.opening.low + wanted * unfilled.low + (low[site.place] ?? 0),
    };
    if (best === null || compareWeights(weight, best.weight) < 0) best = { site, weight, isExact };
  }
  return best;
}

/** What any plan weighs at least that fills everything from two sites or more. */
export function leastOfTwo({ byOpening, items }: Model): Weight {
  let { high, low } = addWeights(byOpening[0]?.opening ?? nothing, byOpening[1]?.opening ?? nothing);
  for (const { need, sources } of items) {
    const price = sources[0]?.price ?? nothing;
    high += need * price.high;
    low += need * price.low;
  }
  return { high, low };
}
