import { type Weighed, weighed } from "./field.ts";
import { makeModel, type WhatIf } from "./model.ts";
import type { Sourcing, SourcingProblem } from "./problem.ts";
import { solve } from "./solve.ts";

/** The best plan under another condition; like every plan with its terms and its proof. */
export type Alternative = { readonly warehouse: number; readonly plan: Sourcing };

/** Why no single warehouse decides about an article: what it has to come from. */
export type Binding =
  /** Only this warehouse can send all of it. */
  | { readonly article: number; readonly kind: "only_source"; readonly warehouse: number }
  /** No warehouse can send all of it alone. */
  | { readonly article: number; readonly kind: "no_source" };

/** What the best plan is compared with, so that a person can see that and why it is the best. */
export type Certificate = {
  readonly plan: Sourcing;
  /** The best that one warehouse does alone; null when the plan is just that, or nothing can be sent. */
  readonly alone: Alternative | null;
  /** For the plan's first warehouses: the best plan without it. */
  readonly without: readonly Alternative[];
  /** For the first other warehouses asked about: the best plan with it. */
  readonly using: readonly Alternative[];
  readonly bindings: readonly Binding[];
};

/** So many warehouses of a plan, and so many others, are looked into. */
const mostCompared = 3;
/** A comparison may stay unproven; its proof says so. */
const comparisonBudget = 200;

/** The best plan and its comparisons. `others` are places of warehouses that somebody may have expected in the plan. */
export function certify(problem: SourcingProblem, others: (plan: Sourcing) => readonly number[]): Certificate {
  const field = weighed(problem);
  const plan = solve(problem, makeModel(field));
  const compare = (warehouse: number, whatIf: WhatIf): Alternative => {
    const budget = Math.min(comparisonBudget, problem.nodeBudget);
    return { warehouse, plan: solve({ ...problem, nodeBudget: budget }, makeModel(field, whatIf)) };
  };
  return {
    plan,
    alone: plan.warehouses.length > 1 ? bestAlone(problem, field) : null,
    without: plan.warehouses.slice(0, mostCompared).map((place) => compare(place, { without: place })),
    using: others(plan)
      .slice(0, mostCompared)
      .map((place) => compare(place, { using: place })),
    bindings: bindingsOf(problem),
  };
}

function bestAlone(problem: SourcingProblem, field: Weighed): Alternative | null {
  const plan = solve(problem, makeModel({ ...field, maxWarehouses: 1 }));
  const [warehouse] = plan.warehouses;
  return warehouse === undefined ? null : { warehouse, plan };
}

function bindingsOf({ articles }: SourcingProblem): readonly Binding[] {
  return articles.flatMap(({ lines, free }, article): Binding[] => {
    const wanted = lines.reduce((sum, units) => sum + units, 0);
    const warehouse = free.findIndex((units) => units >= wanted);
    if (warehouse < 0) return [{ article, kind: "no_source" }];
    const isOnly = free.findLastIndex((units) => units >= wanted) === warehouse;
    return isOnly ? [{ article, kind: "only_source", warehouse }] : [];
  });
}
