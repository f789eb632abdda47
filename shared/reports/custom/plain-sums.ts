import { averageMinor } from "../list/measure-lines.ts";
import type { Measure } from "./source.ts";

/** Sums by the name of what is summed; null once something was not known. */
export type PlainSums = Record<string, number | null>;

type Added<Fact> = Omit<Measure<never>, "of"> & { readonly of: (fact: Fact) => number | null };
type Average = Pick<Measure<never>, "kind"> & { readonly sum: string; readonly per: string };

/** The sums of a source whose measures are sums of the facts themselves, and averages of such sums. */
export function plainSums<Fact>(
  added: Readonly<Record<string, Added<Fact>>>,
  averages: Readonly<Record<string, Average>> = {},
): {
  readonly measures: Readonly<Record<string, Measure<PlainSums>>>;
  readonly none: () => PlainSums;
  readonly add: (sums: PlainSums, fact: Fact) => void;
} {
  const names = Object.keys(added);
  const sumOf = (sums: PlainSums, name: string): number | null => sums[name] ?? null;
  const measures: Record<string, Measure<PlainSums>> = {};
  for (const [name, { of: _, ...measure }] of Object.entries(added))
    measures[name] = { ...measure, of: (sums) => sumOf(sums, name) };
  for (const [name, { kind, sum, per }] of Object.entries(averages)) {
    const of = (sums: PlainSums): number | null => {
      const [whole, count] = [sumOf(sums, sum), sumOf(sums, per)];
      return whole === null || count === null ? null : averageMinor(whole, count);
    };
    measures[name] = { kind, of, isAverage: true };
  }
  return {
    measures,
    none: () => Object.fromEntries(names.map((name) => [name, 0])),
    add: (sums, fact) => {
      for (const name of names) {
        const [sum, more] = [sumOf(sums, name), added[name]?.of(fact) ?? null];
        sums[name] = sum === null || more === null ? null : sum + more;
      }
    },
  };
}

export const one = (): number => 1;
