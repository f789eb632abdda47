import { businessDay, localTime, nextDay } from "../../kernel/business-day.ts";
import type { WarehouseHours } from "../warehouse.ts";

/** When a parcel routed now leaves a warehouse, on its own calendar. */
export type Departure = {
  /** `YYYY-MM-DD` in the warehouse's zone. */
  readonly day: string;
  /** Days from today; 0: it leaves today. */
  readonly waits: number;
};

/** A warehouse that does not open for so long is as good as closed. */
const furthest = 60;

/** Null when no working day comes within two months. */
export function departureOf(hours: WarehouseHours | undefined, now: string): Departure | null {
  if (hours === undefined) return { day: now.slice(0, 10), waits: 0 };
  const { zone, cutoffMinutes } = hours;
  const { today, minutes } = clockIn(zone, now);
  let day = today;
  for (let waits = 0; waits <= furthest; waits += 1) {
    const isTooLate = waits === 0 && minutes >= cutoffMinutes;
    if (!isTooLate && isWorkingDay(hours, day)) return { day, waits };
    day = nextDay(day);
  }
  return null;
}

type LocalClock = { readonly today: string; readonly minutes: number };

/** Warehouses share few zones, and to ask one for the time takes longer than to plan a small order. */
let asked: { readonly now: string; readonly clocks: Map<string, LocalClock> } = { now: "", clocks: new Map() };

function clockIn(zone: string, now: string): LocalClock {
  if (asked.now !== now) asked = { now, clocks: new Map() };
  const known = asked.clocks.get(zone);
  if (known !== undefined) return known;
  const clock = localTime(now, zone).slice(11, 16);
  const minutes = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  const made = { today: businessDay(now, zone), minutes };
  asked.clocks.set(zone, made);
  return made;
}

function isWorkingDay({ workingDays, holidays }: WarehouseHours, day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return workingDays.includes(weekday === 0 ? 7 : weekday) && !holidays.includes(day);
}
