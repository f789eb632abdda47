import type { Locale } from "../../kernel/locale.ts";
import { never, ok, type Result } from "../../kernel/result.ts";
import { type FileSource, fileSource } from "../../sheets/file-source.ts";
import { readRows } from "../../sheets/read-rows.ts";
import { recogniseFile } from "../../sheets/recognise-file.ts";
import { emptyCell, type RawRow, type RowStream, streamLimits, type UnreadableFile } from "../../sheets/rows.ts";
import type { RecordEdit } from "../../sheets/splice/splice-csv.ts";
import type { StreamedRow } from "../../sheets/stream-workbook.ts";
import { XLSX_TYPE } from "../../sheets/write-workbook.ts";
import type { Columns } from "../find-columns.ts";
import type { ImportJob } from "../import-job.ts";
import type { RowFate } from "../row-fate.ts";
import { addedHeadings, addedWidths, badColumns, fateTexts, fateTone } from "./receipt-texts.ts";
import { summarySheet } from "./summary-sheet.ts";

export type ReceiptInput = {
  /** The very upload that was imported. */
  readonly file: Uint8Array | FileSource;
  readonly columns: Pick<Columns, "headerRow" | "headings" | "at">;
  /** By row number; undefined for rows that are none of the table's. */
  readonly fateOf: (rowNumber: number) => RowFate | undefined;
  /** With its last figures, for the summary. */
  readonly job: ImportJob;
  readonly locale: Locale;
};

export type StreamedReceipt = {
  readonly contentType: string;
  readonly extension: "xlsx" | "csv";
  /** Made while they are taken, once. They throw for a file that is not what it was when it was imported. */
  readonly chunks: AsyncIterable<Uint8Array>;
};

/**
 * The merchant's own file with the fate of each row beside it: an .xlsx keeps its formats, formulas and other sheets and gets
 * a summary sheet, a CSV its encoding, separator and line ends; an .xls comes as .xlsx. Deterministic. One batch of rows is in
 * memory, whatever the file's size.
 */
export async function streamReceipt(input: ReceiptInput): Promise<Result<StreamedReceipt, UnreadableFile>> {
  const source = fileSource(input.file);
  const opened = await readRows(source, streamLimits);
  if (!opened.ok) return opened;
  switch (opened.value.format) {
    case "csv":
      return ok(await csv(source, input.columns, (number) => recordWithFate(input, number)));
    case "xls":
      return ok(await asNewWorkbook(opened.value, input, (row) => rowWithFate(input, row)));
    case "xlsx":
      return ok(await ownWorkbook(source, input));
    default:
      return never(opened.value.format);
  }
}

/**
 * Only the headings and the rows that failed, to be mended and uploaded again: CSV for CSV, else an .xlsx of values. Without the
 * codes of which only the other rows of their column show that zeros are lost: alone they would pass.
 */
export async function streamFailedRows(input: ReceiptInput): Promise<Result<StreamedReceipt, UnreadableFile>> {
  const source = fileSource(input.file);
  const opened = await readRows(source, streamLimits);
  if (!opened.ok) return opened;
  const { headerRow } = input.columns;
  const isWanted = (number: number): boolean =>
    number === headerRow || (number > headerRow && input.fateOf(number)?.kind === "failed");
  if (opened.value.format === "csv") {
    return ok(await csv(source, input.columns, (number) => ({ kind: isWanted(number) ? "keep" : "drop" })));
  }
  let number = 0;
  return ok(
    await asNewWorkbook(opened.value, { ...input, isBare: true }, (row) => {
      if (!isWanted(row.number)) return null;
      number += 1;
      const cells = withoutCutCodes(row.cells, input, row.number);
      return { row: { number, cells }, bad: [], added: [], tone: "plain" };
    }),
  );
}

function withoutCutCodes(cells: RawRow["cells"], { columns, fateOf }: ReceiptInput, number: number): RawRow["cells"] {
  const fate = fateOf(number);
  if (fate?.kind !== "failed") return cells;
  const cut = fate.reasons.flatMap(({ code, column }) =>
    code === "id_zeros_lost" ? (columns.at.get(column ?? "") ?? []) : [],
  );
  return cut.length === 0 ? cells : cells.map((cell, at) => (cut.includes(at) ? emptyCell : cell));
}

async function ownWorkbook(source: FileSource, input: ReceiptInput): Promise<StreamedReceipt> {
  const { columns, fateOf, job, locale } = input;
  const { spliceWorkbook } = await import("../../sheets/splice/splice-workbook.ts");
  const edits = {
    width: columns.headings.length,
    addedWidths,
    rowOf: (number: number) => {
      if (number === columns.headerRow) return { texts: addedHeadings(locale), tone: "header", bad: [] } as const;
      const fate = number < columns.headerRow ? undefined : fateOf(number);
      if (fate === undefined) return null;
      return { texts: fateTexts(fate, locale), tone: fateTone(fate), bad: badColumns(fate, columns) };
    },
    summary: summarySheet(job, locale),
  };
  return workbook(await spliceWorkbook(source, edits, streamLimits));
}

function workbook(chunks: AsyncIterable<Uint8Array>): StreamedReceipt {
  return {
    contentType: XLSX_TYPE,
    extension: "xlsx",
    chunks,
  };
}

async function asNewWorkbook(
  { name, batches }: RowStream,
  { columns, job, locale, isBare = false }: ReceiptInput & { readonly isBare?: boolean },
  rowOf: (row: RawRow) => StreamedRow | null,
): Promise<StreamedReceipt> {
  const { streamWorkbook } = await import("../../sheets/stream-workbook.ts");
  async function* rows(): AsyncGenerator<readonly StreamedRow[]> {
    for await (const batch of batches) {
      if (!batch.ok) throw new Error(`the file was imported and cannot be read any more: ${batch.error.kind}`);
      yield batch.value.flatMap((row) => rowOf(row) ?? []);
    }
  }
  const sheet = { name, width: columns.headings.length, addedWidths: isBare ? [] : addedWidths, rows: rows() };
  return workbook(streamWorkbook(sheet, isBare ? [] : [summarySheet(job, locale)]));
}

async function csv(
  source: FileSource,
  columns: ReceiptInput["columns"],
  recordOf: (number: number) => RecordEdit,
): Promise<StreamedReceipt> {
  const { spliceCsv } = await import("../../sheets/splice/splice-csv.ts");
  const file = await recogniseFile(source);
  const encoding = file.kind === "text" ? file.encoding : "utf-8";
  const charset = encoding.startsWith("utf-16") ? "utf-16" : encoding;
  const chunks = spliceCsv(source, encoding, { width: columns.headings.length, recordOf });
  return { contentType: `text/csv; charset=${charset}`, extension: "csv", chunks };
}

function recordWithFate({ columns, fateOf, locale }: ReceiptInput, number: number): RecordEdit {
  if (number === columns.headerRow) return { kind: "add", texts: addedHeadings(locale) };
  const fate = number < columns.headerRow ? undefined : fateOf(number);
  return fate === undefined ? { kind: "keep" } : { kind: "add", texts: fateTexts(fate, locale) };
}

function rowWithFate({ columns, fateOf, locale }: ReceiptInput, row: RawRow): StreamedRow {
  if (row.number === columns.headerRow) return { row, bad: [], added: addedHeadings(locale), tone: "header" };
  const fate = row.number < columns.headerRow ? undefined : fateOf(row.number);
  if (fate === undefined) return { row, bad: [], added: [], tone: "plain" };
  return { row, bad: badColumns(fate, columns), added: fateTexts(fate, locale), tone: fateTone(fate) };
}
