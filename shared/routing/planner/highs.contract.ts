import highs, { type Highs } from "highs";
import { brokenBy } from "./broken-by.contract.ts";
import { type MixedProgram, type Row, toLpText, toMixedProgram } from "./mixed-program.contract.ts";
import { type Sourcing, type SourcingProblem, type Tally, terms } from "./problem.ts";

export type Comparison =
  /** Every term is what the solver finds, one after the other. */
  | { readonly kind: "equal"; readonly stages: number }
  /** The budget had ended first, and the solver finds nothing beyond the gap that the plan owned up to. */
  | { readonly kind: "within_gap"; readonly stages: number }
  /** The plan is impossible, worse than another, or claims to be better than any can be. */
  | { readonly kind: "different"; readonly why: string }
  /** It is the solver that gave no answer, or one that its own rows or a possible plan contradict. */
  | { readonly kind: "solver_failed"; readonly why: string };

export type Compare = (problem: SourcingProblem, plan: Sourcing) => Promise<Comparison>;

/** Integers all through, so an answer within half a unit of the best is the best. */
const options = { mip_rel_gap: 0, mip_abs_gap: 0.5, mip_feasibility_tolerance: 1e-9, time_limit: 120 } as const;
const slack = 1e-4;

/** It calls some programs infeasible that have a solution; then it is asked in another way. */
const attempts = [
  { isCapped: true, options },
  { isCapped: false, options },
  { isCapped: false, options: { ...options, presolve: "off", mip_feasibility_tolerance: 1e-7 } },
] as const;
type Attempt = (typeof attempts)[number];

/** Its types speak of a CommonJS module; what Node imports is the function itself. */
const makeHighs = highs as unknown as () => Promise<Highs>;
type Stage = { readonly term: keyof Tally; readonly sum: Row["sum"]; readonly ours: number };

/**
 * Compares plans with HiGHS, term by term: each is minimised among the plans that are as good in those before it. `solved`
 * hears of each answer. A solver that threw is made anew.
 */
export async function makeHighsComparison(solved: (ms: number) => void = () => {}): Promise<Compare> {
  let solver = await makeHighs();
  return async (problem, plan) => {
    const broken = brokenBy(problem, plan);
    if (broken.length > 0) return { kind: "different", why: broken.join("; ") };
    const whole = toMixedProgram(problem);
    const isAllSent = whole.wanted - plan.tally.unfilled === whole.sendable;
    const program = isAllSent ? whole.sendingAll() : whole;
    const stages = stagesOf(problem, program, plan.tally);
    const caps: Row[] = [];
    for (const stage of stages) {
      const { term, sum, ours } = stage;
      const least = isLeastAnyway(stage, program) ? ours : await ask(stage, caps);
      if (typeof least === "string") return { kind: "solver_failed", why: `${term}: ${least}` };
      if (least < ours) return beyond(stages, stage, ours - least, plan);
      caps.push({ sum, most: ours });
    }
    return { kind: "equal", stages: stages.length };

    async function ask(stage: Stage, known: readonly Row[]): Promise<number | string> {
      let answer: number | string = "";
      for (const attempt of attempts) {
        const start = performance.now();
        try {
          answer = leastOf(solver, program, stage, known, attempt);
        } catch (cause) {
          solver = await makeHighs();
          answer = `it threw: ${String(cause)}`;
        }
        solved(performance.now() - start);
        if (typeof answer === "number") break;
      }
      return answer;
    }
  };
}

/** Sums of amounts from 0 up are not below 0, and nobody sends more than there is: that needs no solver. */
function isLeastAnyway({ term, ours }: Stage, { sendable }: MixedProgram): boolean {
  return term === "unfilled" ? -ours === sendable : ours === 0;
}

/** Who owns up to a gap in a term owns up to all terms after it: a plan that is as good in this one may be better there. */
function beyond(stages: readonly Stage[], { term }: Stage, saved: number, { proof }: Sourcing): Comparison {
  const order = stages.map((stage) => stage.term);
  const isTold =
    proof.kind === "gap" &&
    (proof.term === term
      ? saved <= proof.atMost
      : order.slice(0, order.indexOf(term)).some((own) => own === proof.term));
  if (isTold) return { kind: "within_gap", stages: stages.length };
  return { kind: "different", why: `${term}: another plan has ${saved} less, and the proof is ${proof.kind}` };
}

/** Terms that are 0 in any plan need no solver. */
function stagesOf(problem: SourcingProblem, program: MixedProgram, tally: Tally): readonly Stage[] {
  return (["unfilled", ...(problem.objective ?? terms)] as const)
    .map((term): Stage => {
      const ours = term === "unfilled" ? tally.unfilled - program.wanted : tally[term];
      return { term, sum: program.sumOf(term), ours };
    })
    .filter(({ sum }) => sum.length > 0);
}

/** The least of a sum, among plans that are as good as ours in what came before; or why the answer cannot be used. */
function leastOf(
  solver: Highs,
  program: MixedProgram,
  { sum, ours }: Stage,
  caps: readonly Row[],
  attempt: Attempt,
): number | string {
  const rows = attempt.isCapped ? [...caps, { sum, most: ours }] : caps;
  const { Status, Columns } = solver.solve(toLpText(program, sum, rows), attempt.options);
  if (Status !== "Optimal") return `it says ${Status}, and there is a plan`;
  const amountOf = (name: string): number => {
    const column = Columns[name];
    return column !== undefined && "Primal" in column ? (column.Primal ?? 0) : 0;
  };
  const total = (products: Row["sum"]): number =>
    products.reduce((all, [factor, name]) => all + factor * amountOf(name), 0);
  const over = rows.find((row) => total(row.sum) > row.most + slack);
  if (over !== undefined) return `a sum of at most ${over.most} is ${total(over.sum)}`;
  const least = total(sum);
  if (least > ours + slack) return `it says ${least}, and a plan has ${ours}`;
  return Math.abs(least - Math.round(least)) > slack ? `the least sum is ${least}` : Math.round(least);
}
