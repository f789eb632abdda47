import { bestAlone, leastOfTwo } from "./alone.ts";
import { weighed } from "./field.ts";
import { type Model, makeModel } from "./model.ts";
import type { Outline, Proof, Sourcing, SourcingProblem } from "./problem.ts";
import { type Found, type SearchOptions, search } from "./search.ts";
import { mustBeWorth, sendWorth } from "./send-worth.ts";
import { takesOf } from "./takes.ts";
import { tallyOfDigits, tallyOfTakes } from "./tally.ts";
import { compareWeights, type Weight } from "./weight.ts";

/**
 * The best plan: nothing that is allowed leaves fewer units unfilled, and among those that leave as few none is better in the
 * terms of the objective, one after the other; of equals the one of earlier warehouses. Pure and exact, in integers. A plan
 * that was not proven in `nodeBudget` steps says how far from the best it is at most.
 */
export function planSourcing(problem: SourcingProblem): Sourcing {
  return planIn(problem, makeModel(weighed(problem))).plan;
}

/** The same for a model of the problem in which no site is decided on yet, with what the plan weighs in it. */
export function planIn(problem: SourcingProblem, model: Model): { readonly plan: Sourcing; readonly weight: Weight } {
  const found = bestOf(model, { budget: problem.nodeBudget, isAnyOfEquals: false });
  for (const site of model.sites) site.state = found.open.includes(site) ? "open" : "closed";
  const takes = takesIn(model, found, problem);
  const warehouses = found.open.map(({ place }) => place);
  // Counted from the takes themselves, so that it is a check of the weights as well.
  const tally = tallyOfTakes(problem, warehouses, takes);
  return { plan: { warehouses, takes, tally, proof: proofOf(model, found), nodes: found.nodes }, weight: found.weight };
}

function takesIn(model: Model, { open }: Found, { articles }: SourcingProblem): Sourcing["takes"] {
  const { parcels } = model;
  if (parcels === null || !mustBeWorth(parcels, open)) return takesOf(model, articles);
  return sendWorth(parcels, model, open, null).plan?.takes ?? [];
}

/** A best plan, any of equals, of a model in which no site is open; its terms as far as they are in the objective. */
export function outlineOf(model: Model, budget: number): Outline {
  return toOutline(model, bestOf(model, { budget, isAnyOfEquals: true }));
}

/** The same where the sites that are open must stay so; `known` is a plan that keeps them so. Null when no plan can. */
export function outlineIn(model: Model, budget: number, known: SearchOptions["known"]): Outline | null {
  const found = search(model, { budget, known, isAnyOfEquals: true });
  return found && toOutline(model, found);
}

/** The best that one site does alone; null when none has anything, or may send alone. */
export function outlineAlone(model: Model): Outline | null {
  const alone = mayAnyBeAlone(model) ? bestAlone(model) : null;
  if (alone === null) return null;
  const { site, weight, isExact } = alone;
  const atLeast = isExact ? weight : site.opening;
  return toOutline(model, { open: [site], weight, atLeast, isBest: isExact, nodes: 1 });
}

function toOutline(model: Model, found: Found): Outline {
  const tally = tallyOfDigits(model.scale.read(found.weight), model.unavoidable);
  return { warehouses: found.open.map(({ place }) => place), tally, proof: proofOf(model, found) };
}

/** No site of the model is open yet. */
function bestOf(model: Model, options: Omit<SearchOptions, "known">): Found {
  const alone = mayAnyBeAlone(model) ? bestAlone(model) : null;
  if (alone === null) return foundIn(search(model, { ...options, known: null }));
  const known = { open: [alone.site], weight: alone.weight };
  const isSettled = model.maxOpen === 1 || compareWeights(alone.weight, leastOfTwo(model)) < 0;
  if (isSettled && alone.isExact) return { ...known, atLeast: alone.weight, isBest: true, nodes: 1 };
  return foundIn(search(model, { ...options, known }));
}

function mayAnyBeAlone({ parcels }: Model): boolean {
  return parcels === null || parcels.least.isFreeAlone;
}

function foundIn(found: Found | null): Found {
  if (found === null) throw new Error("no site is open, and nobody found that nothing may be sent");
  return found;
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
