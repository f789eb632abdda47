import { type Amounts, type Article, type SourcingProblem, type Term, terms } from "./problem.ts";

/** Numbers from 0 to below 1. */
export type Random = () => number;

/** What random problems are like; each chance is from 0 to 1. */
export type Shape = {
  readonly warehouses: number;
  readonly articles: number;
  readonly mostUnits: number;
  /** The chance that a warehouse has some of an article. */
  readonly fill: number;
  /** The chance that no more than three warehouses may be used. */
  readonly limit?: number;
  /** The chance that an article has several lines, which compete for its stock. */
  readonly twins?: number;
  /** The chance of amounts so large that not all terms fit into one integer. */
  readonly coins?: number;
  /** At most so many lines in all; as many as there are when left out. */
  readonly lines?: number;
  /** Amounts go up to so many times the usual few, so that ties are rare. */
  readonly spread?: number;
  /** The chance that parcels beside others must be worth something. */
  readonly least?: number;
  /** The chance that other parts of the order leave from some warehouses already. */
  readonly sent?: number;
};

/** A problem with any mix of ties, prices, limits, lines of one sku and orders of terms. */
export function randomProblem(random: Random, shape: Shape): SourcingProblem {
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const chance = (of: number): boolean => random() < of;
  const hasPrices = chance(0.6);
  const costTerms: readonly Term[] = terms.filter((term) => term !== "shipments" && chance(0.4));
  const warehouses = 1 + upTo(shape.warehouses - 1);
  const eachWarehouse = (amount: () => number): number[] => Array.from({ length: warehouses }, amount);
  const spread = shape.spread ?? 1;
  const coins = chance(shape.coins ?? 0.2) ? 10 ** 8 : 1;
  const amounts = (most: number): Amounts =>
    Object.fromEntries(
      costTerms.map((term, index) => [term, eachWarehouse(() => upTo(most * spread) * (index < 2 ? coins : 1))]),
    );
  const article = (): Article => {
    const lines = Array.from(
      { length: chance(shape.twins ?? 0.25) ? 1 + upTo(2) : 1 },
      () => 1 + upTo(shape.mostUnits - 1),
    );
    const total = lines.reduce((sum, units) => sum + units, 0);
    return {
      lines,
      free: eachWarehouse(() => (chance(shape.fill) ? (chance(0.5) ? total : upTo(total)) : 0)),
      perUnit: hasPrices && chance(0.8) ? amounts(3) : {},
    };
  };
  const plain = {
    warehouses,
    opening: { ...amounts(chance(0.5) ? 1 : 5), shipments: eachWarehouse(() => (chance(0.9) ? 1 : 0)) },
    articles: withLines(Array.from({ length: 1 + upTo(shape.articles - 1) }, article), shape.lines),
    divideLines: chance(0.5),
    maxWarehouses: chance(shape.limit ?? 0.3) ? 1 + upTo(2) : null,
    ...(chance(0.6) ? {} : { objective: shuffled(random, terms) }),
    nodeBudget: 100_000,
  };
  // Drawn last, so that the same seed without them gives the same problem.
  return withParcelsOfWorth(random, plain, shape);
}

function withParcelsOfWorth(random: Random, problem: SourcingProblem, { least = 0, sent = 0 }: Shape): SourcingProblem {
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const isSent = sent > 0 && random() < sent;
  const places = isSent ? [...new Set([upTo(problem.warehouses - 1), upTo(problem.warehouses - 1)])] : [];
  const uncounted = isSent ? { uncounted: places } : {};
  if (least === 0 || random() >= least) return { ...problem, ...uncounted };
  const unitWorth = problem.articles.map(({ lines }) => lines.map(() => upTo(9)));
  const units = problem.articles.flatMap(({ lines }, at) =>
    lines.map((each, line) => each * (unitWorth[at]?.[line] ?? 0)),
  );
  const most = units.reduce((sum, each) => sum + each, 0);
  const worth = 1 + upTo(Math.floor(most * 0.25));
  return { ...problem, ...uncounted, leastParcel: { worth, unitWorth, exempt: places, isFreeAlone: !isSent } };
}

/** The first articles, as many as make so many lines together. */
function withLines(articles: readonly Article[], most = Number.POSITIVE_INFINITY): readonly Article[] {
  let lines = 0;
  return articles.filter((article) => {
    lines += article.lines.length;
    return lines <= most;
  });
}

export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const keyed = list.map((each) => ({ each, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ each }) => each);
}

/** What an oracle is asked at most about parcels that must be worth something: larger ones are not proven in time. */
const mostOfWorth = { warehouses: 10, lines: 8 };

/** A problem of any kind that an oracle is asked about: all fills, amounts with many ties or with hardly any. */
export function oracleProblem(
  random: Random,
  size: { readonly warehouses: number; readonly lines: number },
): SourcingProblem {
  const isOfWorth = random() < 0.15;
  const warehouses = isOfWorth ? Math.min(size.warehouses, mostOfWorth.warehouses) : size.warehouses;
  const lines = isOfWorth ? Math.min(size.lines, mostOfWorth.lines) : size.lines;
  const fill = 0.1 + 0.8 * random();
  const spread = [1, 10, 50][Math.floor(random() * 3)] ?? 1;
  return randomProblem(random, {
    warehouses,
    articles: lines,
    lines,
    mostUnits: 5,
    fill,
    coins: 0,
    spread,
    twins: 0.2,
    least: isOfWorth ? 1 : 0,
    sent: 0.1,
  });
}
