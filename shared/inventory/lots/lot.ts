import type { LotUnits } from "../movement.ts";
import type { StockPlace } from "../stock.ts";

/** Units of one production lot of a sku in one warehouse. */
export type Lot = {
  /** The maker's code; empty for units of which nobody has said the lot. */
  readonly lot: string;
  /** The first day, `YYYY-MM-DD` in the merchant's zone, on which they are no good any more; null: they keep. */
  readonly expiresOn: string | null;
  readonly receivedAt: string;
  /** Below zero only of units without a lot: more left than any lot is known to have had. */
  readonly onHand: number;
  /** Of these, damaged or put aside by hand. */
  readonly aside: number;
  /** Too old to be sold to anybody: what is not aside is on hold in the stock. */
  readonly isExpired: boolean;
  /** Someone was told that it expires soon, that it has, or that its expiry is no day of any calendar. */
  readonly told: "soon" | "expired" | "unreadable" | null;
};

/**
 * The lots of one position (sku × warehouse). After each write that names lots, and after the stream's reader has booked those
 * that name none, the lots add up to what the stock has on hand.
 */
export type LotBook = StockPlace & {
  /** By first expiry; those that nothing is left of are dropped. */
  readonly lots: readonly Lot[];
  /** Units that the stock has on hold because their lots have expired. */
  readonly heldUnits: number;
  /** The version of the stock with which the book was opened: older writes are in it. */
  readonly openedAt: number;
  /** Writes that named no lots, by the version of the stock, the newest last. */
  readonly settled: readonly SettledWrite[];
  /** Counts the writes of this book; each is conditional on the one it was decided on. */
  readonly version: number;
  readonly changedAt: string;
};

/** The lots that each of its movements without any was booked on. */
export type SettledWrite = { readonly version: number; readonly lots: readonly LotUnits[] };

/** Units of no known lot. */
export const NO_LOT = "";

/** So many settled writes are remembered; a record of the stream that comes later than that is taken for a repetition. */
export const SETTLED_KEPT = 60;

/** So many lots of one position stay far below the 400 KB of an item. */
export const MAX_LOTS = 1_000;

export function lotNamed({ lots }: Pick<LotBook, "lots">, lot: string): Lot | null {
  return lots.find((each) => each.lot === lot) ?? null;
}

/** Units that are there and neither aside nor expired. */
export function unitsToShip({ onHand, aside, isExpired }: Lot): number {
  return isExpired ? 0 : Math.max(0, onHand - aside);
}

export function unitsIn({ lots }: Pick<LotBook, "lots">): number {
  return lots.reduce((sum, { onHand }) => sum + onHand, 0);
}

/** Units that the stock must have on hold because of expired lots. */
export function unitsExpired({ lots }: Pick<LotBook, "lots">): number {
  return lots.reduce((sum, { isExpired, onHand, aside }) => sum + (isExpired ? Math.max(0, onHand - aside) : 0), 0);
}

/** First expired first; what keeps, after what does not; of these the one that came first. Units without a lot last. */
export function byExpiry(one: Lot, other: Lot): number {
  if ((one.lot === NO_LOT) !== (other.lot === NO_LOT)) return one.lot === NO_LOT ? 1 : -1;
  const rank = ({ expiresOn, receivedAt, lot }: Lot): string => `${expiresOn ?? "~"} ${receivedAt} ${lot}`;
  return rank(one) < rank(other) ? -1 : 1;
}

/** The book with its lots in order and without those of which nothing is left. */
export function withLots(book: LotBook, lots: readonly Lot[]): LotBook {
  return { ...book, lots: lots.filter(({ onHand, aside }) => onHand !== 0 || aside !== 0).toSorted(byExpiry) };
}
