import { decimalFromMinor, minorFromDecimal } from "../kernel/money.ts";
import { equal } from "./facts/check-facts.ts";
import { add, type Sums, sortedSums } from "./facts/fact-totals.ts";
import type { MinorByCurrency } from "./facts/facts-manifest.ts";
import { factsSince, periodsEndingOn } from "./list/periods.ts";
import type { ReportDefinition, ReportSource, Row, Summed, Tie } from "./report-definition.ts";
import type { Check } from "./tie-out.ts";

/** What one column of amounts comes to in one currency; decimal text. */
export type ColumnTotal = Summed & { readonly sum: string };

export type CheckedReport = {
  readonly rows: number;
  readonly checks: readonly Check[];
  readonly totals: readonly ColumnTotal[];
};

/** Goes through the report once: how many rows it has, and whether its columns of amounts come to the sums of the day. */
export async function checkReport(definition: ReportDefinition, source: ReportSource): Promise<CheckedReport> {
  const { columns, ties, totals = [] } = definition;
  const summed = [...ties, ...totals].map((each) => summing(each, columns));
  let rows = 0;
  for await (const batch of definition.rows(source)) {
    rows += batch.length;
    for (const { take } of summed) for (const row of batch) take(row);
  }
  const checks: Check[] = [];
  for (const [at, tie] of ties.entries()) {
    const expected = await expectedOf(tie, source);
    if (expected !== null) checks.push(...equal(nameOf(tie), expected, summed[at]?.sums ?? {}));
  }
  return { rows, checks, totals: totals.flatMap((each, at) => totalsOf(each, summed[ties.length + at]?.sums ?? {})) };
}

/** null: the period does not end with the day, so there is nothing of it. */
async function expectedOf({ equals, period }: Tie, source: ReportSource): Promise<MinorByCurrency | null> {
  const { day, totals } = source.facts.manifest;
  if (period === undefined) return totals[equals];
  const ending = periodsEndingOn(day).find((each) => each.period === period);
  if (ending === undefined) return null;
  const sums: Sums = {};
  for await (const { manifest } of factsSince(source, ending.from))
    for (const [currency, minor] of Object.entries(manifest.totals[equals])) add(sums, currency, minor);
  return sums;
}

function summing(
  { amount, currency, period }: Summed,
  columns: ReportDefinition["columns"],
): { readonly sums: Sums; readonly take: (row: Row) => void } {
  const [ofAmount, ofCurrency] = [placeOf(amount, columns), placeOf(currency, columns)];
  const ofPeriod = period === undefined ? null : placeOf("period", columns);
  const sums: Sums = {};
  const take = (row: Row): void => {
    if (ofPeriod !== null && row[ofPeriod] !== period) return;
    addCell(sums, row[ofAmount], row[ofCurrency]);
  };
  return { sums, take };
}

function totalsOf(summed: Summed, sums: Sums): readonly ColumnTotal[] {
  return Object.entries(sortedSums(sums)).map(([currency, minor]) => {
    return { ...summed, currency, sum: decimalFromMinor(minor, currency) };
  });
}

function nameOf({ amount, equals, period = "day" }: Tie): string {
  return `sum of ${amount} = ${equals} of the ${period}`;
}

function placeOf(name: string, columns: ReportDefinition["columns"]): number {
  const place = columns.findIndex((column) => column.name === name);
  if (place < 0) throw new Error(`a report is to be summed by its column ${name}, which it does not have`);
  return place;
}

function addCell(sums: Sums, amount: unknown, currency: unknown): void {
  if (amount === null || amount === undefined || amount === "") return;
  const minor = minorFromDecimal(String(amount), String(currency));
  if (!minor.ok) throw new Error(`"${String(amount)}" ${String(currency)} of a report is no amount`);
  add(sums, String(currency), minor.value);
}
