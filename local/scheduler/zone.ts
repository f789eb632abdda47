import type { LocalTime } from "./cron.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether a name is a time zone of the IANA database. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: zone });
    return true;
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

/** What clocks in the zone show at an instant (epoch ms). */
export function localTimeAt(zone: string, instant: number): LocalTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { year, month, day, hour, minute };
}

/**
 * The instant (epoch ms) at which clocks in the zone show that time: the first of two where clocks go back, null where
 * they jump over it.
 */
export function instantOf(zone: string, time: LocalTime): number | null {
  const asUtc = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute);
  const offsets = [-36, 36].map((hours) => offsetAt(zone, asUtc + hours * 3_600_000));
  const candidates = offsets.map((offset) => asUtc - offset).sort((a, b) => a - b);
  return candidates.find((instant) => instant + offsetAt(zone, instant) === asUtc) ?? null;
}

function offsetAt(zone: string, instant: number): number {
  const { year, month, day, hour, minute } = localTimeAt(zone, instant);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(instant / 60_000) * 60_000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  formats.set(zone, format);
  return format;
}
