import { businessDay, dayWindow, localTime, nextDay } from "../../shared/kernel/business-day.ts";
import type { DayHub } from "./live-day.ts";

type ClockHub = Pick<DayHub, "advance" | "idle" | "clock">;

/** The local hour at which the day's traffic has been placed; night comes five hours later. */
const EVENING_HOUR = 19;
/** The closing is scheduled twenty minutes after midnight; sealing begins two minutes after it. */
const CLOSED_AFTER_MINUTES = 21;
const SEALED_AFTER_MINUTES = 4;
const MINUTE = 60_000;
/** How often channels are asked, as local/seed/demo.json has it: rarer than usual, because the demo lets hours pass in seconds. */
const POLL_MINUTES = 60;

/**
 * Moves the hub to tomorrow evening. On the way the merchant's night comes: the day before is closed as every night, so
 * that the demo finds a hub that is in use, whatever the hour it is started at. Gives the business day: tomorrow, unless
 * another one is wanted.
 */
export async function moveToEvening(hub: ClockHub, zone: string, wanted?: string): Promise<string> {
  const day = wanted ?? nextDay(businessDay(nowOf(hub), zone));
  const midnightMs = Date.parse(dayWindow(day, zone).startsAt);
  await advanceTo(hub, midnightMs + CLOSED_AFTER_MINUTES * MINUTE);
  await advanceTo(hub, midnightMs + (CLOSED_AFTER_MINUTES + SEALED_AFTER_MINUTES) * MINUTE);
  await advanceTo(hub, midnightMs + EVENING_HOUR * 60 * MINUTE);
  return day;
}

/** Lets midnight pass, and waits until the day is closed by its schedule and sealed. */
export async function letNightCome(hub: ClockHub, day: string, zone: string): Promise<void> {
  const midnightMs = Date.parse(dayWindow(day, zone).endsAt);
  await advanceTo(hub, midnightMs + CLOSED_AFTER_MINUTES * MINUTE);
  await advanceTo(hub, midnightMs + (CLOSED_AFTER_MINUTES + SEALED_AFTER_MINUTES) * MINUTE);
}

/**
 * To an hour of the business day, 25 being one in the night after it. Not further than to the next poll at a time: a channel
 * refuses questions that were signed before the clock went on.
 */
export async function moveToHour(hub: ClockHub, day: string, zone: string, hour: number): Promise<void> {
  const targetMs = Date.parse(dayWindow(day, zone).startsAt) + hour * 60 * MINUTE;
  while (hub.clock.now() < targetMs) await advanceTo(hub, Math.min(targetMs, hub.clock.now() + POLL_MINUTES * MINUTE));
}

/** `2026-11-21 21:00` as the merchant's clock shows it. */
export function localNow(hub: ClockHub, zone: string): string {
  return localTime(nowOf(hub), zone).slice(0, 16).replace("T", " ");
}

async function advanceTo(hub: ClockHub, ms: number): Promise<void> {
  await hub.advance(Math.max(0, ms - hub.clock.now()));
  await hub.idle();
}

function nowOf(hub: ClockHub): string {
  return new Date(hub.clock.now()).toISOString();
}
