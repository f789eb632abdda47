import type { LotUnits } from "../movement.ts";
import { byExpiry, type Lot, NO_LOT, unitsToShip } from "./lot.ts";
import { keepsUntil } from "./shelf-life.ts";

export type Choice = {
  /** First expired first out; each lot once. */
  readonly lots: LotUnits;
  /** Units for which no usable lot was found. */
  readonly missing: number;
};

/** Takes the units from what expires first, of the lots that keep for at least `minDays` from `today`. */
export function chooseLots(
  lots: readonly Lot[],
  units: number,
  { today, minDays }: { readonly today: string; readonly minDays: number },
): Choice {
  const usable = lots.filter((lot) => keepsUntil(lot, today, minDays)).toSorted(byExpiry);
  return takenFrom(usable, units, unitsToShip);
}

/**
 * For units that have left without anybody having said of which lot: what expires first of the good ones, then those without
 * a lot, then the others; and when no lot has so many, units that no lot is known to have had.
 */
export function presumeLots(lots: readonly Lot[], units: number): LotUnits {
  const sorted = lots.toSorted(byExpiry);
  const good = takenFrom(sorted, units, unitsToShip);
  const left = (lot: Lot): number => Math.max(0, lot.onHand - (good.lots.find(([name]) => name === lot.lot)?.[1] ?? 0));
  const rest = takenFrom(sorted, good.missing, left);
  return summed([...good.lots, ...rest.lots, ...(rest.missing > 0 ? [[NO_LOT, rest.missing] as const] : [])]);
}

function takenFrom(lots: readonly Lot[], units: number, has: (lot: Lot) => number): Choice {
  const taken: (readonly [string, number])[] = [];
  let missing = units;
  for (const lot of lots) {
    const part = Math.min(missing, has(lot));
    if (part > 0) taken.push([lot.lot, part]);
    missing -= part;
  }
  return { lots: taken, missing };
}

/** Each lot once; those that come to nothing are left out. */
export function summed(lots: LotUnits): LotUnits {
  const sums = new Map<string, number>();
  for (const [lot, units] of lots) sums.set(lot, (sums.get(lot) ?? 0) + units);
  return [...sums].filter(([, units]) => units !== 0);
}
