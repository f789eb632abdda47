import { businessDay, businessDayAt, nextDay } from "../kernel/business-day.ts";
import { msOf } from "../kernel/time.ts";

/** How a merchant counts days, and which of them are closed; part of the merchant's settings. */
export type Books = {
  readonly zone: string;
  readonly cutoffMinutes: number;
  /** No day up to this one is booked to any more; null before the first closing. */
  readonly closedThrough: string | null;
};

/** How far back books reach that were never closed. The first closing looks further back, so that it misses no booking. */
const DAYS_OPEN_AT_FIRST = 30;
const DAY_MS = 86_400_000;

export function dayOf(instant: string, books: Books): string {
  return businessDay(instant, books.zone, books.cutoffMinutes);
}

export function isOpen(day: string, books: Books): boolean {
  return books.closedThrough === null || day > books.closedThrough;
}

/** `day` while it is open, else the first open one. */
export function openDay(day: string, books: Books, now: string): string {
  const { closedThrough } = books;
  const first =
    closedThrough === null
      ? businessDayAt(msOf(now) - DAYS_OPEN_AT_FIRST * DAY_MS, books.zone, books.cutoffMinutes)
      : nextDay(closedThrough);
  return day > first ? day : first;
}
