import { alone, emptied, using } from "../planner/otherwise.ts";
import { planShared, plansToCompare } from "../planner/plan-shared.ts";
import { type Outline, type SourcingProblem, type Tally, terms } from "../planner/problem.ts";

/** The best plan there is, and what it would be with or without each warehouse; places are those of the problem. */
export type Comparisons = {
  readonly plan: Outline;
  /** By place: of a warehouse that the plan uses the best plan without it, of any other the best one with it. */
  readonly others: ReadonlyMap<number, Outline>;
  /** The best that a single warehouse does, other than the plan itself; null when none sends anything. */
  readonly alone: Outline | null;
};

/** What a certificate compares with a few warehouses, for all of them: asked when somebody reads a receipt. Pure. */
export function compareEvery(problem: SourcingProblem): Comparisons {
  const plan = planShared(problem);
  const others = new Map<number, Outline>();
  for (let place = 0; place < problem.warehouses; place += 1) {
    const isUsed = plan.warehouses.includes(place);
    if (!isUsed && problem.articles.every(({ free }) => (free[place] ?? 0) === 0)) continue;
    const other = planShared(isUsed ? emptied(problem, place) : using(problem, place), plansToCompare);
    // What must be worth something beside other parcels may be impossible to use.
    if (isUsed || other.warehouses.includes(place)) others.set(place, other);
  }
  return { plan, others, alone: aloneBeside(problem, plan) };
}

function aloneBeside(problem: SourcingProblem, { warehouses }: Outline): Outline | null {
  const [only] = warehouses;
  const isAlone = warehouses.length === 1 && only !== undefined;
  const best = planShared(alone(isAlone ? emptied(problem, only) : problem), plansToCompare);
  return best.warehouses.length > 0 ? best : null;
}

/** The first term, most important first, in which two plans differ, and by how much the other has more; null when in none. */
export function firstDifference(
  { objective }: Pick<SourcingProblem, "objective">,
  tally: Tally,
  other: Tally,
): { readonly term: keyof Tally; readonly more: number } | null {
  const inTurn: readonly (keyof Tally)[] = ["unfilled", ...(objective ?? terms)];
  const term = inTurn.find((each) => tally[each] !== other[each]);
  return term === undefined ? null : { term, more: other[term] - tally[term] };
}
