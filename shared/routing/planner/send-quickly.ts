import type { Model, Site } from "./model.ts";
import type { Parcels } from "./parcels.ts";
import type { Take } from "./problem.ts";
import { takesOf } from "./takes.ts";
import { addTimes, compareWeights, nothing, type Weight } from "./weight.ts";

/** A way to send from the open sites that makes each parcel worth enough, and was found without a search. */
export type Quick = {
  /** Without the sites' openings. */
  readonly weight: Weight;
  readonly takes: readonly Take[];
  /** No way is better, as it weighs no more than the best way where nothing must be worth anything. */
  readonly isBest: boolean;
};

/** So many units of a line leave from a place, which is known by its index among the open ones. */
type Cell = {
  readonly article: number;
  readonly line: number;
  readonly at: number;
  readonly worth: number;
  units: number;
};
type Move = { readonly from: Cell; readonly to: Cell; readonly units: number; readonly price: Weight };

/**
 * The best way for all that worth does not forbid; then the parcels that are not worth enough, one after the other, get units
 * of those that can spare some, the cheapest first. Null when that is not enough, which says nothing of other ways.
 */
export function sendQuickly(
  parcels: Parcels,
  model: Model,
  open: readonly Site[],
  needs: readonly number[],
): Quick | null {
  const freely = takesOf(model, parcels.articles);
  const cells = cellsOf(parcels, open, freely);
  const worths = needs.map(() => 0);
  for (const { at, worth, units } of cells) worths[at] = (worths[at] ?? 0) + worth * units;
  for (;;) {
    const poor = needs.findIndex((need, at) => (worths[at] ?? 0) < need);
    if (poor === -1) break;
    const move = cheapestMove(parcels, open, cells, poor, needs, worths);
    if (move === null) return null;
    const { from, to, units } = move;
    from.units -= units;
    to.units += units;
    worths[from.at] = (worths[from.at] ?? 0) - from.worth * units;
    worths[to.at] = (worths[to.at] ?? 0) + to.worth * units;
  }
  const takes = cells.flatMap(({ article, line, at, units }): Take[] => {
    const place = open[at]?.place;
    return units === 0 || place === undefined ? [] : [{ article, line, warehouse: place, units }];
  });
  const weight = weightOf(parcels, model, takes);
  const isLeast = compareWeights(weight, weightOf(parcels, model, freely)) === 0;
  return { weight, takes, isBest: isLeast && model.items.every(({ bundles }) => bundles === null) };
}

/** By article, line and place. */
function cellsOf({ articles, least }: Parcels, open: readonly Site[], takes: readonly Take[]): readonly Cell[] {
  const taken = new Map(takes.map(({ article, line, warehouse, units }) => [`${article} ${line} ${warehouse}`, units]));
  return articles.flatMap(({ lines }, article) =>
    lines.flatMap((_, line) =>
      open.map(({ place }, at): Cell => {
        const worth = least.unitWorth[article]?.[line] ?? 0;
        return { article, line, at, worth, units: taken.get(`${article} ${line} ${place}`) ?? 0 };
      }),
    ),
  );
}

/** Only from parcels that stay worth enough; a line that may not be divided moves as a whole. */
function cheapestMove(
  { articles, prices, divideLines }: Parcels,
  open: readonly Site[],
  cells: readonly Cell[],
  poor: number,
  needs: readonly number[],
  worths: readonly number[],
): Move | null {
  const lack = (needs[poor] ?? 0) - (worths[poor] ?? 0);
  let best: Move | null = null;
  for (const to of cells) {
    if (to.at !== poor || to.worth === 0) continue;
    const room = (articles[to.article]?.free[open[poor]?.place ?? -1] ?? 0) - sentFrom(cells, to);
    if (room <= 0) continue;
    for (const from of cells) {
      if (from.article !== to.article || from.line !== to.line || from.at === poor || from.units === 0) continue;
      const spare = Math.floor(((worths[from.at] ?? 0) - (needs[from.at] ?? 0)) / from.worth);
      const most = Math.min(from.units, room, spare, divideLines ? Math.ceil(lack / to.worth) : from.units);
      if (most <= 0 || (!divideLines && most < from.units)) continue;
      const priced = prices[to.article];
      const priceAt = ({ at }: Cell): Weight => priced?.[open[at]?.place ?? -1] ?? nothing;
      const price = addTimes(priceAt(to), priceAt(from), -1);
      if (best === null || compareWeights(price, best.price) < 0) best = { from, to, units: most, price };
    }
  }
  return best;
}

function sentFrom(cells: readonly Cell[], { article, at }: Cell): number {
  return cells.reduce((sum, cell) => (cell.article === article && cell.at === at ? sum + cell.units : sum), 0);
}

function weightOf({ articles, prices, supplies }: Parcels, { unfilled }: Model, takes: readonly Take[]): Weight {
  let weight = nothing;
  let sent = 0;
  for (const { article, warehouse, units } of takes) {
    weight = addTimes(weight, prices[article]?.[warehouse] ?? nothing, units);
    sent += units;
  }
  const fillable = articles.reduce((sum, _, article) => sum + (supplies[article]?.need ?? 0), 0);
  return addTimes(weight, unfilled, fillable - sent);
}
