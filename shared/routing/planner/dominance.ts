import type { Supply } from "./supply.ts";
import { compareWeights, type Weight } from "./weight.ts";

export type Field = {
  readonly supplies: readonly Supply[];
  /** What using each warehouse weighs, by place. */
  readonly openings: readonly Weight[];
  /** What a unit weighs, by article and place; null: the same from everywhere. */
  readonly prices: readonly (readonly Weight[] | null)[];
};

/** Articles that a warehouse has something of, and those it has all of, 31 to a number. */
type Reach = { readonly place: number; readonly some: number[]; readonly all: number[] };

const perNumber = 31;

/**
 * Places of the warehouses that the best plan may need, ascending. One is not needed beside another that has all of whatever
 * it has, is no dearer to use and for no unit, and comes earlier when it costs the same: wherever the one is used, the
 * other may be. `without` is not used at all, `using` in any case.
 */
export function undominated(field: Field, without: number | null, using: number | null): readonly number[] {
  const { openings } = field;
  const reaches = reachOfEach(field)
    .filter(({ place, some }) => place === using || (place !== without && some.some((articles) => articles !== 0)))
    .sort((a, b) => compareAt(openings, a.place, b.place));
  const kept: Reach[] = [];
  for (const reach of reaches) {
    const isDominated = kept.some((other) => covers(other, reach) && isNowhereDearer(field, other.place, reach.place));
    if (!isDominated || reach.place === using) kept.push(reach);
  }
  return kept.map(({ place }) => place).sort((a, b) => a - b);
}

function reachOfEach({ supplies, openings }: Field): readonly Reach[] {
  const reaches = openings.map((_, place): Reach => ({ place, some: [], all: [] }));
  for (let article = 0; article < supplies.length; article += 1) {
    const { units, need } = supplies[article] ?? { units: [], need: 0 };
    const number = Math.floor(article / perNumber);
    const bit = 1 << (article % perNumber);
    for (const { place, some, all } of reaches) {
      const has = units[place] ?? 0;
      some[number] = (some[number] ?? 0) | (has > 0 ? bit : 0);
      all[number] = (all[number] ?? 0) | (has > 0 && has === need ? bit : 0);
    }
  }
  return reaches;
}

function covers(other: Reach, reach: Reach): boolean {
  for (let number = 0; number < reach.some.length; number += 1) {
    if (((reach.some[number] ?? 0) & ~(other.all[number] ?? 0)) !== 0) return false;
  }
  return true;
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
