import { describe, expect, it } from "vitest";
import { seeded } from "../../../tests/property/seeded.ts";
import { compareTallies } from "./every-plan.contract.ts";
import { planShared } from "./plan-shared.ts";
import { type SourcingProblem, terms } from "./problem.ts";
import { servedInTurn } from "./serve-in-turn.ts";
import { bestOfSharedPlans, hasEnough, sharedProblem } from "./shared.contract.ts";
import { planSourcing } from "./solve.ts";

const best = { kind: "best" } as const;
const small = { warehouses: 3, articles: 3, mostUnits: 2, fill: 0.9, twins: 0.2, limit: 0.2, least: 0.15, sent: 0.15 };

function isAllowed(problem: SourcingProblem, { takes }: ReturnType<typeof planSourcing>): boolean {
  return Array.from({ length: problem.warehouses }, (_, place) => place).every((place) =>
    hasEnough(problem, place, takes),
  );
}

describe("planShared", () => {
  it("finds the plan that trying all of them finds, and proves it, on 1,500 small problems", () => {
    let contested = 0;
    for (let seed = 0; seed < 1_500; seed += 1) {
      const problem = sharedProblem(seeded(seed), small);
      const { warehouses, tally, proof } = planShared(problem);
      const expected = { seed, ...bestOfSharedPlans(problem), proof: best };
      expect({ seed, warehouses, tally, proof }, JSON.stringify(problem)).toEqual(expected);
      if (!isAllowed(problem, planSourcing(problem))) contested += 1;
    }
    expect(contested).toBeGreaterThan(300);
  });

  it("takes no more than there is, and is no worse than serving the articles in turn, also when its budget ends", () => {
    let gaps = 0;
    for (let seed = 0; seed < 600; seed += 1) {
      const shape = { warehouses: 6, articles: 5, mostUnits: 9, fill: 0.8, twins: 0.3, limit: 0.2, least: 0.1 };
      const problem = { ...sharedProblem(seeded(seed), shape), nodeBudget: 1 + (seed % 40) };
      const plan = planShared(problem);
      expect(isAllowed(problem, plan), JSON.stringify(problem)).toBe(true);
      if (plan.proof.kind === "gap") gaps += 1;
      const turn = servedInTurn(problem, problem.shared ?? [], planSourcing(problem));
      expect(isAllowed(problem, turn), JSON.stringify(problem)).toBe(true);
      expect(compareTallies(problem, plan.tally, turn.tally), `seed ${seed}`).toBeLessThanOrEqual(0);
    }
    expect(gaps).toBeGreaterThan(20);
  });

  it("claims no smaller gap than there is when its budget ends", () => {
    let gaps = 0;
    for (let seed = 0; seed < 1_000; seed += 1) {
      const problem = { ...sharedProblem(seeded(seed), small), nodeBudget: 1 };
      const { tally, proof } = planShared(problem);
      const least = bestOfSharedPlans(problem).tally;
      if (proof.kind === "best") {
        expect(compareTallies(problem, tally, least), `seed ${seed}`).toBe(0);
        continue;
      }
      gaps += 1;
      if (proof.term === "tie") continue;
      const atLeast = { ...tally, [proof.term]: tally[proof.term] - proof.atMost };
      // No plan is better in the terms before that of the gap, and none saves more in that one.
      const inTurn = ["unfilled", ...(problem.objective ?? terms)] as const;
      const upToGap = inTurn.slice(0, inTurn.indexOf(proof.term) + 1);
      const first = upToGap.find((term) => atLeast[term] !== least[term]);
      if (first !== undefined) expect(atLeast[first], `seed ${seed}`).toBeLessThan(least[first]);
    }
    expect(gaps).toBeGreaterThan(20);
  });
});
