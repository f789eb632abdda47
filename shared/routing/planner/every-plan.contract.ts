import { type Amounts, type Article, type SourcingProblem, type Tally, type Term, terms } from "./problem.ts";

/** The best plan as told by trying all of them; to be trusted because there is nothing clever in it. */
export type BestPlan = { readonly warehouses: readonly number[]; readonly tally: Tally };

type Sums = Record<"unfilled" | Term, number>;

/** Every allowed set of warehouses, every way to send each article from it. For a few warehouses and units only. */
export function bestOfAllPlans(
  problem: SourcingProblem,
  isAllowed: (warehouses: readonly number[]) => boolean = () => true,
): BestPlan {
  const count = problem.warehouses;
  let best: BestPlan | null = null;
  for (let mask = 0; mask < 2 ** count; mask += 1) {
    const warehouses = Array.from({ length: count }, (_, place) => place).filter((place) => (mask >> place) & 1);
    if (warehouses.length > (problem.maxWarehouses ?? count) || !isAllowed(warehouses)) continue;
    const plan = { warehouses, tally: bestFrom(problem, warehouses) };
    if (best === null || isBetter(problem, plan, best)) best = plan;
  }
  return best ?? { warehouses: [], tally: nothing() };
}

export function isBetter(problem: SourcingProblem, plan: BestPlan, other: BestPlan): boolean {
  const difference =
    compareTallies(problem, plan.tally, other.tally) || plan.warehouses.length - other.warehouses.length;
  if (difference !== 0) return difference < 0;
  const at = plan.warehouses.findIndex((place, index) => place !== other.warehouses[index]);
  return at >= 0 && (plan.warehouses[at] ?? 0) < (other.warehouses[at] ?? 0);
}

export function compareTallies({ objective = terms }: SourcingProblem, a: Tally, b: Tally): number {
  const first = (["unfilled", ...objective] as const).find((term) => a[term] !== b[term]);
  return first === undefined ? 0 : a[first] - b[first];
}

function bestFrom(problem: SourcingProblem, warehouses: readonly number[]): Tally {
  const sums = nothing();
  for (const place of warehouses) add(sums, problem.opening, place, 1);
  for (const article of problem.articles) {
    const sent = bestSending(problem, article, warehouses);
    for (const term of ["unfilled", ...terms] as const) sums[term] += sent[term];
  }
  return sums;
}

/** Each part, a line or a unit where lines may be divided, from any of the warehouses or not at all. */
function bestSending(problem: SourcingProblem, { lines, free, perUnit }: Article, warehouses: readonly number[]): Sums {
  const { divideLines } = problem;
  const parts = divideLines ? lines.flatMap((units) => new Array<number>(units).fill(1)) : lines;
  const left = [...free];
  let best: Sums | null = null;
  const send = (part: number, sent: Sums, from: number): void => {
    const units = parts[part];
    if (units === undefined) {
      if (best === null || compareTallies(problem, sent, best) < 0) best = sent;
      return;
    }
    for (const [at, place] of warehouses.entries()) {
      // Units are alike, so they may be taken in the order of the warehouses.
      if ((left[place] ?? 0) < units || (divideLines && at < from)) continue;
      left[place] = (left[place] ?? 0) - units;
      send(part + 1, plus(sent, perUnit, place, units), at);
      left[place] = (left[place] ?? 0) + units;
    }
    send(part + 1, { ...sent, unfilled: sent.unfilled + units }, divideLines ? warehouses.length : 0);
  };
  send(0, nothing(), 0);
  return best ?? nothing();
}

function nothing(): Sums {
  return { unfilled: 0, softRules: 0, shipments: 0, preference: 0, cost: 0, days: 0, distance: 0 };
}

function add(sums: Sums, amounts: Amounts, place: number, times: number): void {
  for (const term of terms) sums[term] += (amounts[term]?.[place] ?? 0) * times;
}

function plus(sums: Sums, amounts: Amounts, place: number, times: number): Sums {
  const sum = { ...sums };
  add(sum, amounts, place, times);
  return sum;
}
