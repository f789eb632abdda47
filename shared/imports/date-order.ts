import { cellText, type RawCell } from "../sheets/rows.ts";
import { tidy } from "./cell-habits.ts";

/** How `03/04/2026` is meant in a column. */
export type DateOrder = "day_first" | "month_first";

/** What the dates of a column show of their order; gathered cell by cell, and kept as JSON between the workers of a file. */
export type DateFacts = {
  /** Some first number is above 12, so it is no month. */
  hasDayFirst: boolean;
  hasMonthFirst: boolean;
};

const NUMBERS = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)(.*)$/;

export function noDateFacts(): DateFacts {
  return { hasDayFirst: false, hasMonthFirst: false };
}

export function noteDate(facts: DateFacts, cell: RawCell): void {
  if (cell.kind !== "text") return;
  const [, first = "", second = ""] = NUMBERS.exec(tidy(cellText(cell)).text) ?? [];
  facts.hasDayFirst ||= Number(first) > 12;
  facts.hasMonthFirst ||= Number(second) > 12;
}

/** null: the column does not prove one, or its dates disagree. */
export function dateOrderOf({ hasDayFirst, hasMonthFirst }: DateFacts): DateOrder | null {
  if (hasDayFirst === hasMonthFirst) return null;
  return hasDayFirst ? "day_first" : "month_first";
}

/** `25/12/2026 10:00` → `2026-12-25 10:00`, where the order is known; any other text as it is. A year of two digits is never read. */
export function isoByOrder(text: string, order: DateOrder | null): string {
  const match = order === null ? null : NUMBERS.exec(text);
  if (match === null) return text;
  const [, first = "", second = "", year = "", rest = ""] = match;
  const [month, day] = order === "day_first" ? [second, first] : [first, second];
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}${rest}`;
}
