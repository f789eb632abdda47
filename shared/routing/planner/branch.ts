import type { Hungry } from "./look.ts";
import type { Item, Model, Site } from "./model.ts";
import { compareWeights } from "./weight.ts";

/** The hungry article with the fewest sources to choose from; null when nothing is hungry. */
export function neediest(hungry: readonly Hungry[]): Hungry | null {
  let needy: Hungry | null = null;
  for (const each of hungry) if (needy === null || each.choices < needy.choices) needy = each;
  return needy;
}

/** What has choices left after sites have been closed. */
export function stillHungry(hungry: readonly Hungry[]): readonly Hungry[] {
  return hungry
    .map((each) => {
      const left = each.item.sources.filter(({ site }) => site.state === "undecided");
      return { ...each, choices: left.length };
    })
    .filter(({ choices }) => choices > 0);
}

/** Undecided sources of an article, the most promising first. */
export function choicesFor(item: Item, { mayPay }: Model): readonly Site[] {
  const choices: Site[] = [];
  for (const { site } of item.sources) if (site.state === "undecided") choices.push(site);
  return choices.sort(
    (a, b) => (mayPay ? compareLacks(a, b) : b.helps - a.helps) || compareWeights(a.opening, b.opening),
  );
}

function compareLacks(a: Site, b: Site): number {
  return a.lacksHigh - b.lacksHigh || a.lacksLow - b.lacksLow;
}

/** When nothing is hungry: the most promising undecided site that may send something at a lower price than the open ones. */
export function saver({ sites, items }: Model): readonly Site[] {
  for (const site of sites) site.helps = 0;
  for (const item of items) for (const site of cheaperSites(item)) site.helps += 1;
  const [best] = sites.filter(({ helps }) => helps > 0).sort((a, b) => compareLacks(a, b) || b.helps - a.helps);
  return best === undefined ? [] : [best];
}

/** Undivided lines may fit better wherever there is more room, so any room counts. */
function cheaperSites({ sources, need, bundles }: Item): readonly Site[] {
  const cheaper: Site[] = [];
  let wanted = need;
  for (const { site, units } of sources) {
    if (site.state === "undecided") cheaper.push(site);
    if (site.state === "open" && bundles === null) wanted -= units;
    if (wanted <= 0) break;
  }
  return cheaper;
}
