import highs, { type Highs } from "highs";
import { brokenBy } from "./broken-by.contract.ts";
import { type MixedProgram, toLpText, toMixedProgram } from "./mixed-program.contract.ts";
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
const options = { mip_rel_gap: 0, mip_abs_gap: 0.5, mip_feasibility_tolerance: 1e-9, time_limit: 60 } as const;
const slack = 1e-4;

/** Its types speak of a CommonJS module; what Node imports is the function itself. */
const makeHighs = highs as unknown as () => Promise<Highs>;
type Stage = { readonly term: keyof Tally; readonly sum: ReturnType<MixedProgram["sumOf"]>; readonly ours: number };

/**
 * Compares plans with HiGHS, term by term: each is minimised among the plans that are as good in those before it. `solved`
 * hears of each answer. A solver that threw is made anew.
 */
export async function makeHighsComparison(solved: (ms: number) => void = () => {}): Promise<Compare> {
  let solver = await makeHighs();
  return async (problem, plan) => {
    const broken = brokenBy(problem, plan);
    if (broken.length > 0) return { kind: "different", why: broken.join("; ") };
    const program = toMixedProgram(problem);
    const stages = stagesOf(problem, program, plan.tally);
    const caps: { sum: Stage["sum"]; most: number }[] = [];
    for (const { term, sum, ours } of stages) {
      const start = performance.now();
      let found: Found;
      try {
        found = minimise(solver, program, sum, caps);
      } catch (cause) {
        solver = await makeHighs();
        return { kind: "solver_failed", why: `it threw: ${String(cause)}` };
      }
      solved(performance.now() - start);
      if (found.kind === "failed") return { kind: "solver_failed", why: `${term}: ${found.why}` };
      if (found.least > ours)
        return { kind: "solver_failed", why: `${term}: it says ${found.least}, a plan has ${ours}` };
      if (found.least < ours) return beyond(term, ours - found.least, plan, stages.length);
      caps.push({ sum, most: ours });
    }
    return { kind: "equal", stages: stages.length };
  };
}

function beyond(term: keyof Tally, saved: number, { proof }: Sourcing, stages: number): Comparison {
  if (proof.kind === "gap" && proof.term === term && saved <= proof.atMost) return { kind: "within_gap", stages };
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

type Found = { readonly kind: "found"; readonly least: number } | { readonly kind: "failed"; readonly why: string };

/** The least of a sum, counted from whole numbers: what a solver of fractions says is checked against the rows. */
function minimise(
  solver: Highs,
  program: MixedProgram,
  sum: Stage["sum"],
  caps: readonly { readonly sum: Stage["sum"]; readonly most: number }[],
): Found {
  const { Status, Columns } = solver.solve(toLpText(program, sum, caps), options);
  if (Status !== "Optimal") return { kind: "failed", why: `it says ${Status}` };
  const amountOf = (name: string): number => {
    const column = Columns[name];
    return column !== undefined && "Primal" in column ? (column.Primal ?? 0) : 0;
  };
  const total = (products: Stage["sum"]): number =>
    products.reduce((all, [factor, name]) => all + factor * Math.round(amountOf(name)), 0);
  const fraction = sum.find(([, name]) => Math.abs(amountOf(name) - Math.round(amountOf(name))) > slack);
  if (fraction !== undefined) return { kind: "failed", why: `${fraction[1]} is ${amountOf(fraction[1])}` };
  const over = caps.find((cap) => total(cap.sum) > cap.most);
  if (over !== undefined) return { kind: "failed", why: `a sum of at most ${over.most} is ${total(over.sum)}` };
  return { kind: "found", least: total(sum) };
}
