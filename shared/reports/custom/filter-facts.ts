import type { Filter } from "./custom-report.ts";
import type { Dimension } from "./source.ts";

/** Whether a fact has what all filters ask for. */
export function makeFilter<Fact>(
  dimensions: Readonly<Record<string, Dimension<Fact>>>,
  filters: readonly Filter[],
): (fact: Fact) => boolean {
  const tests = filters.map((filter) => {
    const of = dimensions[filter.field]?.of;
    if (of === undefined) throw new Error(`a saved report filters by ${filter.field}, which is no dimension`);
    const isRight = testOf(filter);
    return (fact: Fact): boolean => {
      const value = of(fact);
      return isRight(typeof value === "string" ? [value] : value);
    };
  });
  return (fact) => tests.every((test) => test(fact));
}

function testOf(filter: Filter): (values: readonly string[]) => boolean {
  if ("begins_with" in filter) {
    const { begins_with: heads } = filter;
    return (values) => values.some((value) => heads.some((head) => value.startsWith(head)));
  }
  const named = new Set("is" in filter ? filter.is : filter.is_not);
  const isNamed = (values: readonly string[]): boolean =>
    // A fact without tags is found by "".
    values.length === 0 ? named.has("") : values.some((value) => named.has(value));
  return "is" in filter ? isNamed : (values) => !isNamed(values);
}
