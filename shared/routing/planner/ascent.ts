import type { Item, Model } from "./model.ts";
import type { Weight } from "./weight.ts";

/**
 * What each unit of an article offers for being sent. An article that every source has all of counts as one unit. `next` is
 * the first source whose price the offer has not reached yet.
 */
type Offer = {
  readonly item: Item;
  readonly units: number;
  readonly perUnit: number;
  high: number;
  low: number;
  next: number;
  isFinal: boolean;
};

/**
 * At most what any plan weighs that keeps the decisions made, by dual ascent (Erlenkotter 1978). All articles in turn offer
 * more for each unit, one source's price at a time. What an offer is above the price at an undecided site is taken from what
 * that site's opening still lacks; where nothing lacks any more, or the site is open, the units that the site has of the
 * article gain nothing from a higher offer. So no plan weighs less than all that was gained. It takes no more than sums,
 * comparisons and divisions rounded down, so it holds for weights as they are. `opened` weighs the open sites.
 */
export function boundByOffers({ sites, items, unfilled }: Model, opened: Weight): Weight {
  for (const site of sites) {
    site.lacksHigh = site.opening.high;
    site.lacksLow = site.opening.low;
  }
  const bound = { ...opened };
  let rising = items.map((item): Offer => {
    const [units, perUnit] = item.isWhole ? [1, item.need] : [item.need, 1];
    return { item, units, perUnit, high: 0, low: 0, next: 0, isFinal: false };
  });
  while (rising.length > 0) {
    for (const offer of rising) raise(offer, unfilled, bound);
    rising = rising.filter(({ isFinal }) => !isFinal);
  }
  return bound;
}

/** Up to the price of the next source, or until a site within the offer lacks nothing any more. */
function raise(offer: Offer, unfilled: Weight, bound: { high: number; low: number }): void {
  const { item, perUnit } = offer;
  const { sources } = item;
  while (sources[offer.next]?.site.state === "closed") offer.next += 1;
  const price = sources[offer.next]?.price ?? unfilled;
  let high = perUnit * price.high - offer.high;
  let low = perUnit * price.low - offer.low;
  let gaining = offer.units;
  let isPaid = true;
  for (let at = 0; at < offer.next && gaining > 0; at += 1) {
    const source = sources[at];
    if (source === undefined || source.site.state === "closed") continue;
    const units = item.isWhole ? 1 : source.units;
    const { state, lacksHigh, lacksLow } = source.site;
    const mostHigh = units === 1 ? lacksHigh : Math.floor(lacksHigh / units);
    const mostLow = units === 1 ? lacksLow : mostHigh * units === lacksHigh ? Math.floor(lacksLow / units) : 0;
    if (state === "open" || (mostHigh <= 0 && mostLow <= 0)) {
      gaining -= units;
    } else if (mostHigh < high || (mostHigh === high && mostLow < low)) {
      high = mostHigh;
      low = mostLow;
      isPaid = false;
    }
  }
  offer.isFinal = gaining <= 0 || (isPaid && offer.next >= sources.length);
  if (gaining <= 0) return;
  offer.high += high;
  offer.low += low;
  bound.high += high * gaining;
  bound.low += low * gaining;
  for (let at = 0; at < offer.next; at += 1) {
    const source = sources[at];
    if (source?.site.state !== "undecided") continue;
    const units = item.isWhole ? 1 : source.units;
    const { lacksHigh, lacksLow } = source.site;
    const mostHigh = units === 1 ? lacksHigh : Math.floor(lacksHigh / units);
    const mostLow = units === 1 ? lacksLow : mostHigh * units === lacksHigh ? Math.floor(lacksLow / units) : 0;
    if (mostHigh <= 0 && mostLow <= 0) continue;
    source.site.lacksHigh -= high * units;
    source.site.lacksLow -= low * units;
  }
  if (isPaid) offer.next += 1;
}
