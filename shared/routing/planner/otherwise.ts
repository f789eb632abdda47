import type { SourcingProblem } from "./problem.ts";

/** As if the warehouse had nothing. */
export function emptied(problem: SourcingProblem, place: number): SourcingProblem {
  const articles = problem.articles.map((each) => ({ ...each, free: each.free.with(place, 0) }));
  return { ...problem, articles };
}

/** With one more article that only this warehouse has, and more of it than of all others together: no plan leaves it out. */
export function using(problem: SourcingProblem, place: number): SourcingProblem {
  const wanted = problem.articles.flatMap(({ lines }) => lines).reduce((sum, units) => sum + units, 1);
  const free = new Array<number>(problem.warehouses).fill(0).with(place, wanted);
  const { leastParcel: least, articles } = problem;
  const more = { ...problem, articles: [...articles, { lines: [wanted], free, perUnit: {} }] };
  return least === undefined ? more : { ...more, leastParcel: { ...least, unitWorth: [...least.unitWorth, [0]] } };
}

/** Only one warehouse may send, and what others have sent already does not help. */
export function alone(problem: SourcingProblem): SourcingProblem {
  return { ...problem, maxWarehouses: 1, uncounted: [] };
}
