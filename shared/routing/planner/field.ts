import { type Dominance, dominanceIn, type Field } from "./dominance.ts";
import { type Amounts, type SourcingProblem, terms } from "./problem.ts";
import { type Supply, supplyOf } from "./supply.ts";
import { addWeights, type Judged, makeScale, type Scale } from "./weight.ts";

/** A problem in weights: what every question about the same order starts from. */
export type Weighed = Field &
  Dominance & {
    readonly scale: Scale;
    readonly problem: SourcingProblem;
    /** Of the warehouses that count. */
    readonly maxWarehouses: number;
    /** Units that no plan fills. */
    readonly unavoidable: number;
  };

/** Throws a RangeError when the amounts are too large to be added exactly. */
export function weighed(problem: SourcingProblem): Weighed {
  const { warehouses, opening, articles } = problem;
  const supplies = articles.map((article) => supplyOf(article, problem));
  const maxWarehouses = Math.min(problem.maxWarehouses ?? warehouses, warehouses);
  const most = Math.min(warehouses, maxWarehouses + (problem.uncounted?.length ?? 0));
  const scale = makeScale(problem.objective ?? terms, mostOf(problem, supplies, most));
  const oneMore = scale.one("warehouses");
  const field: Field = {
    supplies,
    openings: scale.weigh(opening, warehouses).map((weight) => addWeights(weight, oneMore)),
    prices: articles.map(({ perUnit }) => (isEmpty(perUnit) ? null : scale.weigh(perUnit, warehouses))),
  };
  return {
    ...field,
    ...dominanceIn(field, problem),
    problem,
    maxWarehouses,
    unavoidable: wantedUnits(problem) - supplies.reduce((sum, { need }) => sum + need, 0),
    scale,
  };
}

/** The most that a plan can reach in each term. */
function mostOf(problem: SourcingProblem, supplies: readonly Supply[], opened: number): (term: Judged) => number {
  const units = supplies.reduce((sum, { need }) => sum + need, 0);
  return (term) => {
    if (term === "unfilled") return units;
    if (term === "warehouses") return opened;
    let sum = largest(problem.opening[term]) * opened;
    for (let index = 0; index < supplies.length; index += 1) {
      const amounts = problem.articles[index]?.perUnit[term];
      if (amounts !== undefined) sum += largest(amounts) * (supplies[index]?.need ?? 0);
    }
    return sum;
  };
}

function wantedUnits({ articles }: SourcingProblem): number {
  return articles.reduce((all, { lines }) => all + lines.reduce((sum, units) => sum + units, 0), 0);
}

function largest(amounts: readonly number[] | undefined): number {
  let most = 0;
  if (amounts !== undefined) for (const amount of amounts) if (amount > most) most = amount;
  return most;
}

function isEmpty(amounts: Amounts): boolean {
  for (const _ in amounts) return false;
  return true;
}
