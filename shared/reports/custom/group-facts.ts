import { compareText } from "../../kernel/compare-text.ts";
import type { FactKind, Facts } from "../facts/fact.ts";
import type { SealedFacts } from "../facts/sealed-facts.ts";
import { type CustomFields, customLimits } from "./custom-report.ts";
import { makeFilter } from "./filter-facts.ts";
import type { Dimension, Measure, Source } from "./source.ts";

/** One combination of values, in the order of the dimensions, and what each measure comes to. */
export type Group = { readonly values: readonly string[]; readonly amounts: readonly (number | null)[] };

/** What a value is called in the row that sums what goes beyond the limit. */
export const OTHERS = "(others)";

/** Values that may stand in one row never hold it. */
const BETWEEN = "\n";

/**
 * Goes through the facts once and sums them up, in an order that depends on the values only. The first `most` combinations, in
 * the order of the facts, have rows of their own; all others are summed in one row for each currency, so that nothing is lost
 * however many there are.
 */
export async function groupFacts<Kind extends FactKind, Sums>(
  source: Source<Kind, Sums>,
  { dimensions, measures, filters }: Pick<CustomFields, "dimensions" | "measures" | "filters">,
  days: AsyncIterable<SealedFacts>,
  most: number = customLimits.rows,
): Promise<readonly Group[]> {
  type Fact = Facts[Kind];
  const wanted = dimensions.map((name) => textOf<Fact>(source.dimensions[name], name));
  const isIn = makeFilter<Fact>(source.dimensions, filters);
  const [groups, others] = [new Map<string, Sums>(), new Map<string, Sums>()];
  const sumsOf = (key: string): Sums => {
    const known = groups.get(key);
    if (known !== undefined) return known;
    if (groups.size < most) return made(groups, key, source.none);
    const rest = restOf(key, dimensions);
    return others.get(rest) ?? made(others, rest, source.none);
  };
  for await (const facts of days) {
    for await (const batch of facts.read(source.uses)) {
      for (const fact of batch) {
        if (!isIn(fact)) continue;
        source.add(sumsOf(wanted.map((value) => value(fact)).join(BETWEEN)), fact);
      }
    }
  }
  const measured = measures.map((name) => source.measures[name]?.of ?? unknown(name));
  const groupOf = ([key, sums]: [string, Sums]): Group => ({
    values: key.split(BETWEEN).slice(0, dimensions.length),
    amounts: measured.map((of: Measure<Sums>["of"]) => of(sums)),
  });
  const inOrder = (found: Map<string, Sums>): [string, Sums][] => [...found].sort(([a], [b]) => compareText(a, b));
  return [...inOrder(groups), ...inOrder(others)].map(groupOf);
}

function made<Sums>(groups: Map<string, Sums>, key: string, none: () => Sums): Sums {
  const sums = none();
  groups.set(key, sums);
  return sums;
}

/** Amounts of different currencies are never added. */
function restOf(key: string, dimensions: readonly string[]): string {
  const values = key.split(BETWEEN);
  return dimensions.map((name, at) => (name === "currency" ? values[at] : OTHERS)).join(BETWEEN);
}

function textOf<Fact>(dimension: Dimension<Fact> | undefined, name: string): (fact: Fact) => string {
  if (dimension === undefined) throw new Error(`a saved report has the dimension ${name}, which is none`);
  const { of } = dimension;
  return (fact) => {
    const value = of(fact);
    return (typeof value === "string" ? value : value.join(", ")).replaceAll(BETWEEN, " ");
  };
}

function unknown(name: string): never {
  throw new Error(`a saved report has the measure ${name}, which is none`);
}
