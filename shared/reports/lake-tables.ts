import { allReports } from "./all-reports.ts";
import { lakeName, lakeTypes } from "./lake-types.ts";

export type LakeTable = {
  /** `order_lines`: the report's name as SQL takes it. */
  readonly name: string;
  readonly report: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
};

/** Every report as a table for Athena, with the types that its Parquet files have. Merchants' own ones: `own-lake-table.ts`. */
export const lakeTables: readonly LakeTable[] = allReports.map(({ name: report, columns }) => ({
  name: lakeName(report),
  report,
  columns: columns.map(({ name, kind }) => ({ name, type: lakeTypes[kind] })),
}));
