import { type Outline, type SourcingProblem, type Tally, terms } from "./problem.ts";

/** What plans are compared by: their terms, and of equals how many warehouses they use, and which. */
export type Standing = Pick<Outline, "tally" | "warehouses">;

/** Below zero when the first is better, as the planner sees it. */
export function compareStandings({ objective = terms }: SourcingProblem, one: Standing, other: Standing): number {
  const term = (["unfilled", ...objective] as const).find((each) => one.tally[each] !== other.tally[each]);
  if (term !== undefined) return one.tally[term] - other.tally[term];
  if (one.warehouses.length !== other.warehouses.length) return one.warehouses.length - other.warehouses.length;
  const at = one.warehouses.findIndex((place, index) => place !== other.warehouses[index]);
  return at < 0 ? 0 : (one.warehouses[at] ?? 0) - (other.warehouses[at] ?? 0);
}

/** No plan of the problem stands better than this: the plan itself, or what its gap leaves open. */
export function leastStanding({ objective = terms }: SourcingProblem, { tally, warehouses, proof }: Outline): Standing {
  if (proof.kind === "best") return { tally, warehouses };
  if (proof.term === "tie") return { tally, warehouses: [] };
  const inTurn: readonly (keyof Tally)[] = ["unfilled", ...objective];
  const from = inTurn.indexOf(proof.term);
  const least = Object.fromEntries(inTurn.slice(from + 1).map((term) => [term, 0]));
  return { tally: { ...tally, ...least, [proof.term]: tally[proof.term] - proof.atMost }, warehouses: [] };
}

/** What is proven of a plan when no plan stands better than `least`. */
export function proofAgainst(problem: SourcingProblem, plan: Standing, least: Standing): Outline["proof"] {
  if (compareStandings(problem, least, plan) >= 0) return { kind: "best" };
  const { objective = terms } = problem;
  const term = (["unfilled", ...objective] as const).find((each) => plan.tally[each] !== least.tally[each]);
  if (term === undefined) return { kind: "gap", term: "tie", atMost: 0 };
  return { kind: "gap", term, atMost: plan.tally[term] - least.tally[term] };
}
