import type { MerchantId } from "../../kernel/ids.ts";
import { lakeFolder } from "../lake.ts";
import { dayProjection, lakeName, lakeTypes } from "../lake-types.ts";
import { type CustomReport, customReportName } from "./custom-report.ts";
import { toReport } from "./to-report.ts";

/**
 * What makes a table of a merchant's own report in Athena: its columns are not known when the hub is deployed, so that the
 * merchant makes the table, once, and again when the definition has other columns. Columns are found by their names: days that
 * an older version was made by have nulls in those it lacked. `from`: the first day of the first version. null: the report has
 * no Parquet files.
 */
export function ownLakeTable(
  custom: CustomReport,
  { merchantId, bucket, from }: { readonly merchantId: MerchantId; readonly bucket: string; readonly from: string },
): string | null {
  if (!custom.formats.includes("parquet")) return null;
  const report = customReportName(custom.id);
  const location = `s3://${bucket}/${lakeFolder(merchantId, report)}`;
  const columns = toReport(custom).columns.map(({ name, kind }) => `  \`${name}\` ${lakeTypes[kind]}`);
  const properties = Object.entries(dayProjection(from, `${location}date=\${sealed_day}/`));
  return [
    `CREATE EXTERNAL TABLE \`${lakeName(`${merchantId}_${report}`)}\` (`,
    columns.join(",\n"),
    ")",
    "PARTITIONED BY (`sealed_day` string)",
    "STORED AS PARQUET",
    `LOCATION '${location}'`,
    "TBLPROPERTIES (",
    properties.map(([name, value]) => `  '${name}' = '${value}'`).join(",\n"),
    ")",
    "",
  ].join("\n");
}
