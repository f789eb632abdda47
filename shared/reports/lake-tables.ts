import { allReports } from "./all-reports.ts";
import { dayProjection, lakeName, lakeTypes } from "./lake-types.ts";

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

/** Where the files of each merchant and day lie in the bucket at `location`; a query must name its merchant. */
export function lakeProjection(report: string, location: string): Readonly<Record<string, string>> {
  const folder = `${location}\${merchant}/lake/${report}/date=\${sealed_day}/`;
  return { "projection.merchant.type": "injected", ...dayProjection("2024-01-01", folder) };
}
