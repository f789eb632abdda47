import { type BestPlan, isBetter } from "./every-plan.contract.ts";
import type { SharedStock, SourcingProblem, Take } from "./problem.ts";
import { type Random, randomProblem, type Shape } from "./random-problems.contract.ts";
import { tallyOfTakes } from "./tally.ts";

/** A small problem whose articles use common stock, scarce more often than not; the same chance gives the same one. */
export function sharedProblem(random: Random, shape: Shape): SourcingProblem {
  const problem = randomProblem(random, shape);
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const uses = problem.articles.map((_, article) => ({ article, units: random() < 0.8 ? 1 + upTo(1) : 0 }));
  const groups = uses.length > 2 && random() < 0.3 ? [uses.slice(0, 2), uses.slice(1)] : [uses];
  const shared: SharedStock[] = [];
  for (const group of groups) {
    const own = group.filter(({ units }) => units > 0);
    if (own.length < 2) continue;
    for (let warehouse = 0; warehouse < problem.warehouses; warehouse += 1) {
      shared.push({ warehouse, free: upTo(6), uses: own });
    }
  }
  return shared.length === 0 ? problem : { ...problem, shared };
}

/**
 * The best plan as told by trying every way to send every part, a line or a unit of one where lines may be divided, from every
 * warehouse or not at all; to be trusted because there is nothing clever in it. For a dozen parts only.
 */
export function bestOfSharedPlans(problem: SourcingProblem): BestPlan {
  const { articles, divideLines } = problem;
  const parts = articles.flatMap(({ lines }, article) =>
    lines.flatMap((wanted, line) => {
      const part = { article, line, units: divideLines ? 1 : wanted };
      return divideLines ? new Array<typeof part>(wanted).fill(part) : [part];
    }),
  );
  let best: BestPlan | null = null;
  const send = (index: number, takes: readonly Take[]): void => {
    const part = parts[index];
    if (part === undefined) {
      const warehouses = [...new Set(takes.map(({ warehouse }) => warehouse))].sort((a, b) => a - b);
      if (!mayBe(problem, warehouses, takes)) return;
      const plan = { warehouses, tally: tallyOfTakes(problem, warehouses, takes) };
      if (best === null || isBetter(problem, plan, best)) best = plan;
      return;
    }
    for (let warehouse = 0; warehouse < problem.warehouses; warehouse += 1) {
      const next = [...takes, { ...part, warehouse }];
      if (hasEnough(problem, warehouse, next)) send(index + 1, next);
    }
    send(index + 1, takes);
  };
  send(0, []);
  return best ?? { warehouses: [], tally: tallyOfTakes(problem, [], []) };
}

/** Does a place have what a plan takes from it, article by article and of what they share? */
export function hasEnough({ articles, shared = [] }: SourcingProblem, place: number, takes: readonly Take[]): boolean {
  const sent = (article: number): number =>
    takes.reduce((sum, take) => sum + (take.article === article && take.warehouse === place ? take.units : 0), 0);
  return (
    articles.every(({ free }, article) => sent(article) <= (free[place] ?? 0)) &&
    shared.every(({ warehouse, free, uses }) => {
      const used = uses.reduce((sum, { article, units }) => sum + units * sent(article), 0);
      return warehouse !== place || used <= free;
    })
  );
}

/** Of limits that ask for a plan as a whole. */
function mayBe(
  { maxWarehouses, uncounted = [], leastParcel }: SourcingProblem,
  warehouses: readonly number[],
  takes: readonly Take[],
): boolean {
  const counted = warehouses.filter((place) => !uncounted.includes(place));
  if (maxWarehouses !== null && counted.length > maxWarehouses) return false;
  if (leastParcel === undefined || (warehouses.length < 2 && leastParcel.isFreeAlone)) return true;
  const worthFrom = (place: number): number =>
    takes.reduce((sum, { article, line, warehouse, units }) => {
      return warehouse === place ? sum + units * (leastParcel.unitWorth[article]?.[line] ?? 0) : sum;
    }, 0);
  return warehouses.every((place) => leastParcel.exempt.includes(place) || worthFrom(place) >= leastParcel.worth);
}
