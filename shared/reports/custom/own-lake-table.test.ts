import { parquetMetadata, parquetSchema } from "hyparquet";
import { describe, expect, it } from "vitest";
import { aMerchantId } from "../../../tests/support/builders.ts";
import { sealedDays } from "../../../tests/support/sealed-days.ts";
import { allReports } from "../all-reports.ts";
import { parquet } from "../formats/parquet/parquet.ts";
import { lakeTables } from "../lake-tables.ts";
import type { ReportDefinition } from "../report-definition.ts";
import type { CustomReport, SourceName } from "./custom-report.ts";
import { ownLakeTable } from "./own-lake-table.ts";
import type { AnySource } from "./source.ts";
import { sources } from "./sources.ts";
import { toReport } from "./to-report.ts";

const place = { merchantId: aMerchantId, bucket: "exports-1", from: "2026-11-22" };
const all: readonly (readonly [SourceName, AnySource])[] = Object.entries(sources) as never;

const aReport = (over: Partial<CustomReport>): CustomReport => ({
  ...{ id: "tea-by-region", version: 1, title: "Tea", source: "lines", dimensions: ["region"], measures: ["net"] },
  ...{ filters: [], periods: ["day"], formats: ["parquet"], ...over },
});

/** Name and type of each column, as a program that is not ours finds them in a Parquet file of the report. */
async function columnsInFile({ columns, rows }: ReportDefinition): Promise<readonly (readonly [string, string])[]> {
  const source = sealedDays({ "2026-11-21": {} });
  const chunks: Uint8Array[] = [];
  for await (const chunk of parquet.encode({ name: "x", columns, rows: () => rows(source), summary: [] }))
    chunks.push(chunk);
  const file = Buffer.concat(chunks);
  const metadata = parquetMetadata(
    file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer,
  );
  return parquetSchema(metadata).children.map(({ element }) => {
    const { name, type, converted_type: converted, precision, scale } = element;
    if (converted === "DECIMAL") return [name, `decimal(${precision},${scale})`];
    return [name, converted === "DATE" ? "date" : converted === "UTF8" ? "string" : type === "INT64" ? "bigint" : "?"];
  });
}

/** The same as the statement says it. */
function columnsIn(statement: string | null): readonly (readonly string[])[] {
  const between = /\(\n(.*?)\n\)\nPARTITIONED/s.exec(statement ?? "")?.[1] ?? "";
  return between.split(",\n").map((line) => /^ {2}`([a-z0-9_]+)` (\S+)$/.exec(line)?.slice(1) ?? [line]);
}

describe("the table of a merchant's own report in Athena", () => {
  it.each(all)(
    "has the columns of its Parquet files, whatever is asked of %s",
    async (source, { dimensions, measures }) => {
      const [names, counted] = [Object.keys(dimensions), Object.keys(measures)];
      for (let at = 0; at < Math.max(names.length, counted.length); at += 6) {
        const report = aReport({ source, dimensions: names.slice(at, at + 6), measures: counted.slice(at, at + 6) });
        expect(columnsIn(ownLakeTable(report, place))).toEqual(await columnsInFile(toReport(report)));
      }
    },
  );

  it("finds the files of every day by itself", () => {
    expect(ownLakeTable(aReport({}), place)).toBe(
      [
        "CREATE EXTERNAL TABLE `demo_custom_tea_by_region` (",
        "  `entry_id` string,\n  `period` string,\n  `from` date,\n  `to` date,\n  `region` string,",
        "  `currency` string,\n  `net` decimal(18,4)",
        ")",
        "PARTITIONED BY (`sealed_day` string)",
        "STORED AS PARQUET",
        "LOCATION 's3://exports-1/demo/lake/custom-tea-by-region/'",
        "TBLPROPERTIES (",
        "  'projection.enabled' = 'true',",
        "  'projection.sealed_day.type' = 'date',",
        "  'projection.sealed_day.format' = 'yyyy-MM-dd',",
        "  'projection.sealed_day.range' = '2026-11-22,NOW+1DAY',",
        `  'storage.location.template' = 's3://exports-1/demo/lake/custom-tea-by-region/date=\${sealed_day}/'`,
        ")",
        "",
      ].join("\n"),
    );
  });

  it("is none where there are no Parquet files", () => {
    expect(ownLakeTable(aReport({ formats: ["csv", "xlsx"] }), place)).toBeNull();
  });
});

describe("the tables of the hub's own reports", () => {
  it.each(allReports.map((report) => [report.name, report] as const))(
    "%s has the columns of its Parquet files",
    async (name, report) => {
      const table = lakeTables.find((each) => each.report === name);
      expect(table?.columns.map((column) => [column.name, column.type])).toEqual(await columnsInFile(report));
    },
  );
});
