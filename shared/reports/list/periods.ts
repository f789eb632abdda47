import { previousDay } from "../../kernel/business-day.ts";
import type { SealedFacts } from "../facts/sealed-facts.ts";
import { isSunday } from "../report.ts";
import type { ReportSource } from "../report-definition.ts";

/** Days to look back over, `days` of them, the report's own included. */
export async function* lookBack({ facts, days }: ReportSource, count: number): AsyncGenerator<SealedFacts> {
  const { day } = facts.manifest;
  if (count > 1) yield* days(daysBefore(day, count - 1), previousDay(day));
  yield facts;
}

export type Period = "day" | "week" | "month";

/** The periods that end with the day: every day, on Sundays the ISO week, on the last of a month the month. */
export function periodsEndingOn(day: string): readonly { readonly period: Period; readonly from: string }[] {
  const isLastOfMonth = daysAfter(day, 1).slice(8) === "01";
  return [
    { period: "day", from: day },
    ...(isSunday(day) ? [{ period: "week", from: daysBefore(day, 6) } as const] : []),
    ...(isLastOfMonth ? [{ period: "month", from: `${day.slice(0, 8)}01` } as const] : []),
  ];
}

const DAY_MS = 86_400_000;

export function daysBefore(day: string, days: number): string {
  return daysAfter(day, -days);
}

export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
