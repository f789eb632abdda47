import { describe, expect, it } from "vitest";
import { seeded } from "../../../tests/property/seeded.ts";
import { brokenBy } from "./broken-by.contract.ts";
import { bestOfAllPlans, compareTallies } from "./every-plan.contract.ts";
import { leastByLineMasks } from "./line-masks.contract.ts";
import { nodeBudgetFor, type SourcingProblem, type Term, terms } from "./problem.ts";
import { randomProblem } from "./random-problems.contract.ts";
import { planSourcing } from "./solve.ts";

const best = { kind: "best" } as const;

describe("planSourcing", () => {
  it.each([
    { kind: "of any kind", howMany: 5_000, shape: { warehouses: 5, articles: 4, mostUnits: 3, fill: 0.6 } },
    {
      kind: "of few parcels",
      howMany: 3_500,
      shape: { warehouses: 6, articles: 6, mostUnits: 1, fill: 0.3, limit: 1, twins: 0 },
    },
    {
      kind: "of parcels that must be worth something",
      howMany: 500,
      shape: { warehouses: 4, articles: 3, mostUnits: 2, fill: 0.6, twins: 0.3, least: 1, sent: 0.4 },
    },
    {
      kind: "that other parts have left already",
      howMany: 500,
      shape: { warehouses: 5, articles: 4, mostUnits: 2, fill: 0.4, limit: 1, sent: 1 },
    },
    { kind: "of many twins", howMany: 2_000, shape: { warehouses: 5, articles: 3, mostUnits: 3, fill: 0.5, twins: 1 } },
  ])("finds the plan that trying all of them finds, on $howMany small problems $kind", ({ howMany, shape }) => {
    for (let seed = 0; seed < howMany; seed += 1) {
      const problem = randomProblem(seeded(seed), shape);
      const { warehouses, tally, proof } = planSourcing(problem);
      const expected = { seed, ...bestOfAllPlans(problem), proof: best };
      expect({ seed, warehouses, tally, proof }, JSON.stringify(problem)).toEqual(expected);
    }
  });

  it("finds as little as dynamic programming over sets of lines, up to 10 lines and 50 warehouses", () => {
    for (let seed = 0; seed < 150; seed += 1) {
      const term: Term = seed % 2 === 0 ? "cost" : "shipments";
      const problem = largeProblem(seed, 1 + (seed % 10), term);
      const { tally, proof } = planSourcing(problem);
      const least = leastByLineMasks(problem, term);
      if (least === null) expect(tally.unfilled).toBeGreaterThan(0);
      else expect({ seed, least: tally[term], proof }).toEqual({ seed, least, proof: best });
    }
  });

  it("takes no more than there is, no line twice, and divides lines only where it may", () => {
    for (let seed = 0; seed < 1_000; seed += 1) {
      const problem = randomProblem(seeded(seed), { warehouses: 12, articles: 8, mostUnits: 6, fill: 0.5 });
      expect(brokenBy(problem, planSourcing(problem)), JSON.stringify(problem)).toEqual([]);
    }
  });

  it("claims no smaller gap than there is when its budget ends", () => {
    let gaps = 0;
    for (let seed = 0; seed < 800; seed += 1) {
      const problem = randomProblem(seeded(seed), { warehouses: 14, articles: 8, mostUnits: 4, fill: 0.4 });
      const proven = planSourcing(problem);
      expect(proven.proof).toEqual(best);
      const { tally, warehouses, proof } = planSourcing({ ...problem, nodeBudget: 1 + (seed % 4) });
      if (proof.kind === "best") {
        expect({ seed, tally, warehouses }).toEqual({ seed, tally: proven.tally, warehouses: proven.warehouses });
        continue;
      }
      gaps += 1;
      expect(compareTallies(problem, proven.tally, tally)).toBeLessThanOrEqual(0);
      for (const term of ["unfilled", ...(problem.objective ?? terms)] as const) {
        if (term !== proof.term) expect({ seed, [term]: proven.tally[term] }).toEqual({ seed, [term]: tally[term] });
        else expect(tally[term] - proven.tally[term], `${seed} ${term}`).toBeLessThanOrEqual(proof.atMost);
        if (proven.tally[term] !== tally[term] || term === proof.term) break;
      }
    }
    expect(gaps).toBeGreaterThan(40);
  });

  it.each([
    { worth: 5, kind: "the last parcel is worth enough", tally: { unfilled: 0, cost: 60, shipments: 7 } },
    { worth: 7, kind: "the last parcel needs units of another", tally: { unfilled: 0, cost: 60, shipments: 7 } },
    { worth: 9, kind: "no seven parcels can be worth enough", tally: { unfilled: 6, cost: 54, shipments: 6 } },
  ])("fills a line of many units from many warehouses where $kind", ({ worth, tally }) => {
    const [each, places] = [9, 7];
    const everywhere = new Array<number>(places).fill(1);
    const articles = [{ lines: [60], free: everywhere.map(() => each), perUnit: { cost: everywhere } }];
    const plan = planSourcing({
      warehouses: places,
      opening: { shipments: everywhere },
      articles,
      divideLines: true,
      maxWarehouses: null,
      leastParcel: { worth, unitWorth: [[1]], exempt: [], isFreeAlone: true },
      nodeBudget: nodeBudgetFor(1, places),
    });
    expect(plan.tally).toMatchObject(tally);
    expect(sum(plan.takes.map(({ units }) => units))).toBe(60 - tally.unfilled);
  });

  it("does not call a packing the best that it had no time to search through", () => {
    // Thirty lines that fill ten warehouses to the last unit, if one finds out how.
    const random = seeded(7);
    const bins = Array.from({ length: 10 }, () => [101, 103, 107].map((units) => units + Math.floor(random() * 90)));
    const articles = [{ lines: bins.flat(), free: bins.map((bin) => sum(bin)), perUnit: {} }];
    const opening = { shipments: bins.map(() => 1) };
    const limits = { divideLines: false, maxWarehouses: null, nodeBudget: 500 };
    const { tally, proof } = planSourcing({ warehouses: 10, opening, articles, ...limits });
    expect(tally.unfilled).toBeGreaterThan(0);
    expect(proof).toEqual({ kind: "gap", term: "unfilled", atMost: tally.unfilled });

    const one = [{ lines: bins.flat(), free: [sum(bins.flat()) - 1], perUnit: {} }];
    const alone = planSourcing({ warehouses: 1, opening: { shipments: [1] }, articles: one, ...limits });
    expect(alone.proof.kind === "best").toBe(alone.tally.unfilled === Math.min(...bins.flat()));
  });

  it("does not call what one warehouse packs the best either, when it had no time to try all", () => {
    // Thirty-one lines of which no sum leaves the remainder 2 that the stock does: only trying all of them would show it.
    const random = seeded(11);
    const lines = [...Array.from({ length: 30 }, () => 3 * (100 + Math.floor(random() * 100))), 1];
    const free = 3 * Math.floor(sum(lines) / 6) + 2;
    const article = { lines, free: [free], perUnit: {} };
    const limits = { divideLines: false, maxWarehouses: 1, nodeBudget: 500 };
    const { tally, proof } = planSourcing({
      warehouses: 1,
      opening: { shipments: [1] },
      articles: [article],
      ...limits,
    });
    expect(tally.unfilled).toBeGreaterThan(sum(lines) - free);
    expect(proof).toMatchObject({ kind: "gap", term: "unfilled" });
  });

  it("refuses amounts that two integers cannot add exactly", () => {
    const huge = { cost: [Number.MAX_SAFE_INTEGER], distance: [Number.MAX_SAFE_INTEGER], days: [1e15] };
    const problem = { ...largeProblem(1, 1, "cost"), warehouses: 1, opening: huge };
    expect(() => planSourcing(problem)).toThrow(RangeError);
  });
});

function largeProblem(seed: number, lines: number, first: Term): SourcingProblem {
  const random = seeded(seed);
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const warehouses = 5 + upTo(45);
  const each = (amount: () => number): number[] => Array.from({ length: warehouses }, amount);
  return {
    warehouses,
    opening: { shipments: each(() => 1), cost: each(() => 400 + upTo(400)) },
    articles: Array.from({ length: lines }, () => {
      const units = 1 + upTo(3);
      return {
        lines: [units],
        free: each(() => (random() < 0.5 ? units : 0)),
        perUnit: { cost: each(() => upTo(300)) },
      };
    }),
    divideLines: false,
    maxWarehouses: null,
    objective: [first, ...terms.filter((term) => term !== first)],
    nodeBudget: nodeBudgetFor(lines, warehouses),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
