import { boundByOffers } from "./ascent.ts";
import { countHelp, helpedBy, sitesToHelp } from "./help.ts";
import type { Look } from "./look.ts";
import type { Model, Site } from "./model.ts";
import { addTimes, addWeights, compareWeights, type Weight } from "./weight.ts";

/** What plans weigh at least that keep the decisions made. */
export type Bound = {
  readonly least: Weight;
  /** The same of those that open one more site. */
  readonly further: Weight;
  /** The same of those that open this undecided site. Holds until the next bound of the model is taken. */
  readonly opening: (site: Site) => Weight;
};

/** `opened` weighs the open sites, `slots` is how many more may be opened. */
export function boundOf(model: Model, seen: Look, opened: Weight, slots: number): Bound {
  const byCount = boundByCount(model, seen, slots);
  if (!model.mayPay) return byCount;
  const offers = boundByOffers(model, opened);
  return {
    least: larger(offers, byCount.least),
    further: larger(offers, byCount.further),
    opening: (site) => addWeights(offers, { high: site.lacksHigh, low: site.lacksLow }),
  };
}

/** Every hungry article needs a further site, and no site helps more of them than it has something of. */
function boundByCount(model: Model, { rest, hungry }: Look, slots: number): Bound {
  const counts = countHelp(model.sites, hungry);
  const fewest = sitesToHelp(counts, hungry.length);
  if (fewest > slots) {
    // Some stay hungry, nobody knows which: all their prices go, the fewest units that may be missing stay.
    const missing = hungry.reduce((least, each) => Math.min(least, each.missing), Number.POSITIVE_INFINITY);
    const units = missing * (hungry.length - helpedBy(counts, slots));
    const filled = hungry.reduce((sum, { price }) => addTimes(sum, price, -1), rest);
    const least = addTimes(filled, model.unfilled, units);
    return { least, further: least, opening: () => least };
  }
  const least = addWeights(rest, lightest(model, fewest));
  const withOthers: Weight[] = [];
  return {
    least,
    further: fewest > 0 ? least : addWeights(rest, lightest(model, 1, false)),
    opening: (site) => {
      const others = sitesToHelp(counts, hungry.length - site.helps);
      if (others >= slots) return least;
      withOthers[others] ??= addWeights(rest, lightest(model, others));
      return addWeights(withOthers[others], site.opening);
    },
  };
}

/** What so many further sites weigh at least; only those count that help, while anything is hungry. */
function lightest({ byOpening }: Model, count: number, mustHelp = true): Weight {
  let [high, low, taken] = [0, 0, 0];
  for (const { state, opening, helps } of byOpening) {
    if (taken >= count) break;
    if (state !== "undecided" || (mustHelp && helps === 0)) continue;
    high += opening.high;
    low += opening.low;
    taken += 1;
  }
  return { high, low };
}

function larger(a: Weight, b: Weight): Weight {
  return compareWeights(a, b) > 0 ? a : b;
}
