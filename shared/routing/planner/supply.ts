import type { Article, SourcingProblem } from "./problem.ts";

/** What can be done at best for one article. */
export type Supply = {
  /** Units that some warehouse, or several, can send; the rest stays unfilled in every plan. */
  readonly need: number;
  /** Usable units by the warehouse's place, at most `need`. */
  readonly units: readonly number[];
  /** Lines that must leave undivided and compete for the same stock; null when units alone decide. */
  readonly bundles: readonly Bundle[] | null;
};

/** A line that leaves undivided. */
export type Bundle = { readonly line: number; readonly units: number };

export function supplyOf(article: Article, { divideLines }: Pick<SourcingProblem, "divideLines">): Supply {
  const { lines, free } = article;
  const total = sumOf(lines);
  if (divideLines) {
    const need = Math.min(total, sumOf(free));
    return { need, units: usable(free, 1, need), bundles: null };
  }
  const smallest = Math.min(...lines);
  const units = usable(free, smallest, total);
  let most = 0;
  let isAllOrNothing = true;
  for (const has of units) {
    if (has > most) most = has;
    if (has !== 0 && has !== total) isAllOrNothing = false;
  }
  if (isAllOrNothing) return { need: most, units, bundles: null };
  const bundles = lines
    .map((wanted, line) => ({ line, units: wanted }))
    .filter((bundle) => bundle.units <= most)
    .sort((a, b) => b.units - a.units || a.line - b.line);
  const need = bundles.reduce((sum, bundle) => sum + bundle.units, 0);
  return { need, units: usable(free, smallest, need), bundles };
}

/** Nothing where there is less than `least`, nowhere more than `most`. */
function usable(free: readonly number[], least: number, most: number): readonly number[] {
  return free.map((has) => (has < least ? 0 : has < most ? has : most));
}

function sumOf(numbers: readonly number[]): number {
  let sum = 0;
  for (const each of numbers) sum += each;
  return sum;
}
