import { compareStandings, leastStanding, proofAgainst, type Standing } from "./compare-outlines.ts";
import type { SharedStock, Sourcing, SourcingProblem } from "./problem.ts";
import { servedInTurn, yielding } from "./serve-in-turn.ts";
import { capped, overused, sentFromEach } from "./shared-stock.ts";
import { planSourcing } from "./solve.ts";

/** A problem with limits of its own, its best plan if nothing were shared, and the first stock that this plan overuses. */
type Node = {
  readonly problem: SourcingProblem;
  readonly plan: Sourcing;
  readonly broken: SharedStock | null;
  /** No plan within the limits stands better. */
  readonly least: Standing;
};

/** So many plans are made for one order; few orders need more than three. */
const plansForOrder = 200;
/** A comparison may stay unproven; its proof says so. */
export const plansToCompare = 20;
/** Of lines × warehouses, over all plans for one order: fewer plans are made for very large orders. */
const mostPlaces = 100_000;

/**
 * The best plan where articles share what they are made of. First the best as if each had it alone: if it overuses nothing it
 * is the best of all. Otherwise each plan that overuses some stock is replaced by the problems in which one of its
 * articles must send less from there, which together leave out no plan that can be; the most promising is looked into first. So
 * the first plan that can be is the best one. When the bound ends the search, the best plan found says how far from that it
 * is at most, and is no worse than serving the articles in turn.
 */
export function planShared(problem: SourcingProblem, mostPlans: number = plansForOrder): Sourcing {
  const { shared } = problem;
  if (shared === undefined) return planSourcing(problem);
  const compare = (one: Standing, other: Standing): number => compareStandings(problem, one, other);
  const allowed = Math.min(mostPlans, Math.max(2, Math.floor(mostPlaces / placesOf(problem))));
  let [plans, steps] = [0, 0];
  const isSpent = (): boolean => plans >= allowed || steps >= 2 * problem.nodeBudget;
  const nodeOf = (within: SourcingProblem): Node => {
    const plan = planSourcing(within);
    plans += 1;
    steps += plan.nodes;
    const [broken = null] = overused(shared, plan.takes);
    return { problem: within, plan, broken, least: leastStanding(problem, plan) };
  };
  const first = nodeOf(problem);
  const open: Node[] = [first];
  /** What was not looked into stands no better than these. */
  const unseen: Standing[] = [];
  const done: Sourcing[] = [];
  for (;;) {
    const node = leastOf(open, compare);
    const best = bestOf(done, compare);
    if (node === null || (best !== null && compare(best, node.least) <= 0)) break;
    if (node.broken === null) {
      open.splice(open.indexOf(node), 1);
      done.push(node.plan);
      if (node.plan.proof.kind !== "best") unseen.push(node.least);
      continue;
    }
    if (isSpent()) {
      const settled = open.flatMap((each) => (each.broken === null ? each.plan : []));
      done.push(...settled, servedInTurn(problem, shared, first.plan), ...yielding(problem, shared, first.plan));
      break;
    }
    open.splice(open.indexOf(node), 1);
    for (const child of withOneYielding(node.problem, node.plan, node.broken)) {
      if (isSpent()) {
        unseen.push(node.least);
        break;
      }
      open.push(nodeOf(child));
    }
  }
  const best = bestOf(done, compare) ?? first.plan;
  const least = bestOf([...unseen, ...open.map((node) => node.least)], compare) ?? best;
  return { ...best, proof: proofAgainst(problem, best, least), nodes: steps };
}

function placesOf({ articles, warehouses }: SourcingProblem): number {
  return articles.reduce((sum, { lines }) => sum + lines.length, 0) * Math.max(1, warehouses);
}

/**
 * In each of these one article sends less of an overused stock than the plan does, and those before it as much at least: so
 * what those take is left to nobody else.
 */
function withOneYielding(
  problem: SourcingProblem,
  { takes }: Sourcing,
  { warehouse, free, uses }: SharedStock,
): readonly SourcingProblem[] {
  const sent = sentFromEach(takes).get(warehouse) ?? new Map<number, number>();
  const asking = uses.filter(({ article }) => (sent.get(article) ?? 0) > 0);
  const problems: SourcingProblem[] = [];
  let left = free;
  for (const [at, { article, units }] of asking.entries()) {
    if (left < 0) break;
    const has = sent.get(article) ?? 0;
    const room = left;
    const caps = new Map(asking.slice(at).map((use) => [use.article, Math.floor(room / use.units)]));
    caps.set(article, Math.min(has - 1, Math.floor(room / units)));
    problems.push(capped(problem, warehouse, caps));
    left -= units * has;
  }
  return problems;
}

/** Of equals one that can be. */
function leastOf(open: readonly Node[], compare: (one: Standing, other: Standing) => number): Node | null {
  let least: Node | null = null;
  for (const node of open) {
    const difference = least === null ? -1 : compare(node.least, least.least);
    if (difference < 0 || (difference === 0 && node.broken === null)) least = node;
  }
  return least;
}

function bestOf<S extends Standing>(all: readonly S[], compare: (one: Standing, other: Standing) => number): S | null {
  let best: S | null = null;
  for (const each of all) if (best === null || compare(each, best) < 0) best = each;
  return best;
}
