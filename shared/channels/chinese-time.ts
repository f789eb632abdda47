import { msOf } from "../kernel/time.ts";

const EIGHT_HOURS_MS = 28_800_000;

/** "2026-11-21 16:31:51": how Chinese APIs want times, in UTC+8 and without a zone. Fractions of a second are cut. */
export function chineseTime(at: Date): string {
  return new Date(at.getTime() + EIGHT_HOURS_MS).toISOString().slice(0, 19).replace("T", " ");
}

/** The same of an instant. */
export function chineseTimeOf(instant: string): string {
  return chineseTime(new Date(msOf(instant)));
}
