import type { Item, Model, Source } from "./model.ts";
import { packBundles } from "./pack-bundles.ts";
import type { Weight } from "./weight.ts";

/** A partial plan: some sites are open, some closed, the others undecided. */
export type Look = {
  /** Weighs the plan that uses the open sites only. */
  readonly plan: Weight;
  /** At most what any plan weighs that keeps the decisions made, the opening of further sites apart. */
  readonly rest: Weight;
  /** What the open sites cannot fill and an undecided one may. */
  readonly hungry: readonly Hungry[];
  /** False when the open sites may do better than `plan` says. */
  readonly isExact: boolean;
};

/** `missing` units, which add `price` to `rest`; there are so many undecided `choices` to get some from. */
export type Hungry = {
  readonly item: Item;
  readonly missing: number;
  readonly price: Weight;
  readonly choices: number;
};

/** `opened` is what the open sites weigh themselves. */
export function look({ items, unfilled, packing }: Model, opened: Weight): Look {
  let { high, low } = opened;
  let restHigh = high;
  let restLow = low;
  let isExact = true;
  const hungry: Hungry[] = [];
  for (const item of items) {
    let wanted = item.need;
    let reachable = item.need;
    let priceHigh = 0;
    let priceLow = 0;
    let choices = 0;
    for (const { site, units, price } of item.sources) {
      if (site.state === "closed") continue;
      const relaxed = units < reachable ? units : reachable;
      reachable -= relaxed;
      priceHigh += relaxed * price.high;
      priceLow += relaxed * price.low;
      if (site.state === "undecided") {
        choices += 1;
        continue;
      }
      if (item.bundles !== null) continue;
      const sent = units < wanted ? units : wanted;
      wanted -= sent;
      high += sent * price.high;
      low += sent * price.low;
      if (wanted === 0) break;
    }
    priceHigh += reachable * unfilled.high;
    priceLow += reachable * unfilled.low;
    restHigh += priceHigh;
    restLow += priceLow;
    if (item.bundles !== null) {
      const packed = packBundles(item.bundles, openSources(item), unfilled, packing);
      high += packed.weight.high;
      low += packed.weight.low;
      wanted = packed.left;
      isExact &&= packed.isBest;
    } else {
      high += wanted * unfilled.high;
      low += wanted * unfilled.low;
    }
    if (wanted > reachable && choices > 0) {
      hungry.push({ item, missing: wanted - reachable, price: { high: priceHigh, low: priceLow }, choices });
    }
  }
  return { plan: { high, low }, rest: { high: restHigh, low: restLow }, hungry, isExact };
}

export function openSources(item: Item): readonly Source[] {
  return item.sources.filter(({ site }) => site.state === "open");
}
