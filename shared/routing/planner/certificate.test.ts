import { describe, expect, it } from "vitest";
import { seeded } from "../../../tests/property/seeded.ts";
import { certify } from "./certificate.ts";
import { bestOfAllPlans } from "./every-plan.contract.ts";
import { randomProblem } from "./random-problems.contract.ts";
import { planSourcing } from "./solve.ts";

describe("certify", () => {
  it("says of 1,000 plans what trying all plans says, with and without each warehouse", () => {
    for (let seed = 0; seed < 1_000; seed += 1) {
      const problem = randomProblem(seeded(seed), { warehouses: 4, articles: 3, mostUnits: 3, fill: 0.6 });
      const others = (used: readonly number[]): number[] =>
        [...Array(problem.warehouses).keys()].filter((place) => !used.includes(place));
      const certificate = certify(problem, ({ warehouses }) => ({ without: warehouses, using: others(warehouses) }));
      const { plan, alone, without, using } = certificate;

      expect(plan).toEqual(planSourcing(problem));
      if (alone !== null) {
        const isAlone = (warehouses: readonly number[]): boolean => warehouses.length < 2;
        expect({ seed, tally: alone.plan.tally }).toEqual({ seed, tally: bestOfAllPlans(problem, isAlone).tally });
        expect(alone.plan.warehouses).toEqual([alone.warehouse]);
      }
      for (const { warehouse, plan: other } of without) {
        const best = bestOfAllPlans(problem, (warehouses) => !warehouses.includes(warehouse));
        expect({ seed, warehouse, tally: other.tally }).toEqual({ seed, warehouse, tally: best.tally });
      }
      for (const { warehouse, plan: other } of using) {
        const best = bestOfAllPlans(problem, (warehouses) => warehouses.includes(warehouse));
        expect({ seed, warehouse, tally: other.tally }).toEqual({ seed, warehouse, tally: best.tally });
      }
    }
  });

  it.each([
    { kind: "parcels must be worth something", limits: { least: 1, sent: 0.4 } },
    { kind: "other parts have left already", limits: { limit: 1, sent: 1 } },
  ])("says so too where $kind, of warehouses that can be used at all", ({ limits }) => {
    const shape = { warehouses: 4, articles: 3, mostUnits: 2, fill: 0.6, ...limits };
    for (let seed = 0; seed < 400; seed += 1) {
      const problem = randomProblem(seeded(seed), shape);
      const places = [...Array(problem.warehouses).keys()];
      const { without, using } = certify(problem, ({ warehouses }) => ({
        without: warehouses,
        using: places.filter((at) => !warehouses.includes(at)),
      }));
      for (const [isUsed, others] of [
        [false, without],
        [true, using],
      ] as const) {
        for (const { warehouse, plan } of others) {
          const best = bestOfAllPlans(problem, (warehouses) => warehouses.includes(warehouse) === isUsed);
          expect({ seed, warehouse, tally: plan.tally }).toEqual({ seed, warehouse, tally: best.tally });
        }
      }
    }
  });

  it("names the only source of an article, and articles that no warehouse has all of", () => {
    const articles = [
      { lines: [2], free: [2, 1, 0], perUnit: {} },
      { lines: [2], free: [2, 2, 0], perUnit: {} },
      { lines: [2, 1], free: [2, 1, 0], perUnit: {} },
    ];
    const opening = { shipments: [1, 1, 1] };
    const problem = { warehouses: 3, opening, articles, divideLines: true, maxWarehouses: null, nodeBudget: 100 };
    expect(certify(problem, () => ({ without: [], using: [] })).bindings).toEqual([
      { article: 0, kind: "only_source", warehouse: 0 },
      { article: 2, kind: "no_source" },
    ]);
  });
});
