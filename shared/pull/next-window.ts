import type { Listing } from "../channels/api.ts";
import { instantFromMs, msOf } from "../kernel/time.ts";

/** How far a shop's list of orders has been read, and how long a window the next question may have. */
export type ReadSoFar = { readonly readUntil: string; readonly windowMs: number };

export type Window = {
  /** Begins before the end of the last one: rows appear late. */
  readonly from: string;
  readonly until: string;
  /** The channel does not answer for the time between; orders of it can only be found by other means. */
  readonly isOutOfReach: boolean;
};

const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;
const SHORTEST_WINDOW_MS = 60_000;

/** A shop that was just connected is read from a day back; older orders are imported. */
const FIRST_LOOK_BACK_MS = DAY_MS;

/**
 * The next window to read, or null when all that has settled is read. After an outage it is as long as the channel allows
 * and as the last windows showed to be possible, so that a week is caught up in bounded steps. However short windows have
 * become, each looks back over the whole overlap and a minute beyond: a row that was committed late is not missed because
 * the channel failed a moment before. Whole seconds, because many channels know no finer ones.
 */
export function nextWindow(listing: Listing, soFar: ReadSoFar | null, now: Date): Window | null {
  const nowMs = now.getTime();
  const oldestMs = nowMs - listing.historyDays * DAY_MS;
  const readMs = soFar === null ? nowMs - FIRST_LOOK_BACK_MS : msOf(soFar.readUntil);
  const startMs = Math.max(readMs, oldestMs);
  const overlapMs = Math.min(listing.overlapMs, listing.maxWindowMs / 2);
  const shortestMs = overlapMs + SHORTEST_WINDOW_MS;
  const lengthMs = Math.min(listing.maxWindowMs, Math.max(shortestMs, soFar?.windowMs ?? listing.maxWindowMs));
  const fromMs = wholeSeconds(startMs - overlapMs);
  const untilMs = wholeSeconds(Math.min(fromMs + lengthMs, nowMs - listing.settleMs));
  if (untilMs <= readMs) return null;
  return {
    from: instantFromMs(fromMs),
    until: instantFromMs(untilMs),
    isOutOfReach: soFar !== null && readMs < oldestMs,
  };
}

/** Twice as long after a window that was read to its end, half as long after one that took too long. */
export function nextLength(listing: Listing, { from, until }: Window, wasFinished: boolean): number {
  const lengthMs = msOf(until) - msOf(from);
  if (!wasFinished) return Math.max(SHORTEST_WINDOW_MS, Math.floor(lengthMs / 2));
  return Math.min(listing.maxWindowMs, Math.max(SHORTEST_WINDOW_MS, lengthMs * 2));
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / SECOND_MS) * SECOND_MS;
}
