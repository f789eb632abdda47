import { type Amounts, type SourcingProblem, type Tally, type Term, terms } from "./problem.ts";

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
    const counted = warehouses.filter((place) => !(problem.uncounted ?? []).includes(place));
    if (counted.length > (problem.maxWarehouses ?? count) || !isAllowed(warehouses)) continue;
    const tally = bestFrom(problem, warehouses);
    if (tally === null) continue;
    const plan = { warehouses, tally };
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

/** Null when no way of sending fills every parcel that must be worth something. */
function bestFrom(problem: SourcingProblem, warehouses: readonly number[]): Tally | null {
  const { leastParcel } = problem;
  const openings = nothing();
  for (const place of warehouses) add(openings, problem.opening, place, 1);
  const isFree = leastParcel === undefined || (warehouses.length < 2 && leastParcel.isFreeAlone);
  if (isFree) {
    return problem.articles.reduce((sum, _, article) => {
      const sent = bestSendings(problem, [article], warehouses, () => true) ?? nothing();
      return both(sum, sent);
    }, openings);
  }
  const { worth, exempt } = leastParcel;
  const mustFill = warehouses.filter((place) => !exempt.includes(place));
  const isWorthIt = (sent: readonly number[]): boolean => mustFill.every((place) => (sent[place] ?? 0) >= worth);
  const all = bestSendings(problem, [...problem.articles.keys()], warehouses, isWorthIt);
  return all === null ? null : both(openings, all);
}

/** Each part, a line or a unit where lines may be divided, from any of the warehouses or not at all. */
function bestSendings(
  problem: SourcingProblem,
  articles: readonly number[],
  warehouses: readonly number[],
  isAllowed: (worth: readonly number[]) => boolean,
): Sums | null {
  const { divideLines, leastParcel } = problem;
  const parts = articles.flatMap((article) =>
    (problem.articles[article]?.lines ?? []).flatMap((wanted, line) => {
      const units = divideLines ? 1 : wanted;
      const part = { article, line, units, worth: units * (leastParcel?.unitWorth[article]?.[line] ?? 0) };
      return divideLines ? new Array<typeof part>(wanted).fill(part) : [part];
    }),
  );
  const left = problem.articles.map(({ free }) => [...free]);
  const worth = new Array<number>(problem.warehouses).fill(0);
  let best: Sums | null = null;
  const send = (index: number, sent: Sums, from: number): void => {
    const part = parts[index];
    if (part === undefined) {
      if ((best === null || compareTallies(problem, sent, best) < 0) && isAllowed(worth)) best = sent;
      return;
    }
    const { article, line, units } = part;
    const next = parts[index + 1];
    // Units of a line are alike, so they may be taken in the order of the warehouses.
    const isTwin = divideLines && next?.article === article && next.line === line;
    const free = left[article] ?? [];
    for (const [at, place] of warehouses.entries()) {
      if ((free[place] ?? 0) < units || at < from) continue;
      free[place] = (free[place] ?? 0) - units;
      worth[place] = (worth[place] ?? 0) + part.worth;
      send(index + 1, plus(sent, problem.articles[article]?.perUnit ?? {}, place, units), isTwin ? at : 0);
      free[place] = (free[place] ?? 0) + units;
      worth[place] = (worth[place] ?? 0) - part.worth;
    }
    send(index + 1, { ...sent, unfilled: sent.unfilled + units }, isTwin ? warehouses.length : 0);
  };
  send(0, nothing(), 0);
  return best;
}

function nothing(): Sums {
  return { unfilled: 0, softRules: 0, shipments: 0, preference: 0, cost: 0, days: 0, distance: 0 };
}

function both(a: Sums, b: Sums): Sums {
  const sum = { ...a };
  for (const term of ["unfilled", ...terms] as const) sum[term] += b[term];
  return sum;
}

function add(sums: Sums, amounts: Amounts, place: number, times: number): void {
  for (const term of terms) sums[term] += (amounts[term]?.[place] ?? 0) * times;
}

function plus(sums: Sums, amounts: Amounts, place: number, times: number): Sums {
  const sum = { ...sums };
  add(sum, amounts, place, times);
  return sum;
}
