import { rowsOfCsv } from "../../shared/sheets/read-csv.ts";
import { cellText } from "../../shared/sheets/rows.ts";
import type { DayRecord } from "./day-record.ts";
import { minorOf } from "./figures.ts";
import { REPORTING_CURRENCY } from "./finance-files.ts";

/** By heading. */
export type CsvRow = Readonly<Record<string, string>>;

/** The rows of a report's CSV; undefined where the day has no such report. */
export function rowsOfReport({ reports }: Pick<DayRecord, "reports">, name: string): readonly CsvRow[] | undefined {
  const file = reports.find((each) => each.manifest.report === name)?.files.find((each) => each.name.endsWith(".csv"));
  if (file === undefined) return undefined;
  const [head, ...rows] = rowsOfCsv(new TextDecoder().decode(file.body)).map(({ cells }) => cells.map(cellText));
  return rows.map((cells) => Object.fromEntries((head ?? []).map((column, at) => [column, cells[at] ?? ""])));
}

/** What rows come to in the merchant's currency; NaN where one has no rate. */
export function reportedMinor(rows: readonly CsvRow[]): number {
  const minor = ({ reporting_total: total = "" }: CsvRow) =>
    total === "" ? Number.NaN : minorOf(total, REPORTING_CURRENCY);
  return rows.reduce((sum, row) => sum + minor(row), 0);
}
