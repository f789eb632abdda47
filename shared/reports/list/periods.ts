import { daysAfter, nextDay, previousDay } from "../../kernel/business-day.ts";
import type { SealedFacts } from "../facts/sealed-facts.ts";
import { isSunday, type Period } from "../report.ts";
import type { ReportSource } from "../report-definition.ts";

/** Days to look back over, `count` of them, the report's own included. */
export function lookBack(source: ReportSource, count: number): AsyncGenerator<SealedFacts> {
  return factsSince(source, daysAfter(source.facts.manifest.day, 1 - count));
}

/** The sealed days from `from` on, the last of them the report's own: of that one the facts that the report is made from. */
export async function* factsSince({ facts, days }: ReportSource, from: string): AsyncGenerator<SealedFacts> {
  const { day } = facts.manifest;
  if (from < day) yield* days(from, previousDay(day));
  yield facts;
}

/** The periods that end with the day: every day, on Sundays the ISO week, on the last of a month the month. */
export function periodsEndingOn(day: string): readonly { readonly period: Period; readonly from: string }[] {
  const isLastOfMonth = nextDay(day).slice(8) === "01";
  return [
    { period: "day", from: day },
    ...(isSunday(day) ? [{ period: "week", from: daysAfter(day, -6) } as const] : []),
    ...(isLastOfMonth ? [{ period: "month", from: `${day.slice(0, 8)}01` } as const] : []),
  ];
}
