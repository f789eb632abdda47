import { describe, expect, it } from "vitest";
import { seeded } from "../../../tests/property/seeded.ts";
import { certify } from "./certificate.ts";
import { compareTallies } from "./every-plan.contract.ts";
import { type Amounts, type SourcingProblem, terms } from "./problem.ts";
import { randomProblem, type Shape, shuffled } from "./random-problems.contract.ts";
import { planSourcing } from "./solve.ts";

const shape: Shape = { warehouses: 15, articles: 10, mostUnits: 4, fill: 0.5, coins: 0, sent: 0.2 };
const ofWorth: Shape = { warehouses: 6, articles: 5, mostUnits: 3, fill: 0.6, coins: 0, sent: 0.3, least: 1 };
const kinds = [
  { kind: "orders of any kind", howMany: 800, shape },
  { kind: "orders whose parcels must be worth something", howMany: 300, shape: ofWorth },
];

describe.each(kinds)("planSourcing, when the problem changes, of $howMany $kind", ({ howMany, shape: own }) => {
  const problems = Array.from({ length: howMany }, (_, seed) => ({ seed, problem: randomProblem(seeded(seed), own) }));

  it("is never worse with more stock", () => {
    for (const { seed, problem } of problems) {
      const random = seeded(seed + 1);
      const articles = problem.articles.map((article) => ({
        ...article,
        free: article.free.map((units) => units + (random() < 0.2 ? Math.ceil(random() * 4) : 0)),
      }));
      const [less, more] = [planSourcing(problem), planSourcing({ ...problem, articles })];
      expect(compareTallies(problem, more.tally, less.tally), `seed ${seed}`).toBeLessThanOrEqual(0);
    }
  });

  it("is never worse when one more warehouse may be used, and never better when one may not or must", () => {
    for (const { seed, problem } of problems) {
      const { plan, without, using } = certify(problem, ({ warehouses }) => ({
        without: warehouses,
        using: [...Array(problem.warehouses).keys()],
      }));
      for (const other of [...without, ...using]) {
        expect(compareTallies(problem, other.plan.tally, plan.tally), `seed ${seed}`).toBeGreaterThanOrEqual(0);
      }
      for (const { warehouse, plan: other } of using) {
        if (plan.warehouses.includes(warehouse))
          expect({ seed, tally: other.tally }).toEqual({ seed, tally: plan.tally });
      }
      if (problem.maxWarehouses === null) continue;
      const wider = planSourcing({ ...problem, maxWarehouses: problem.maxWarehouses + 1 });
      expect(compareTallies(problem, wider.tally, plan.tally)).toBeLessThanOrEqual(0);
    }
  });

  it("keeps its terms when warehouses change places, and its plan when articles do", () => {
    for (const { seed, problem } of problems) {
      const plan = planSourcing(problem);
      const moved = planSourcing(
        withWarehousesAt(problem, shuffled(seeded(seed), [...Array(problem.warehouses).keys()])),
      );
      expect({ seed, tally: moved.tally }).toEqual({ seed, tally: plan.tally });
      const { tally, warehouses } = planSourcing(
        withArticlesAt(problem, shuffled(seeded(seed), [...problem.articles.keys()])),
      );
      expect({ seed, tally, warehouses }).toEqual({ seed, tally: plan.tally, warehouses: plan.warehouses });
    }
  });

  it("keeps its plan when a term is counted in smaller coins", () => {
    for (const { seed, problem } of problems) {
      const { warehouses, takes } = planSourcing(problem);
      const scaled = planSourcing(inSmallerCoins(problem, 100));
      expect({ seed, warehouses: scaled.warehouses, takes: scaled.takes }).toEqual({ seed, warehouses, takes });
    }
  });

  it("is never worse when parcels may be worth less, and the same when all worth is counted in smaller coins", () => {
    for (const { seed, problem } of problems) {
      const { leastParcel } = problem;
      if (leastParcel === undefined) continue;
      const plan = planSourcing(problem);
      const less = planSourcing({
        ...problem,
        leastParcel: { ...leastParcel, worth: Math.ceil(leastParcel.worth / 2) },
      });
      expect(compareTallies(problem, less.tally, plan.tally), `seed ${seed}`).toBeLessThanOrEqual(0);
      const unitWorth = leastParcel.unitWorth.map((lines) => lines.map((worth) => worth * 100));
      const scaled = planSourcing({
        ...problem,
        leastParcel: { ...leastParcel, unitWorth, worth: leastParcel.worth * 100 },
      });
      expect({ seed, warehouses: scaled.warehouses, takes: scaled.takes }).toEqual({
        seed,
        warehouses: plan.warehouses,
        takes: plan.takes,
      });
    }
  });

  it("keeps its plan when a warehouse comes last that is worse than another in everything", () => {
    for (const { seed, problem } of problems) {
      const [place = 0] = planSourcing(problem).warehouses;
      const copied = withWarehousesAt(problem, [...Array(problem.warehouses).keys(), place]);
      const articles = copied.articles.map((each) => ({
        ...each,
        free: each.free.with(-1, (each.free.at(-1) ?? 0) >> 1),
      }));
      // The worse one may still add to the stock of one that lines share, so only plans of whole lines stay as they are.
      const isShared = problem.divideLines || problem.articles.some(({ lines }) => lines.length > 1);
      if (!isShared) {
        expect({ seed, places: planSourcing({ ...copied, articles }).warehouses }).toEqual({
          seed,
          places: planSourcing(problem).warehouses,
        });
      }
    }
  });
});

/** The warehouse at each place is the one that was at the place given for it. */
function withWarehousesAt(problem: SourcingProblem, places: readonly number[]): SourcingProblem {
  const move = (list: readonly number[]): number[] => places.map((place) => list[place] ?? 0);
  const moveAll = (amounts: Amounts): Amounts =>
    Object.fromEntries(terms.flatMap((term) => (amounts[term] === undefined ? [] : [[term, move(amounts[term])]])));
  const { uncounted, leastParcel } = problem;
  const movedTo = (list: readonly number[]): number[] => list.map((place) => places.indexOf(place));
  return {
    ...problem,
    ...(uncounted === undefined ? {} : { uncounted: movedTo(uncounted) }),
    ...(leastParcel === undefined ? {} : { leastParcel: { ...leastParcel, exempt: movedTo(leastParcel.exempt) } }),
    warehouses: places.length,
    opening: moveAll(problem.opening),
    articles: problem.articles.map(({ lines, free, perUnit }) => ({
      lines,
      free: move(free),
      perUnit: moveAll(perUnit),
    })),
  };
}

/** The article at each place is the one that was at the place given for it. */
function withArticlesAt(problem: SourcingProblem, places: readonly number[]): SourcingProblem {
  const { leastParcel, ...rest } = problem;
  const move = <T>(list: readonly T[]): T[] => places.flatMap((place) => list.slice(place, place + 1));
  const articles = move(problem.articles);
  if (leastParcel === undefined) return { ...rest, articles };
  return { ...rest, articles, leastParcel: { ...leastParcel, unitWorth: move(leastParcel.unitWorth) } };
}

function inSmallerCoins(problem: SourcingProblem, times: number): SourcingProblem {
  const scale = (amounts: Amounts): Amounts => ({
    ...amounts,
    ...(amounts.cost === undefined ? {} : { cost: amounts.cost.map((amount) => amount * times) }),
  });
  return {
    ...problem,
    opening: scale(problem.opening),
    articles: problem.articles.map((article) => ({ ...article, perUnit: scale(article.perUnit) })),
  };
}
