import { weighed } from "../planner/field.ts";
import { askAbout, makeModel, makeWhatIfModel } from "../planner/model.ts";
import { type Outline, type SourcingProblem, type Tally, terms } from "../planner/problem.ts";
import { outlineAlone, outlineIn, planIn } from "../planner/solve.ts";

/** The best plan there is, and what it would be with or without each warehouse; places are those of the problem. */
export type Comparisons = {
  readonly plan: Outline;
  /** By place: of a warehouse that the plan uses the best plan without it, of any other the best one with it. */
  readonly others: ReadonlyMap<number, Outline>;
  /** The best that a single warehouse does, other than the plan itself; null when none sends anything. */
  readonly alone: Outline | null;
};

/** Comparisons may stay unproven; their proof says so. */
const nodesEach = 2_000;

/** What a certificate compares with a few warehouses, for all of them: asked when somebody reads a receipt. Pure. */
export function compareEvery(problem: SourcingProblem): Comparisons {
  const field = weighed(problem);
  const model = makeModel(field);
  const { plan } = planIn(problem, model);
  const asked = makeWhatIfModel(field, model);
  const places = Array.from({ length: problem.warehouses }, (_, place) => place);
  const others = new Map<number, Outline>();
  for (const place of places) {
    const whatIf = plan.warehouses.includes(place) ? { without: place } : { using: place };
    if (askAbout(asked, whatIf)) others.set(place, outlineIn(asked, nodesEach, null));
  }
  return { plan, others, alone: aloneBeside(problem, plan) };
}

function aloneBeside(problem: SourcingProblem, { warehouses }: Outline): Outline | null {
  const [only] = warehouses;
  const isAlone = warehouses.length === 1 && only !== undefined;
  const alone = outlineAlone(makeModel(weighed(isAlone ? emptied(problem, only) : problem)));
  return alone !== null && alone.warehouses.length > 0 ? alone : null;
}

/** As if the warehouse had nothing. */
function emptied(problem: SourcingProblem, place: number): SourcingProblem {
  const articles = problem.articles.map((each) => ({ ...each, free: each.free.with(place, 0) }));
  return { ...problem, articles };
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
