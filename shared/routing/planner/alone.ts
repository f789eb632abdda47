import type { AloneWeights, Model, Site } from "./model.ts";
import { packBundles } from "./pack-bundles.ts";
import { addWeights, nothing, type Weight } from "./weight.ts";

export type Alone = {
  readonly site: Site;
  readonly weight: Weight;
  /** False when undivided lines may fit better than was found in time. */
  readonly isExact: boolean;
};

/** The site, of those that are not closed, that does best alone; the earlier of equals, null when there is none. */
export function bestAlone(model: Model): Alone | null {
  const { high, low, isExact } = weighEachAlone(model);
  let best: Site | null = null;
  let [bestHigh, bestLow] = [0, 0];
  for (const site of model.sites) {
    if (site.state === "closed") continue;
    const [ownHigh, ownLow] = [high[site.place] ?? 0, low[site.place] ?? 0];
    if (best !== null && (ownHigh > bestHigh || (ownHigh === bestHigh && ownLow >= bestLow))) continue;
    best = site;
    bestHigh = ownHigh;
    bestLow = ownLow;
  }
  return best === null ? null : { site: best, weight: { high: bestHigh, low: bestLow }, isExact };
}

/** Asked first of a model with all sites that later questions may close. */
export function weighEachAlone(model: Model): AloneWeights {
  model.alone.weights ??= weighAlone(model);
  return model.alone.weights;
}

function weighAlone({ sites, items, unfilled, packing }: Model): AloneWeights {
  const places = (sites.at(-1)?.place ?? -1) + 1;
  const high = new Array<number>(places).fill(0);
  const low = new Array<number>(places).fill(0);
  let wanted = 0;
  for (const { need } of items) wanted += need;
  for (const { place, opening } of sites) {
    high[place] = opening.high + wanted * unfilled.high;
    low[place] = opening.low + wanted * unfilled.low;
  }
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
  return { high, low, isExact };
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
