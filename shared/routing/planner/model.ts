import type { Weighed } from "./field.ts";
import { packingSteps, type Steps } from "./pack-bundles.ts";
import { type Parcels, parcelsOf } from "./parcels.ts";
import type { Bundle } from "./supply.ts";
import { compareWeights, nothing, type Scale, type Weight } from "./weight.ts";

/** A warehouse that could be used, and where the search stands with it. */
export type Site = {
  readonly place: number;
  readonly opening: Weight;
  /** Does the greatest number of warehouses count it? */
  readonly isCounted: boolean;
  state: "undecided" | "open" | "closed";
  /** Hungry articles that it has something of; counted anew at each step of the search. */
  helps: number;
  /** The part of the opening that nothing is offered for yet. */
  lacksHigh: number;
  lacksLow: number;
};

export type Source = { readonly site: Site; readonly units: number; readonly price: Weight };

/** An article of which something can be sent. */
export type Item = {
  readonly article: number;
  readonly need: number;
  /** By the price of a unit, then by place. */
  readonly sources: readonly Source[];
  /** Every source has all of it. */
  readonly isWhole: boolean;
  readonly bundles: readonly Bundle[] | null;
};

/** What each site does alone, by place: it depends on no other, so it is asked once however many are closed later. */
export type AloneWeights = {
  readonly high: readonly number[];
  readonly low: readonly number[];
  /** False when undivided lines may fit better somewhere than was found in time. */
  readonly isExact: boolean;
};

export type Model = {
  /** By place. */
  readonly sites: readonly Site[];
  /** The same, the lightest opening first. */
  readonly byOpening: readonly Site[];
  readonly items: readonly Item[];
  readonly scale: Scale;
  /** What one unfilled unit weighs. */
  readonly unfilled: Weight;
  readonly maxOpen: number;
  /** The same of the sites that count. */
  readonly maxCounted: number;
  /** What parcels beside others must be worth; null: nothing. */
  readonly parcels: Parcels | null;
  /** May it pay to use one more site only because units are cheaper from there? */
  readonly mayPay: boolean;
  readonly packing: Steps;
  /** Found when it is first asked for. */
  readonly alone: { weights: AloneWeights | null };
  /** Units that no plan fills. */
  readonly unavoidable: number;
};

/** Another question about the same order: what if this warehouse could not, or had to be used? */
export type WhatIf = { readonly without: number } | { readonly using: number };

/** What is left of a problem when all that cannot be in the best plan is taken away. The search marks its sites. */
export function makeModel(weighed: Weighed): Model {
  return modelOf(weighed, weighed.undominated(null));
}

/** Places of the sites that the best plan under a question may need; null when the warehouse has nothing to do with the order. */
export function neededFor(weighed: Weighed, { sites }: Model, whatIf: WhatIf): readonly number[] | null {
  const asked = "using" in whatIf ? whatIf.using : whatIf.without;
  if (weighed.supplies.every(({ units }) => (units[asked] ?? 0) === 0)) return null;
  if ("without" in whatIf) return weighed.undominated(asked);
  // What another warehouse makes superfluous stays so beside one that must be used.
  return [...sites.map(({ place }) => place), asked];
}

/** A model with further sites: `model` itself when it has them all. */
export function withSites(weighed: Weighed, model: Model, places: readonly number[]): Model {
  const own = model.sites.map(({ place }) => place);
  const all = new Set([...own, ...places]);
  return all.size === own.length
    ? model
    : modelOf(
        weighed,
        [...all].sort((a, b) => a - b),
      );
}

/** To pass over so many closed sites takes less time than to copy the others. */
const fewSites = 16;

/** The model ready for a question: only sites that it may need are left to be decided on. */
export function askAbout(model: Model, needed: readonly number[], whatIf: WhatIf): Model {
  for (const site of model.sites) site.state = needed.includes(site.place) ? "undecided" : "closed";
  for (const site of model.sites) if ("using" in whatIf && site.place === whatIf.using) site.state = "open";
  return model.sites.length > fewSites ? withoutClosed(model) : model;
}

/** No site is decided on any more. */
export function forget({ sites }: Model): void {
  for (const site of sites) site.state = "undecided";
}

function modelOf(weighed: Weighed, places: readonly number[]): Model {
  const { supplies, openings, prices, scale, maxWarehouses, problem } = weighed;
  const uncounted = problem.uncounted ?? [];
  const sites = places.map(
    (place): Site => ({
      place,
      opening: openings[place] ?? nothing,
      isCounted: uncounted.length === 0 || !uncounted.includes(place),
      state: "undecided",
      helps: 0,
      lacksHigh: 0,
      lacksLow: 0,
    }),
  );
  const items: Item[] = [];
  for (let article = 0; article < supplies.length; article += 1) {
    const { need, units, bundles } = supplies[article] ?? { need: 0, units: [], bundles: null };
    if (need === 0) continue;
    const priced = prices[article] ?? null;
    const sources: Source[] = [];
    let isWhole = bundles === null;
    for (const site of sites) {
      const has = units[site.place] ?? 0;
      if (has === 0) continue;
      if (has < need) isWhole = false;
      sources.push({ site, units: has, price: priced?.[site.place] ?? nothing });
    }
    if (priced !== null) sources.sort((a, b) => compareWeights(a.price, b.price));
    items.push({ article, need, sources, isWhole, bundles });
  }
  const counted = uncounted.length === 0 ? sites.length : sites.filter(({ isCounted }) => isCounted).length;
  const maxCounted = Math.min(maxWarehouses, counted);
  const maxOpen = maxCounted + sites.length - counted;
  const parcels = parcelsOf(weighed, sites);
  return {
    sites,
    byOpening: [...sites].sort((a, b) => compareWeights(a.opening, b.opening)),
    items,
    scale,
    unfilled: scale.one("unfilled"),
    maxOpen: parcels === null ? maxOpen : Math.min(maxOpen, parcels.most),
    maxCounted,
    parcels,
    mayPay: mayPay(sites, items),
    packing: packingSteps(),
    alone: { weights: null },
    unavoidable: weighed.unavoidable,
  };
}

/** Without the sites that are closed, as long as they stay so. */
export function withoutClosed(model: Model): Model {
  const isKept = ({ state }: Site): boolean => state !== "closed";
  const items = model.items.map((item) => ({ ...item, sources: item.sources.filter(({ site }) => isKept(site)) }));
  return { ...model, sites: model.sites.filter(isKept), byOpening: model.byOpening.filter(isKept), items };
}

/** Is all that prices can differ by more than the lightest opening? */
function mayPay(sites: readonly Site[], items: readonly Item[]): boolean {
  let [high, low] = [0, 0];
  for (const { need, sources } of items) {
    const [cheapest, dearest] = [sources[0]?.price ?? nothing, sources.at(-1)?.price ?? nothing];
    high += need * (dearest.high - cheapest.high);
    low += need * (dearest.low - cheapest.low);
  }
  return sites.some(({ opening }) => opening.high - high < 0 || (opening.high === high && opening.low < low));
}
