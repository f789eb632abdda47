import type { WantedSku } from "./choose-warehouses.ts";
import type { StockIndex } from "./free-stock.ts";
import type { SharedStock } from "./planner/problem.ts";
import type { Candidate } from "./rank-warehouses.ts";
import { type SkuQuantity, sumBySku } from "./sum-by-sku.ts";

/**
 * Goods that articles of an order consist of, where the articles' own positions do not tell what there is: several share them,
 * or rules hold some of them back. An article that is sold as it is uses one of itself.
 */
export type Part = {
  readonly sku: string;
  readonly uses: readonly { readonly sku: string; readonly units: number }[];
};

/** A part with what there is of it at each candidate. */
export type PartSeen = Part & { readonly free: readonly number[] };

export function seenParts(
  parts: readonly Part[],
  stock: StockIndex,
  candidates: readonly Candidate[],
): readonly PartSeen[] {
  const free = stock.free(
    parts.map(({ sku }) => sku),
    candidates.map(({ code }) => code),
  );
  return parts.map((part, at) => ({ ...part, free: free[at] ?? [] }));
}

/** No article is there more often than each of its parts makes it. */
export function withinParts(wanted: readonly WantedSku[], parts: readonly PartSeen[]): readonly WantedSku[] {
  if (parts.length === 0) return wanted;
  return wanted.map((each) => {
    const own = parts.flatMap(({ uses, free }) =>
      uses.flatMap(({ sku, units }) => (sku === each.sku ? { free, units } : [])),
    );
    const makes = own.map(({ free, units }) => free.map((has) => Math.floor(has / units)));
    return { ...each, free: each.free.map((has, place) => Math.min(has, ...makes.map((most) => most[place] ?? 0))) };
  });
}

/** Where a part could run out if every article took what it can. */
export function sharedStocks(wanted: readonly WantedSku[], parts: readonly PartSeen[]): readonly SharedStock[] {
  const articles = new Map(wanted.map(({ sku }, article) => [sku, article]));
  return parts.flatMap(({ uses: all, free }) => {
    const uses = all.flatMap(({ sku, units }) => {
      const article = articles.get(sku);
      return article === undefined ? [] : { article, units };
    });
    const most = (place: number): number =>
      uses.reduce((sum, { article, units }) => {
        const { lines = [], free: has = [] } = wanted[article] ?? {};
        return sum + units * Math.min(has[place] ?? 0, unitsOf(lines));
      }, 0);
    return free.flatMap((has, warehouse) => (most(warehouse) > has ? { warehouse, free: has, uses } : []));
  });
}

/** With the parts of several articles as if they were asked for by themselves, in all that the order wants of them. */
export function withParts(wanted: readonly WantedSku[], parts: readonly PartSeen[]): readonly WantedSku[] {
  const shared = parts.flatMap(({ sku, uses, free }) => {
    const quantity = needOf(uses, wanted);
    return uses.length < 2 || free.length === 0 ? [] : { sku, free, lines: [{ lineId: "", sku, quantity }] };
  });
  return [...wanted.filter(({ sku }) => shared.every((part) => part.sku !== sku)), ...shared];
}

/**
 * What an order that leaves whole or not at all waits for where its articles share parts, if one of them is short although
 * it could be sent by itself: the parts of which there is too little anywhere; or else, since another article might leave from
 * elsewhere, all that share with it.
 */
export function shortForAll(
  short: readonly SkuQuantity[],
  wanted: readonly WantedSku[],
  parts: readonly PartSeen[],
): readonly SkuQuantity[] {
  const isThere = ({ lines, free }: WantedSku): boolean => sumOf(free) >= unitsOf(lines);
  const inParts = new Set(parts.flatMap(({ uses }) => uses.map(({ sku }) => sku)));
  const isShort = new Set(short.map(({ sku }) => sku));
  const contested = wanted.filter((each) => inParts.has(each.sku) && isShort.has(each.sku) && isThere(each));
  if (contested.length === 0) return short;
  const own = connected(contested, parts);
  const lacking = own.flatMap(({ sku, uses, free }) => {
    const quantity = needOf(uses, wanted) - sumOf(free);
    return quantity > 0 ? { sku, quantity } : [];
  });
  const all = new Set([...contested, ...own.flatMap(({ uses }) => uses)].map(({ sku }) => sku));
  const wholly = wanted.flatMap(({ sku, lines }) => (all.has(sku) ? { sku, quantity: unitsOf(lines) } : []));
  const instead = lacking.length > 0 ? lacking : wholly;
  const isTold = (article: string): boolean => [...contested, ...instead].some(({ sku }) => sku === article);
  return [...short.filter(({ sku }) => !isTold(sku)), ...instead];
}

/** What a warehouse must have to send all lines: what they use of their parts counts instead of a line of the part itself. */
export function needsWithParts(
  lines: readonly { readonly sku: string; readonly quantity: number }[],
  parts: readonly Part[] = [],
): readonly SkuQuantity[] {
  const needs = sumBySku(lines);
  if (parts.length === 0) return needs;
  const unitsOfSku = new Map(needs.map(({ sku, quantity }) => [sku, quantity]));
  const used = parts.map(({ sku, uses }) => {
    return { sku, quantity: sumOf(uses.map((use) => use.units * (unitsOfSku.get(use.sku) ?? 0))) };
  });
  return [...needs.filter(({ sku }) => used.every((part) => part.sku !== sku)), ...used];
}

/** The parts that any chain of shared ones connects with some articles. */
function connected(articles: readonly WantedSku[], parts: readonly PartSeen[]): readonly PartSeen[] {
  const skus = new Set(articles.map(({ sku }) => sku));
  const found = new Set<PartSeen>();
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const part of parts) {
      if (!part.uses.some(({ sku }) => skus.has(sku))) continue;
      found.add(part);
      for (const { sku } of part.uses) skus.add(sku);
    }
  }
  return [...found];
}

function needOf(uses: Part["uses"], wanted: readonly WantedSku[]): number {
  return uses.reduce(
    (sum, use) => sum + use.units * unitsOf(wanted.find(({ sku }) => sku === use.sku)?.lines ?? []),
    0,
  );
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

function unitsOf(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
