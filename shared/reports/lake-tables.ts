import type { ColumnKind } from "../sheets/sheet.ts";
import { allReports } from "./all-reports.ts";
import { DECIMAL_PRECISION, DECIMAL_SCALE } from "./formats/parquet/column-chunk.ts";

export type LakeTable = {
  /** `order_lines`: the report's name as SQL takes it. */
  readonly name: string;
  readonly report: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
};

const types: Readonly<Record<ColumnKind, string>> = {
  text: "string",
  instant: "string",
  integer: "bigint",
  decimal: `decimal(${DECIMAL_PRECISION},${DECIMAL_SCALE})`,
  day: "date",
};

/** Every report as a table for Athena, with the types that its Parquet files have. */
export const lakeTables: readonly LakeTable[] = allReports.map(({ name: report, columns }) => ({
  name: report.replaceAll("-", "_"),
  report,
  columns: columns.map(({ name, kind }) => ({ name, type: types[kind] })),
}));
