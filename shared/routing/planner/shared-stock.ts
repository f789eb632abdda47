import type { SharedStock, SourcingProblem, Take } from "./problem.ts";

/** Units that leave from a place, by article. */
export type Sent = ReadonlyMap<number, number>;

export function sentFrom(warehouse: number, takes: readonly Take[]): Sent {
  const sent = new Map<number, number>();
  for (const take of takes) {
    if (take.warehouse === warehouse) sent.set(take.article, (sent.get(take.article) ?? 0) + take.units);
  }
  return sent;
}

/** The first stock of which a plan uses more than there is; null when the plan can be. */
export function overused(shared: readonly SharedStock[], takes: readonly Take[]): SharedStock | null {
  const isOverused = ({ warehouse, free, uses }: SharedStock): boolean => {
    const sent = sentFrom(warehouse, takes);
    return uses.reduce((sum, { article, units }) => sum + units * (sent.get(article) ?? 0), 0) > free;
  };
  return shared.find(isOverused) ?? null;
}

/** The same problem where articles can send at most so many units from a place. */
export function capped(problem: SourcingProblem, warehouse: number, caps: Sent): SourcingProblem {
  const articles = problem.articles.map((each, article) => {
    const most = caps.get(article);
    const has = each.free[warehouse] ?? 0;
    return most === undefined || most >= has ? each : { ...each, free: each.free.with(warehouse, most) };
  });
  return { ...problem, articles };
}

/**
 * What each article may send from a place when they are served in turn, those that use least of what is shared first.
 * Together they never use more than there is.
 */
export function inTurn(shared: readonly SharedStock[], warehouse: number, sent: Sent): Sent {
  const here = shared.filter((stock) => stock.warehouse === warehouse);
  const left = here.map(({ free }) => free);
  const useOf = (article: number): readonly number[] =>
    here.map(({ uses }) => uses.find((use) => use.article === article)?.units ?? 0);
  const turns = [...new Set(here.flatMap(({ uses }) => uses.map(({ article }) => article)))]
    .map((article) => ({ article, use: useOf(article) }))
    .sort((a, b) => sumOf(a.use) - sumOf(b.use) || a.article - b.article);
  const served = new Map<number, number>();
  for (const { article, use } of turns) {
    const most = use.map((each, at) => (each === 0 ? Number.POSITIVE_INFINITY : Math.floor((left[at] ?? 0) / each)));
    const units = Math.min(sent.get(article) ?? 0, ...most);
    for (const [at, each] of use.entries()) left[at] = (left[at] ?? 0) - each * units;
    served.set(article, units);
  }
  return served;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
