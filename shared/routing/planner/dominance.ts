import type { SourcingProblem } from "./problem.ts";
import type { Supply } from "./supply.ts";
import { compareWeights, type Weight } from "./weight.ts";

export type Field = {
  readonly supplies: readonly Supply[];
  /** What using each warehouse weighs, by place. */
  readonly openings: readonly Weight[];
  /** What a unit weighs, by article and place; null: the same from everywhere. */
  readonly prices: readonly (readonly Weight[] | null)[];
};

/** Articles that a warehouse has something of, and those it has all of, as bits; and the limits that do not hold for it. */
type Reach = { readonly place: number; readonly freeOf: number; some: number; all: number };

type Limits = Pick<SourcingProblem, "uncounted" | "leastParcel">;

/** As many articles as bits. In larger orders no warehouse is likely to have all that another has. */
const mostArticles = 31;

/** What is not needed in the best plan, also where some warehouses may not be used. */
export type Dominance = {
  /**
   * Places of the warehouses that the best plan may need when it may not use `without` (null: it may use all), ascending. One
   * is not needed beside another that has all of whatever it has, is no dearer to use and for no unit, is free of limits if
   * the one is, and comes earlier when it costs the same: wherever the one is used, the other may be.
   */
  readonly undominated: (without: number | null) => readonly number[];
};

export function dominanceIn(field: Field, limits: Limits = {}): Dominance {
  const { openings, supplies } = field;
  if (supplies.length > mostArticles) {
    const places = useful(field);
    return { undominated: (without) => places.filter((place) => place !== without) };
  }
  const reaches = reachOfEach(field, limits)
    .filter(({ some }) => some !== 0)
    .sort((a, b) => compareAt(openings, a.place, b.place));
  return {
    undominated: (without) => {
      const kept: Reach[] = [];
      for (const reach of reaches) {
        if (reach.place !== without && !isDominated(field, kept, reach)) kept.push(reach);
      }
      return kept.map(({ place }) => place).sort((a, b) => a - b);
    },
  };
}

function isDominated(field: Field, kept: readonly Reach[], reach: Reach): boolean {
  for (const other of kept) {
    if (
      covers(other, reach) &&
      (reach.freeOf & ~other.freeOf) === 0 &&
      isNowhereDearer(field, other.place, reach.place)
    )
      return true;
  }
  return false;
}

/** Places of the warehouses that have something, ascending. */
function useful({ openings, supplies }: Field): readonly number[] {
  return [...openings.keys()].filter((place) => supplies.some(({ units }) => (units[place] ?? 0) > 0));
}

function reachOfEach({ supplies, openings }: Field, { uncounted, leastParcel }: Limits): readonly Reach[] {
  const isIn = (places: readonly number[] | undefined, place: number): number => (places?.includes(place) ? 1 : 0);
  const reaches = openings.map((_, place): Reach => {
    const freeOf = isIn(uncounted, place) + 2 * isIn(leastParcel?.exempt, place);
    return { place, freeOf, some: 0, all: 0 };
  });
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
  for (let article = 0; article < supplies.length; article += 1) {
    const priced = prices[article];
    if (!priced || (supplies[article]?.units[place] ?? 0) === 0) continue;
    if (compareAt(priced, other, place) > 0) return false;
  }
  return true;
}

function compareAt(weights: readonly Weight[], a: number, b: number): number {
  const [one, other] = [weights[a], weights[b]];
  return one === undefined || other === undefined ? 0 : compareWeights(one, other);
}
