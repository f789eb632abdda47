import { type Outline, type SourcingProblem, type Tally, terms } from "../planner/problem.ts";
import { planSourcing } from "../planner/solve.ts";

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
  const plan = planSourcing(problem);
  const others = new Map<number, Outline>();
  for (let place = 0; place < problem.warehouses; place += 1) {
    const isUsed = plan.warehouses.includes(place);
    if (!isUsed && problem.articles.every(({ free }) => (free[place] ?? 0) === 0)) continue;
    const other = planSourcing(isUsed ? emptied(problem, place) : using(problem, place));
    // What must be worth something beside other parcels may be impossible to use.
    if (isUsed || other.warehouses.includes(place)) others.set(place, other);
  }
  return { plan, others, alone: aloneBeside(problem, plan) };
}

function aloneBeside(problem: SourcingProblem, { warehouses }: Outline): Outline | null {
  const [only] = warehouses;
  const isAlone = warehouses.length === 1 && only !== undefined;
  const alone = planSourcing({ ...(isAlone ? emptied(problem, only) : problem), maxWarehouses: 1, uncounted: [] });
  return alone.warehouses.length > 0 ? alone : null;
}

/** As if the warehouse had nothing. */
function emptied(problem: SourcingProblem, place: number): SourcingProblem {
  const articles = problem.articles.map((each) => ({ ...each, free: each.free.with(place, 0) }));
  return { ...problem, articles };
}

/** With one more article that only this warehouse has, and more of it than of all others together: no plan leaves it out. */
function using(problem: SourcingProblem, place: number): SourcingProblem {
  const wanted = problem.articles.flatMap(({ lines }) => lines).reduce((sum, units) => sum + units, 1);
  const free = new Array<number>(problem.warehouses).fill(0).with(place, wanted);
  const { leastParcel: least, articles } = problem;
  const more = { ...problem, articles: [...articles, { lines: [wanted], free, perUnit: {} }] };
  return least === undefined ? more : { ...more, leastParcel: { ...least, unitWorth: [...least.unitWorth, [0]] } };
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
