import { bestAlone, leastOfTwo } from "./alone.ts";
import { weighed } from "./field.ts";
import { type Model, makeModel, type WhatIf } from "./model.ts";
import type { Proof, Sourcing, SourcingProblem, Take, Tally, Term } from "./problem.ts";
import { type Found, search } from "./search.ts";
import { takesOf } from "./takes.ts";
import { compareWeights } from "./weight.ts";

/**
 * The best plan: nothing that is allowed leaves fewer units unfilled, and among those that leave as few none is better in the
 * terms of the objective, one after the other; of equals the one of earlier warehouses. Pure and exact, in integers. A plan
 * that was not proven in `nodeBudget` steps says how far from the best it is at most.
 */
export function planSourcing(problem: SourcingProblem, whatIf: WhatIf = {}): Sourcing {
  return solve(problem, makeModel(weighed(problem), whatIf));
}

export function solve(problem: SourcingProblem, model: Model): Sourcing {
  const found = bestOf(model, problem.nodeBudget);
  for (const site of model.sites) site.state = found.open.includes(site) ? "open" : "closed";
  const takes = takesOf(model, problem.articles);
  return {
    warehouses: found.open.map(({ place }) => place),
    takes,
    tally: tallyOf(problem, found, takes),
    proof: proofOf(model, found),
    nodes: found.nodes,
  };
}

function bestOf(model: Model, nodeBudget: number): Found {
  const isFree = model.sites.every(({ state }) => state === "undecided");
  const alone = isFree ? bestAlone(model) : null;
  if (alone === null) return search(model, nodeBudget, null);
  const known = { open: [alone.site], weight: alone.weight };
  const isSettled = model.maxOpen === 1 || compareWeights(alone.weight, leastOfTwo(model)) < 0;
  const isBest = alone.isExact && isSettled;
  return isBest ? { ...known, atLeast: alone.weight, isBest, nodes: 1 } : search(model, nodeBudget, known);
}

/** Counted from the takes themselves, so that it is a check of the weights as well. */
function tallyOf({ opening, articles }: SourcingProblem, { open }: Found, takes: readonly Take[]): Tally {
  const taken = takes.reduce((sum, { units }) => sum + units, 0);
  const wanted = articles.reduce((all, { lines }) => all + lines.reduce((sum, units) => sum + units, 0), 0);
  const sumOf = (term: Term): number => {
    const ofOpening = open.reduce((sum, { place }) => sum + (opening[term]?.[place] ?? 0), 0);
    return takes.reduce((sum, { article, warehouse, units }) => {
      return sum + (articles[article]?.perUnit[term]?.[warehouse] ?? 0) * units;
    }, ofOpening);
  };
  return {
    unfilled: wanted - taken,
    softRules: sumOf("softRules"),
    shipments: sumOf("shipments"),
    preference: sumOf("preference"),
    cost: sumOf("cost"),
    days: sumOf("days"),
    distance: sumOf("distance"),
  };
}

function proofOf({ scale }: Model, { isBest, weight, atLeast }: Found): Proof {
  if (isBest) return { kind: "best" };
  const least = scale.read(atLeast);
  for (const [index, { term, amount }] of scale.read(weight).entries()) {
    const atMost = amount - (least[index]?.amount ?? amount);
    if (atMost !== 0 && term !== "warehouses") return { kind: "gap", term, atMost };
  }
  return { kind: "gap", term: "tie", atMost: 0 };
}
