import type { StockMove } from "../inventory/stock-writes.ts";
import { sku } from "../kernel/ids.ts";
import { type Allocation, withMore } from "./allocation.ts";
import { componentsOf, lineQuantities } from "./open-quantities.ts";
import type { GoneGoods, Order } from "./order.ts";
import { ownParcels, ownParcelsJustLeft } from "./own-parcels.ts";
import type { Settlement } from "./settle-allocations.ts";
import { comesInSteps } from "./stock-part.ts";
import { sumByLine } from "./sum-by-line.ts";

export type ComeBack = {
  /** What parcels of the channel still have; goes into the order. */
  readonly gone: readonly GoneGoods[];
  readonly allocations: readonly Allocation[];
  readonly moves: readonly StockMove[];
  readonly units: number;
};

const MAX_BYTES = 150_000;

/**
 * Goods for which stock was taken when the channel told of a parcel, and which have not left: the channel has cancelled the
 * parcel. They are in stock again where they were taken from, promised to the same order as far as it still wants them.
 * Money that is given back brings no goods back, and neither does a parcel for which no stock was taken.
 */
export function comeBack(
  before: Order | null,
  after: Order,
  settlement: Settlement,
  { mayPromise }: { readonly mayPromise: boolean },
): ComeBack {
  const left = ownParcelsJustLeft(before, after).length > 0 ? [] : settlement.left.map(toGone);
  const gone = remembered([...(after.gone ?? []), ...left]);
  const none = { gone, allocations: settlement.allocations, moves: [], units: 0 };
  if (gone.length === 0) return none;
  const cancelled = cancelledByLine(after);
  if (cancelled.size === 0) return none;
  const ours = sumByLine(
    ownParcels(after)
      .filter(({ state }) => state === "success")
      .flatMap(({ lines }) => lines),
  );
  const back: Allocation[] = [];
  const kept: GoneGoods[] = [];
  const lines = new Map(lineQuantities(after).map((line) => [line.lineId, line]));
  for (const [place, own] of Map.groupBy(gone, ([lineId, article]) => JSON.stringify([lineId, article]))) {
    const [lineId, article] = JSON.parse(place) as [string, string];
    const line = lines.get(lineId);
    const perUnit = line === undefined ? 1 : unitsOf(after, line.sku, article);
    const stillGone = Math.max(0, (line?.shipped ?? 0) - (ours.get(lineId) ?? 0)) * perUnit;
    const has = own.reduce((sum, [, , , quantity]) => sum + quantity, 0);
    let over = Math.min(Math.max(0, has - stillGone), (cancelled.get(lineId) ?? 0) * perUnit);
    for (const [, , warehouse, quantity] of own.toReversed()) {
      const part = Math.min(over, quantity);
      over -= part;
      if (part > 0) back.push({ lineId, sku: article, warehouse, quantity: part });
      if (part < quantity) kept.unshift([lineId, article, warehouse, quantity - part]);
    }
  }
  if (back.length === 0) return none;
  const isPromised = mayPromise && !comesInSteps([...settlement.moves, ...back.map(toPlace)]);
  const promised = isPromised ? promisable(after, settlement.allocations, back) : back.map(() => 0);
  return {
    gone: kept,
    allocations: withMore(
      settlement.allocations,
      back.map((each, at) => ({ ...each, quantity: promised[at] ?? 0 })),
    ),
    moves: back.map((each, at) => ({ kind: "returned", ...toPlace(each), promised: promised[at] ?? 0 })),
    units: back.reduce((sum, { quantity }) => sum + quantity, 0),
  };
}

/** Of what an order could not hold besides its parcels nothing is remembered, and nothing comes back by itself. */
function remembered(gone: readonly GoneGoods[]): readonly GoneGoods[] {
  const bytes = gone.reduce(
    (sum, [lineId, article]) => sum + Buffer.byteLength(lineId) + Buffer.byteLength(article) + 20,
    0,
  );
  return bytes <= MAX_BYTES ? gone : [];
}

function toGone({ lineId, sku: article, warehouse, quantity }: Allocation): GoneGoods {
  return [lineId, article, warehouse, quantity];
}

function toPlace({ sku: article, warehouse, quantity }: Allocation) {
  return { sku: sku(article), warehouse, quantity };
}

/** Units of parcels that the channel told of and has cancelled. */
function cancelledByLine({ fulfilments }: Order): ReadonlyMap<string, number> {
  const parcels = Object.values(fulfilments).map(({ facts }) => facts);
  return sumByLine(
    parcels.filter(({ hub, state }) => hub === undefined && state === "cancelled").flatMap(({ lines }) => lines),
  );
}

/** How many units of an article one unit of the line consists of. */
function unitsOf(order: Order, lineSku: string, article: string): number {
  return componentsOf(order, lineSku)?.find((part) => part.sku === sku(article))?.quantity ?? 1;
}

function promisable(order: Order, held: readonly Allocation[], back: readonly Allocation[]): readonly number[] {
  const lines = new Map(lineQuantities(order).map((line) => [line.lineId, line]));
  const left = new Map<string, number>();
  return back.map(({ lineId, sku: article, quantity }) => {
    const line = lines.get(lineId);
    const parts = line === undefined ? null : componentsOf(order, line.sku);
    const isWanted =
      line !== undefined && (parts === null ? line.sku === article : parts.some((p) => p.sku === article));
    if (!isWanted) return 0;
    const place = `${lineId}\n${article}`;
    const has = held.filter((each) => each.lineId === lineId && each.sku === article);
    const open = left.get(place) ?? line.open * unitsOf(order, line.sku, article) - sumOf(has);
    const promised = Math.max(0, Math.min(quantity, open));
    left.set(place, open - promised);
    return promised;
  });
}

function sumOf(allocations: readonly Allocation[]): number {
  return allocations.reduce((sum, { quantity }) => sum + quantity, 0);
}
