import { daysAfter, nextDay, previousDay } from "../../kernel/business-day.ts";
import type { SealedFacts } from "../facts/sealed-facts.ts";
import { isSunday } from "../report.ts";
import type { ReportSource } from "../report-definition.ts";

/** Days to look back over, `days` of them, the report's own included. */
export async function* lookBack({ facts, days }: ReportSource, count: number): AsyncGenerator<SealedFacts> {
  const { day } = facts.manifest;
  if (count > 1) yield* days(daysAfter(day, 1 - count), previousDay(day));
  yield facts;
}

export type Period = "day" | "week" | "month";

/** The periods that end with the day: every day, on Sundays the ISO week, on the last of a month the month. */
export function periodsEndingOn(day: string): readonly { readonly period: Period; readonly from: string }[] {
  const isLastOfMonth = nextDay(day).slice(8) === "01";
  return [
    { period: "day", from: day },
    ...(isSunday(day) ? [{ period: "week", from: daysAfter(day, -6) } as const] : []),
    ...(isLastOfMonth ? [{ period: "month", from: `${day.slice(0, 8)}01` } as const] : []),
  ];
}
