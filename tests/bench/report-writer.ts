import { createRequire } from "node:module";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { csv } from "../../shared/reports/formats/csv.ts";
import { jsonLines } from "../../shared/reports/formats/json-lines.ts";
import { parquet } from "../../shared/reports/formats/parquet/parquet.ts";
import { workbook } from "../../shared/reports/formats/workbook.ts";
import type { FileFormat, Row, StreamedSheet } from "../../shared/reports/report-definition.ts";
import { writeObject } from "../../shared/sheets/write-object.ts";
import { peakMb } from "../support/peak-memory.ts";
import { writeDuckDb } from "./report-duckdb.ts";
import { hollowFiles } from "./report-files.ts";
import { writeHyparquet } from "./report-hyparquet.ts";
import { reportSheet } from "./report-rows.ts";

/** Run alone in a process, so that its CPU and its peak memory are those of one writer: `report-writer.ts WRITER ROWS RIVALS`. */
export type ReportWriter = keyof typeof writers;
export type WriterFigures = {
  readonly mb: number;
  readonly cpuS: number;
  readonly wallS: number;
  readonly peakMb: number;
};

/** Gives the bytes of the file; none are kept. */
type Write = (sheet: StreamedSheet, rivals: string) => Promise<number>;

const ours =
  ({ encode }: FileFormat): Write =>
  async (sheet) => {
    let bytes = 0;
    for await (const chunk of encode(sheet)) bytes += chunk.byteLength;
    return bytes;
  };

/** All files of a report one after the other, hashed and sent in parts as the worker does it. */
async function wholeReport(sheet: StreamedSheet): Promise<number> {
  const files = hollowFiles();
  for (const { extension, contentType, encode } of [jsonLines, csv, workbook, parquet])
    await writeObject(files, `report${extension}`, contentType, encode(sheet));
  return files.bytes();
}

async function* eachRow({ rows }: StreamedSheet): AsyncGenerator<Row> {
  for await (const batch of rows()) yield* batch;
}

const writers = {
  rows: async (sheet: StreamedSheet) => {
    let cells = 0;
    for await (const row of eachRow(sheet)) cells += row.length;
    return cells > 0 ? 0 : -1;
  },
  csv: ours(csv),
  "csv-stringify": async (sheet, rivals) => {
    const { stringify } = required(rivals, "csv-stringify") as {
      stringify: (options: object) => NodeJS.ReadWriteStream;
    };
    let bytes = 0;
    const header = { header: true, bom: true, columns: sheet.columns.map(({ name }) => ({ key: name })) };
    for await (const chunk of Readable.from(eachRow(sheet)).pipe(stringify(header))) bytes += chunk.length;
    return bytes;
  },
  "csv-stringify-sync": async (sheet, rivals) => {
    const { stringify } = required(rivals, "csv-stringify/sync") as { stringify: (rows: readonly Row[]) => string };
    let bytes = 0;
    for await (const batch of sheet.rows()) bytes += Buffer.from(stringify(batch)).byteLength;
    return bytes;
  },
  "duckdb-csv": (sheet, rivals) => writeDuckDb(required(rivals, "@duckdb/node-api"), sheet, "csv"),
  xlsx: ours(workbook),
  exceljs: writeExcelJs,
  parquet: ours(parquet),
  hyparquet: async (sheet, rivals) => writeHyparquet(await imported(rivals, "hyparquet-writer"), sheet),
  "duckdb-parquet": (sheet, rivals) => writeDuckDb(required(rivals, "@duckdb/node-api"), sheet, "parquet"),
  report: wholeReport,
} as const satisfies Record<string, Write>;

type ExcelJs = {
  readonly stream: {
    readonly xlsx: {
      readonly WorkbookWriter: new (
        options: object,
      ) => {
        readonly addWorksheet: (
          name: string,
          options: object,
        ) => {
          columns: readonly object[];
          readonly addRow: (cells: readonly unknown[]) => { readonly commit: () => void };
          readonly commit: () => void;
        };
        readonly commit: () => Promise<void>;
      };
    };
  };
};

/** Typed cells, a frozen heading and number formats, as our workbook has them; a turn of the loop after each 500 rows. */
async function writeExcelJs(sheet: StreamedSheet, rivals: string): Promise<number> {
  const { stream } = required(rivals, "exceljs") as ExcelJs;
  let bytes = 0;
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.byteLength;
      done();
    },
  });
  const book = new stream.xlsx.WorkbookWriter({ stream: sink, useStyles: true, useSharedStrings: false });
  const page = book.addWorksheet(sheet.name, { views: [{ state: "frozen", ySplit: 1 }] });
  const isNumber = sheet.columns.map(({ kind }) => kind === "integer" || kind === "decimal");
  page.columns = sheet.columns.map(({ name, width = 22, kind }) => {
    return { header: name, width, ...(kind === "decimal" ? { style: { numFmt: "#,##0.00" } } : {}) };
  });
  let written = 0;
  for await (const row of eachRow(sheet)) {
    page.addRow(row.map((cell, at) => (isNumber[at] === true && cell !== null ? Number(cell) : cell))).commit();
    written += 1;
    if (written % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  page.commit();
  await book.commit();
  return bytes;
}

function required(rivals: string, name: string): unknown {
  return createRequire(join(rivals, "package.json"))(name);
}

function imported(rivals: string, name: string): Promise<unknown> {
  return import(pathToFileURL(createRequire(join(rivals, "package.json")).resolve(name)).href);
}

const [name, rows, rivals] = process.argv.slice(2);
if (import.meta.main && name !== undefined) {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const bytes = await writers[name as ReportWriter](reportSheet(Number(rows)), rivals ?? "");
  const { user, system } = process.cpuUsage(cpu);
  const figures: WriterFigures = {
    mb: bytes / 1e6,
    cpuS: (user + system) / 1e6,
    wallS: (performance.now() - wall) / 1000,
    peakMb: peakMb(),
  };
  process.stdout.write(`\n${JSON.stringify(figures)}`);
}
