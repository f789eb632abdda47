import { daysBetween, isDay } from "../../kernel/business-day.ts";
import type { ShelfLife } from "../products/product.ts";
import type { Lot, LotBook } from "./lot.ts";
import { withLots } from "./lot.ts";

export const noShelfLife: ShelfLife = { minDays: 0, byChannel: {}, noticeDays: 0 };

/** How long a lot must still keep to be shipped to a channel's buyer; never less than for anybody. */
export function minDaysFor({ minDays, byChannel }: ShelfLife, channel: string): number {
  return Math.max(minDays, byChannel[channel] ?? 0);
}

/** Its expiry was stored before days were checked and is none, like 30 February: nobody knows how long it keeps. */
export function isUnreadable({ expiresOn }: Pick<Lot, "expiresOn">): boolean {
  return expiresOn !== null && !isDay(expiresOn);
}

/**
 * From `today` at least `minDays` whole days, and never none: on the day of its expiry a lot is no good any more. One whose
 * expiry is no day is not for sale until somebody says the right one.
 */
export function keepsUntil(lot: Pick<Lot, "expiresOn">, today: string, minDays: number): boolean {
  const { expiresOn } = lot;
  return expiresOn === null || (!isUnreadable(lot) && daysBetween(today, expiresOn) >= Math.max(1, minDays));
}

/** The book with its lots marked that are no longer for sale to anybody. */
export function expiredOn(book: LotBook, today: string, minDays: number): LotBook {
  return { ...book, lots: book.lots.map((lot) => ({ ...lot, isExpired: !keepsUntil(lot, today, minDays) })) };
}

export type Ageing = {
  readonly book: LotBook;
  /** Lots of which somebody is to be told, once each. */
  readonly notices: readonly {
    readonly lot: Lot;
    readonly state: NonNullable<Lot["told"]>;
    readonly daysLeft: number;
  }[];
};

/** The book as it is on `today`: lots that are too old for everybody are expired, and those that soon will be are told. */
export function aged(book: LotBook, today: string, { minDays, noticeDays }: ShelfLife): Ageing {
  const notices: Ageing["notices"][number][] = [];
  const lots = expiredOn(book, today, minDays).lots.map((lot): Lot => {
    if (lot.expiresOn === null || lot.onHand <= 0) return lot;
    const isReal = !isUnreadable(lot);
    const daysLeft = isReal ? daysBetween(today, lot.expiresOn) : 0;
    const isSoon = daysLeft - Math.max(1, minDays) < noticeDays;
    const state = lot.isExpired ? (isReal ? "expired" : "unreadable") : isSoon ? "soon" : null;
    if (state === null || state === lot.told) return lot;
    const told: Lot = { ...lot, told: state };
    notices.push({ lot: told, state, daysLeft });
    return told;
  });
  return { book: withLots(book, lots), notices };
}
