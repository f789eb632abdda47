import type { OrderPage } from "../channels/api.ts";
import type { DayWindow } from "../kernel/business-day.ts";
import { instantFromMs, msOf } from "../kernel/time.ts";
import type { GapDay, MissingOrder } from "./gap-day.ts";

type Row = OrderPage["orders"][number];

export type DayCount = Pick<GapDay, "channelHas" | "hubHas" | "hours"> & { readonly missing: readonly MissingOrder[] };

const HOUR_MS = 3_600_000;

/**
 * What the channel lists for a day against what the hub has of it, by id. A row that is listed twice counts once; one whose
 * own time lies outside of the day belongs to another.
 */
export function countDay(
  { startsAt, endsAt }: DayWindow,
  rows: readonly Row[],
  isHere: (row: Row) => boolean,
): DayCount {
  const startMs = msOf(startsAt);
  const placedMs = ({ createdAt }: Row): number | null => (createdAt === null ? null : Date.parse(createdAt));
  const ofDay = new Map<string, Row>();
  for (const row of rows) {
    const ms = placedMs(row);
    if (ms === null || (ms >= startMs && ms < msOf(endsAt))) ofDay.set(row.channelOrderId, row);
  }
  const hours = new Map<number, { channelHas: number; hubHas: number }>();
  const missing: MissingOrder[] = [];
  for (const row of ofDay.values()) {
    const isPresent = isHere(row);
    if (!isPresent) missing.push({ channelOrderId: row.channelOrderId, createdAt: row.createdAt, why: null });
    const ms = placedMs(row);
    if (ms === null) continue;
    const hour = Math.floor((ms - startMs) / HOUR_MS);
    const sum = hours.get(hour) ?? { channelHas: 0, hubHas: 0 };
    hours.set(hour, { channelHas: sum.channelHas + 1, hubHas: sum.hubHas + (isPresent ? 1 : 0) });
  }
  return {
    channelHas: ofDay.size,
    hubHas: ofDay.size - missing.length,
    hours: [...hours]
      .sort(([a], [b]) => a - b)
      .map(([hour, sums]) => ({ from: instantFromMs(startMs + hour * HOUR_MS), ...sums })),
    missing,
  };
}
