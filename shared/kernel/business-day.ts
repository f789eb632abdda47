import { remembered } from "./remembered.ts";
import { instantFromMs, msOf } from "./time.ts";
import { msOfLocal, offsetMsAt } from "./zone.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const WINDOWS_KEPT = 2_000;

/** Half-open: `startsAt` belongs to the day, `endsAt` to the next one. */
export type DayWindow = { readonly startsAt: string; readonly endsAt: string };

type Span = { readonly day: string; readonly startMs: number; readonly endMs: number };

/** Spans by day number (days since 1970), one map for each zone and cutoff. */
const spans = new Map<string, Map<number, Span>>();

/**
 * The business day (YYYY-MM-DD) an instant belongs to in `zone`. With `cutoffMinutes` 240 a day runs from 04:00 to 04:00
 * local. Always the day whose `dayWindow` holds the instant, also where the clocks repeat the cutoff.
 */
export function businessDay(instant: string, zone: string, cutoffMinutes = 0): string {
  return businessDayAt(msOf(instant), zone, cutoffMinutes);
}

/** The same for an instant in epoch milliseconds. */
export function businessDayAt(ms: number, zone: string, cutoffMinutes = 0): string {
  const local = ms + offsetMsAt(zone, ms) - cutoffMinutes * MINUTE_MS;
  const guess = Math.floor(local / DAY_MS);
  const span = spanOf(guess, zone, cutoffMinutes);
  if (ms >= span.endMs) return spanOf(guess + 1, zone, cutoffMinutes).day;
  return ms < span.startMs ? spanOf(guess - 1, zone, cutoffMinutes).day : span.day;
}

/** The UTC window of a business day: 24 h long, or 23 h, 25 h … when the clocks change. Throws on what is no day. */
export function dayWindow(day: string, zone: string, cutoffMinutes = 0): DayWindow {
  const { startMs, endMs } = spanOf(numberOf(day), zone, cutoffMinutes);
  return { startsAt: instantFromMs(startMs), endsAt: instantFromMs(endMs) };
}

export function nextDay(day: string): string {
  return daysAfter(day, 1);
}

export function previousDay(day: string): string {
  return daysAfter(day, -1);
}

/** As many days later; below 0, earlier. Throws on what is no day. */
export function daysAfter(day: string, count: number): string {
  return dayOf(numberOf(day) + count);
}

/** Whole days from one day to another, below 0 when that one is earlier. Throws on what is no day. */
export function daysBetween(from: string, to: string): number {
  return numberOf(to) - numberOf(from);
}

/** A real date written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && instantFromMs(ms).startsWith(text);
}

/** For people and report files: "2026-11-22T06:31:51+08:00"; milliseconds are cut. */
export function localTime(instant: string, zone: string): string {
  const ms = msOf(instant);
  const offset = offsetMsAt(zone, ms);
  const minutes = Math.floor(Math.abs(offset) / MINUTE_MS);
  const hh = String(Math.floor(minutes / 60)).padStart(2, "0");
  const mm = String(minutes % 60).padStart(2, "0");
  return `${instantFromMs(ms + offset).slice(0, 19)}${offset < 0 ? "-" : "+"}${hh}:${mm}`;
}

function spanOf(dayNumber: number, zone: string, cutoffMinutes: number): Span {
  const byDay = spansFor(zone, cutoffMinutes);
  const known = byDay.get(dayNumber);
  if (known !== undefined) return known;
  const localMs = dayNumber * DAY_MS + cutoffMinutes * MINUTE_MS;
  const span = {
    day: dayOf(dayNumber),
    startMs: msOfLocal(zone, localMs),
    endMs: msOfLocal(zone, localMs + DAY_MS),
  };
  if (byDay.size >= WINDOWS_KEPT) byDay.clear();
  byDay.set(dayNumber, span);
  return span;
}

function spansFor(zone: string, cutoffMinutes: number): Map<number, Span> {
  const name = `${cutoffMinutes} ${zone}`;
  const known = spans.get(name);
  if (known !== undefined) return known;
  const isCutoff = Number.isInteger(cutoffMinutes) && cutoffMinutes >= 0 && cutoffMinutes < 1_440;
  if (!isCutoff) throw new RangeError(`a cutoff of ${cutoffMinutes} minutes is not within a day`);
  const made = new Map<number, Span>();
  spans.set(name, made);
  return made;
}

const numberOf = /* @__PURE__ */ remembered(WINDOWS_KEPT, (day) => {
  if (!isDay(day)) throw new Error(`"${day}" is not a day`);
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
});

function dayOf(dayNumber: number): string {
  return instantFromMs(dayNumber * DAY_MS).slice(0, 10);
}
