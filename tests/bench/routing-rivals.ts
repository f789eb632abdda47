import type { SourcingProblem } from "../../shared/routing/planner/problem.ts";

/** For each article the place it leaves from. All stock is ample, every article is somewhere. */
export type Rival = (problem: SourcingProblem) => readonly number[];

/** The warehouse that has most of the lines sends them, then the one that has most of the rest; the nearer of equals. */
export function mostLinesFirst({ articles, warehouses, opening }: SourcingProblem): readonly number[] {
  const from = articles.map(() => -1);
  while (from.includes(-1)) {
    let best = 0;
    let most = 0;
    for (let place = 0; place < warehouses; place += 1) {
      const lines = articles.filter(({ free }, index) => from[index] === -1 && (free[place] ?? 0) > 0).length;
      const isNearer = distanceOf(opening, place) < distanceOf(opening, best);
      if (lines > most || (lines === most && lines > 0 && isNearer)) [best, most] = [place, lines];
    }
    for (const [index, { free }] of articles.entries()) {
      if (from[index] === -1 && (free[best] ?? 0) > 0) from[index] = best;
    }
  }
  return from;
}

/** Each line from the nearest warehouse that has it. */
export function nearest({ articles, warehouses, opening }: SourcingProblem): readonly number[] {
  return articles.map(({ free }) => {
    let best = -1;
    for (let place = 0; place < warehouses; place += 1) {
      if ((free[place] ?? 0) === 0) continue;
      if (best === -1 || distanceOf(opening, place) < distanceOf(opening, best)) best = place;
    }
    return best;
  });
}

/** One warehouse after the other sends what it has, in their fixed order. */
export function inTurn({ articles }: SourcingProblem): readonly number[] {
  return articles.map(({ free }) => free.findIndex((units) => units > 0));
}

/** What a rival's plan comes to. */
export function totalOf(
  { articles, opening }: SourcingProblem,
  from: readonly number[],
): { readonly cost: number; readonly shipments: number } {
  const used = new Set(from);
  const openings = [...used].reduce((sum, place) => sum + (opening.cost?.[place] ?? 0), 0);
  const cost = articles.reduce((sum, { lines, perUnit }, index) => {
    return sum + (lines[0] ?? 0) * (perUnit.cost?.[from[index] ?? 0] ?? 0);
  }, openings);
  return { cost, shipments: used.size };
}

function distanceOf(opening: SourcingProblem["opening"], place: number): number {
  return opening.distance?.[place] ?? 0;
}
