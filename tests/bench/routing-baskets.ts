import { type SourcingProblem, type Term, terms } from "../../shared/routing/planner/problem.ts";
import { seeded } from "../property/seeded.ts";

/** How many warehouses there are, and the share of the skus that each of them has. */
export type Network = { readonly warehouses: number; readonly fill: number };

/** Money before parcels: what it comes to when nothing but cost counts, which is what rivals can be compared by. */
const costFirst: readonly Term[] = ["cost", ...terms.filter((term) => term !== "cost")];

/** Shares of baskets with at most so many lines, as in 9,835 baskets of a grocer: half have 3 or fewer, one in a hundred 16. */
const lineCounts: readonly (readonly [share: number, lines: number])[] = [
  [0, 1],
  [0.25, 1],
  [0.5, 3],
  [0.75, 6],
  [0.9, 9],
  [0.99, 16],
  [0.999, 24],
  [1, 32],
];

/** Baskets and a network around each buyer; the same for the same seed. */
export function someBaskets(howMany: number, network: Network, seed: number): readonly SourcingProblem[] {
  const random = seeded(seed);
  return Array.from({ length: howMany }, () => problemOf(random, linesAt(random()), network));
}

/** Orders of just so many lines. */
export function ordersOf(lines: number, howMany: number, network: Network, seed: number): readonly SourcingProblem[] {
  const random = seeded(seed);
  return Array.from({ length: howMany }, () => problemOf(random, lines, network));
}

function linesAt(share: number): number {
  const upper = lineCounts.findIndex(([most]) => most >= share);
  const [from, few] = lineCounts[upper - 1] ?? [0, 1];
  const [to, many] = lineCounts[upper] ?? [1, 32];
  return Math.ceil(few + ((many - few) * (share - from)) / Math.max(to - from, Number.EPSILON));
}

/** Places on a square of 1,000 km; a parcel costs 5.00 and 0.50 for each 100 km, a unit 0.50 and 0.20 for each 100 km. */
function problemOf(random: () => number, lines: number, { warehouses, fill }: Network): SourcingProblem {
  const each = (amount: (place: number) => number): number[] =>
    Array.from({ length: warehouses }, (_, at) => amount(at));
  const distances = each(() => Math.round(Math.hypot(random() * 1000 - 500, random() * 1000 - 500)));
  const perUnit = { cost: distances.map((km) => 50 + Math.round(km / 5)) };
  return {
    warehouses,
    opening: { shipments: each(() => 1), cost: distances.map((km) => 500 + Math.round(km / 2)), distance: distances },
    articles: Array.from({ length: lines }, () => {
      const units = 1 + Math.floor(random() * 3);
      const sure = Math.floor(random() * warehouses);
      return { lines: [units], free: each((at) => (at === sure || random() < fill ? units : 0)), perUnit };
    }),
    divideLines: false,
    maxWarehouses: null,
    objective: costFirst,
    nodeBudget: 20_000,
  };
}
