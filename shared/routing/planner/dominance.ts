import type { Supply } from "./supply.ts";
import { compareWeights, type Weight } from "./weight.ts";

export type Field = {
  readonly supplies: readonly Supply[];
  /** What using each warehouse weighs, by place. */
  readonly openings: readonly Weight[];
  /** What a unit weighs, by article and place; null: the same from everywhere. */
  readonly prices: readonly (readonly Weight[] | null)[];
};

/** Articles that a warehouse has something of, and those it has all of, as bits. */
type Reach = { readonly place: number; some: number; all: number };

/** As many articles as bits. In larger orders no warehouse is likely to have all that another has. */
const mostArticles = 31;

/**
 * Places of the warehouses that the best plan may need, ascending. One is not needed beside another that has all of whatever
 * it has, is no dearer to use and for no unit, and comes earlier when it costs the same: wherever the one is used, the
 * other may be.
 */
export function undominated(field: Field): readonly number[] {
  const { openings, supplies } = field;
  if (supplies.length > mostArticles) return useful(field);
  const reaches = reachOfEach(field)
    .filter(({ some }) => some !== 0)
    .sort((a, b) => compareAt(openings, a.place, b.place));
  const kept: Reach[] = [];
  for (const reach of reaches) {
    const isDominated = kept.some((other) => covers(other, reach) && isNowhereDearer(field, other.place, reach.place));
    if (!isDominated) kept.push(reach);
  }
  return kept.map(({ place }) => place).sort((a, b) => a - b);
}

/** Places of the warehouses that have something, ascending. */
export function useful({ openings, supplies }: Field): readonly number[] {
  return [...openings.keys()].filter((place) => supplies.some(({ units }) => (units[place] ?? 0) > 0));
}

function reachOfEach({ supplies, openings }: Field): readonly Reach[] {
  const reaches = openings.map((_, place): Reach => ({ place, some: 0, all: 0 }));
  for (let article = 0; article < supplies.length; article += 1) {
    const { units, need } = supplies[article] ?? { units: [], need: 0 };
    const bit = 1 << (article % mostArticles);
    for (const reach of reaches) {
      const has = units[reach.place] ?? 0;
      if (has > 0) reach.some |= bit;
      if (has > 0 && has === need) reach.all |= bit;
    }
  }
  return reaches;
}

function covers(other: Reach, reach: Reach): boolean {
  return (reach.some & ~other.all) === 0;
}

function isNowhereDearer({ supplies, prices }: Field, other: number, place: number): boolean {
  return supplies.every(({ units }, article) => {
    const priced = prices[article];
    return !priced || (units[place] ?? 0) === 0 || compareAt(priced, other, place) <= 0;
  });
}

function compareAt(weights: readonly Weight[], a: number, b: number): number {
  const [one, other] = [weights[a], weights[b]];
  return one === undefined || other === undefined ? 0 : compareWeights(one, other);
}
