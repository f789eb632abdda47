import * as z from "zod/mini";
import type { MerchantId } from "../kernel/ids.ts";
import { ruleScheduleKey } from "../table/keys.ts";
import type { Item } from "../table/port.ts";
import type { RuleSet } from "./rule-set.ts";

/** From when which version counts, the earliest first. Version 0: no rule set, but the warehouses' own order. */
export type RuleSchedule = {
  readonly lastVersion: number;
  readonly entries: readonly { readonly version: number; readonly from: string }[];
  /** Counts the changes of the schedule, so that two people cannot publish over each other. */
  readonly change: number;
};

export const noSchedule: RuleSchedule = { lastVersion: 0, entries: [], change: 0 };

/** More changes ahead than this nobody keeps apart. */
export const MAX_SCHEDULED = 20;

const scheduleSchema = z.object({
  lastVersion: z.number(),
  entries: z.array(z.object({ version: z.number(), from: z.string() })),
  change: z.number(),
});

export function toScheduleItem(merchant: MerchantId, schedule: RuleSchedule): Item {
  const { lastVersion, entries, change } = schedule;
  return {
    ...ruleScheduleKey(merchant),
    schemaVersion: 1,
    lastVersion,
    change,
    entries: entries.map((each) => ({ ...each })),
  };
}

export function fromScheduleItem(item: Item): RuleSchedule {
  return scheduleSchema.parse(item);
}

/** With one more entry: what the schedule said for the same instant is replaced, and what has ended before `now` is let go. */
export function scheduled(schedule: RuleSchedule, entry: RuleSchedule["entries"][number], now: string): RuleSchedule {
  const others = schedule.entries.filter(({ from }) => from !== entry.from);
  const all = [...others, entry].sort((a, b) => (a.from < b.from ? -1 : 1));
  const current = all.findLastIndex(({ from }) => from <= now);
  return {
    lastVersion: Math.max(schedule.lastVersion, entry.version),
    entries: all.slice(Math.max(0, current)),
    change: schedule.change + 1,
  };
}

/** The rule set in force at an instant; null when none is. `sets` are those of the schedule's entries. */
export function ruleSetAt(schedule: RuleSchedule, sets: readonly RuleSet[], instant: string): RuleSet | null {
  const version = schedule.entries.findLast(({ from }) => from <= instant)?.version ?? 0;
  return sets.find((set) => set.version === version) ?? null;
}
