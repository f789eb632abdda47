import { describe, expect, it } from "vitest";
import { seeded } from "../../../tests/property/seeded.ts";
import { type Comparison, makeHighsComparison } from "./highs.contract.ts";
import { oracleProblem } from "./random-problems.contract.ts";
import { planSourcing } from "./solve.ts";

describe("planSourcing, beside HiGHS", () => {
  it.each([
    { howMany: 260, warehouses: 10, lines: 8 },
    { howMany: 24, warehouses: 30, lines: 12 },
  ])(
    "agrees in every term on $howMany problems of up to $lines lines × $warehouses warehouses",
    async (given) => {
      const compare = await makeHighsComparison();
      const failed: Comparison[] = [];
      for (let seed = 0; seed < given.howMany; seed += 1) {
        const problem = oracleProblem(seeded(seed), given);
        const comparison = await compare(problem, planSourcing(problem));
        if (comparison.kind === "solver_failed") failed.push(comparison);
        else expect({ seed, ...comparison }, JSON.stringify(problem)).toMatchObject({ seed, kind: "equal" });
      }
      // None has been seen so far; some would do no harm, many would prove nothing.
      expect(failed.length, JSON.stringify(failed)).toBeLessThan(given.howMany / 20);
    },
    120_000,
  );

  it("is noticed by HiGHS when it is one unit or one coin worse than the best", async () => {
    const compare = await makeHighsComparison();
    for (let seed = 0; seed < 40; seed += 1) {
      const problem = oracleProblem(seeded(seed), { warehouses: 8, lines: 6 });
      const plan = planSourcing(problem);
      const [first] = plan.takes;
      if (first === undefined) continue;
      const less = {
        ...plan,
        takes: plan.takes.slice(1),
        tally: { ...plan.tally, unfilled: plan.tally.unfilled + first.units },
      };
      expect({ seed, ...(await compare(problem, less)) }).toMatchObject({ seed, kind: "different" });
    }
  });
});
