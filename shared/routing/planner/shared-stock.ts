import type { SharedStock, SourcingProblem, Take } from "./problem.ts";

/** Units that leave from a place, by article. */
export type Sent = ReadonlyMap<number, number>;

/** By place. */
export function sentFromEach(takes: readonly Take[]): ReadonlyMap<number, Sent> {
  const places = new Map<number, Map<number, number>>();
  for (const { warehouse, article, units } of takes) {
    let sent = places.get(warehouse);
    if (sent === undefined) {
      sent = new Map();
      places.set(warehouse, sent);
    }
    sent.set(article, (sent.get(article) ?? 0) + units);
  }
  return places;
}

/** The stocks of which a plan uses more than there is; none when the plan can be. */
export function overused(shared: readonly SharedStock[], takes: readonly Take[]): readonly SharedStock[] {
  const sent = sentFromEach(takes);
  return shared.filter(({ warehouse, free, uses }) => {
    const own = sent.get(warehouse);
    return own !== undefined && uses.reduce((sum, use) => sum + use.units * (own.get(use.article) ?? 0), 0) > free;
  });
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
 * Together they never use more than there is. `here` are the shared stocks of that place.
 */
export function inTurn(here: readonly SharedStock[], sent: Sent): Sent {
  const left = here.map(({ free }) => free);
  const usesOf = new Map<number, { readonly at: number; readonly units: number }[]>();
  for (const [at, { uses }] of here.entries()) {
    for (const { article, units } of uses) {
      const own = usesOf.get(article) ?? [];
      own.push({ at, units });
      usesOf.set(article, own);
    }
  }
  const turns = [...usesOf]
    .map(([article, own]) => ({ article, own, total: own.reduce((sum, { units }) => sum + units, 0) }))
    .sort((a, b) => a.total - b.total || a.article - b.article);
  const served = new Map<number, number>();
  for (const { article, own } of turns) {
    let units = sent.get(article) ?? 0;
    for (const use of own) units = Math.min(units, Math.floor((left[use.at] ?? 0) / use.units));
    for (const use of own) left[use.at] = (left[use.at] ?? 0) - use.units * units;
    served.set(article, units);
  }
  return served;
}
