import { type Alternative, bindingsOf, type Certifiable, mostCompared } from "./certificate.ts";
import { alone, emptied, using } from "./otherwise.ts";
import { planShared, plansToCompare } from "./plan-shared.ts";
import type { SourcingProblem } from "./problem.ts";

/** The best plan where articles share stock. Each comparison of its certificate is a plan that can be, made in the same way. */
export function certifiableShared(problem: SourcingProblem): Certifiable {
  const plan = planShared(problem);
  const compared = (place: number, other: SourcingProblem, isUsed: boolean): readonly Alternative[] => {
    if (problem.articles.every(({ free }) => (free[place] ?? 0) === 0)) return [];
    const best = planShared(other, plansToCompare);
    // What must be worth something beside other parcels may be impossible to use.
    return best.warehouses.includes(place) === isUsed ? [{ warehouse: place, plan: best }] : [];
  };
  return {
    plan,
    certificate: (asked) => ({
      plan,
      alone: plan.warehouses.length > 1 ? aloneIn(problem) : null,
      without: asked.without.slice(0, mostCompared).flatMap((place) => compared(place, emptied(problem, place), false)),
      using: asked.using.slice(0, mostCompared).flatMap((place) => compared(place, using(problem, place), true)),
      bindings: bindingsOf(problem),
    }),
  };
}

function aloneIn(problem: SourcingProblem): Alternative | null {
  const plan = planShared(alone(problem), plansToCompare);
  const [warehouse] = plan.warehouses;
  return warehouse === undefined ? null : { warehouse, plan };
}
