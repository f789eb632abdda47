import type { SourcingProblem, Take, Tally, Term } from "./problem.ts";
import type { Judged } from "./weight.ts";

/** What the terms of a plan come to, from what it takes and the warehouses that it uses. */
export function tallyOfTakes(
  { opening, articles }: SourcingProblem,
  warehouses: readonly number[],
  takes: readonly Take[],
): Tally {
  const taken = takes.reduce((sum, { units }) => sum + units, 0);
  const wanted = articles.reduce((all, { lines }) => all + lines.reduce((sum, units) => sum + units, 0), 0);
  const sumOf = (term: Term): number => {
    let sum = 0;
    for (const place of warehouses) sum += opening[term]?.[place] ?? 0;
    for (const { article, warehouse, units } of takes) {
      sum += (articles[article]?.perUnit[term]?.[warehouse] ?? 0) * units;
    }
    return sum;
  };
  return {
    unfilled: wanted - taken,
    softRules: sumOf("softRules"),
    shipments: sumOf("shipments"),
    preference: sumOf("preference"),
    cost: sumOf("cost"),
    days: sumOf("days"),
    distance: sumOf("distance"),
  };
}

/** From a weight's digits, and the units that no plan fills. */
export function tallyOfDigits(
  digits: readonly { readonly term: Judged; readonly amount: number }[],
  unavoidable: number,
): Tally {
  const amounts = {
    unfilled: 0,
    softRules: 0,
    shipments: 0,
    preference: 0,
    cost: 0,
    days: 0,
    distance: 0,
    warehouses: 0,
  };
  for (const { term, amount } of digits) amounts[term] = amount;
  const { warehouses: _, unfilled, ...rest } = amounts;
  return { unfilled: unfilled + unavoidable, ...rest };
}
