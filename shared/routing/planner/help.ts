import type { Hungry } from "./look.ts";
import type { Site } from "./model.ts";

/** Notes at each site how many hungry articles it helps; gives the counts above 0, the largest first. */
export function countHelp(sites: readonly Site[], hungry: readonly Hungry[]): readonly number[] {
  for (const site of sites) site.helps = 0;
  for (const { item } of hungry) {
    for (const { site } of item.sources) if (site.state === "undecided") site.helps += 1;
  }
  // No site helps more articles than are hungry: counting how many help so many takes less time than sorting.
  const sitesThatHelp = new Array<number>(hungry.length + 1).fill(0);
  for (const { helps } of sites) sitesThatHelp[helps] = (sitesThatHelp[helps] ?? 0) + 1;
  const counts: number[] = [];
  for (let helps = hungry.length; helps > 0; helps -= 1) {
    for (let left = sitesThatHelp[helps] ?? 0; left > 0; left -= 1) counts.push(helps);
  }
  return counts;
}

/** At most how many hungry articles so many sites can help. */
export function helpedBy(counts: readonly number[], sites: number): number {
  let helped = 0;
  for (let index = 0; index < sites; index += 1) helped += counts[index] ?? 0;
  return helped;
}

/** At least how many sites it takes to help so many hungry articles; infinitely many when all together are too few. */
export function sitesToHelp(counts: readonly number[], articles: number): number {
  let sites = 0;
  for (let helped = 0; helped < articles; sites += 1) {
    const count = counts[sites];
    if (count === undefined) return Number.POSITIVE_INFINITY;
    helped += count;
  }
  return sites;
}
