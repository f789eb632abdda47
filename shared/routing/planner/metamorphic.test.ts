import { describe, expect, it } from "vitest";
import { seeded } from "../../../tests/property/seeded.ts";
import { certify } from "./certificate.ts";
import { compareTallies } from "./every-plan.contract.ts";
import { type Amounts, type SourcingProblem, terms } from "./problem.ts";
import { randomProblem, type Shape, shuffled } from "./random-problems.contract.ts";
import { planSourcing } from "./solve.ts";

const shape: Shape = { warehouses: 15, articles: 10, mostUnits: 4, fill: 0.5, coins: 0 };
const problems = Array.from({ length: 800 }, (_, seed) => ({ seed, problem: randomProblem(seeded(seed), shape) }));

describe("planSourcing, when the problem changes", () => {
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
      const { plan, without, using } = certify(problem, () => [...Array(problem.warehouses).keys()]);
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
      const { tally, warehouses } = planSourcing({ ...problem, articles: shuffled(seeded(seed), problem.articles) });
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
  return {
    ...problem,
    warehouses: places.length,
    opening: moveAll(problem.opening),
    articles: problem.articles.map(({ lines, free, perUnit }) => ({
      lines,
      free: move(free),
      perUnit: moveAll(perUnit),
    })),
  };
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
