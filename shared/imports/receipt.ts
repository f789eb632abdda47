import type { RawRow, ReadSheet } from "../sheets/rows.ts";
import { cellText } from "../sheets/rows.ts";
import type { Column, Tone } from "../sheets/sheet.ts";
import { writeCsv } from "../sheets/write-csv.ts";
import { type WorkbookSheet, writeWorkbook } from "../sheets/write-workbook.ts";
import type { Columns } from "./find-columns.ts";
import type { ImportJob } from "./import-job.ts";
import type { Locale } from "./import-kind.ts";
import { noteText } from "./notes.ts";
import { reasonText } from "./reasons.ts";
import type { RowFate } from "./row-fate.ts";

/** What became of each row, by its number. */
export type Fates = Pick<ReadonlyMap<number, RowFate>, "get">;

export type Receipt = {
  readonly body: Uint8Array | string;
  readonly contentType: string;
  readonly extension: "xlsx" | "csv";
};

const words = {
  en: {
    status: "status",
    code: "reason code",
    advice: "what to do",
    result: "result",
    applied: "applied",
    unchanged: "unchanged",
    skipped: "left out",
    not_applied: "not applied",
    failed: "FAILED",
    summary: "summary",
    row: "row",
  },
  zh: {
    status: "状态",
    code: "原因代码",
    advice: "处理办法",
    result: "结果",
    applied: "已导入",
    unchanged: "无变化",
    skipped: "已跳过",
    not_applied: "未导入",
    failed: "失败",
    summary: "汇总",
    row: "行号",
  },
} as const;

/**
 * The merchant's own rows in their own order with the fate of each beside it; bad cells stand out. A workbook for a
 * workbook, CSV for CSV. Deterministic: writing it again after a crash gives the same bytes.
 */
export function writeReceipt(
  sheet: ReadSheet,
  columns: Columns,
  fates: Fates,
  job: ImportJob,
  locale: Locale,
): Receipt {
  const rows = sheet.rows.filter((row) => row.number > columns.headerRow);
  const text = words[locale];
  const width = Math.max(columns.headings.length, ...rows.map((row) => row.cells.length));
  const own = Array.from({ length: width }, (_, at): Column => ({ name: columns.headings[at] ?? "", kind: "text" }));
  const added: readonly Column[] = [
    { name: text.row, kind: "integer", width: 8 },
    { name: text.status, kind: "text", width: 12 },
    { name: text.code, kind: "text", width: 34 },
    { name: text.advice, kind: "text", width: 80 },
    { name: text.result, kind: "text", width: 34 },
  ];
  const table: WorkbookSheet = {
    name: sheet.name === "" ? job.kind : sheet.name,
    columns: [...own, ...added],
    rows: rows.map((row) => [
      ...own.map((_, at) => textOf(row, at)),
      row.number,
      ...fateCells(fates.get(row.number), locale),
    ]),
    tone: (rowIndex, columnIndex) => toneOf(rows[rowIndex], columnIndex, width, columns, fates),
  };
  if (sheet.format === "csv")
    return { body: writeCsv(table), contentType: "text/csv; charset=utf-8", extension: "csv" };
  return workbook([table, summarySheet(job, locale)]);
}

/** For a file of which no row could be used: what is wrong with it and how to mend it. */
export function writeRejection(job: ImportJob, locale: Locale): Receipt {
  return workbook([summarySheet(job, locale)]);
}

function workbook(sheets: readonly WorkbookSheet[]): Receipt {
  const contentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return { body: writeWorkbook(sheets), contentType, extension: "xlsx" };
}

function textOf(row: RawRow, at: number): string {
  const cell = row.cells[at];
  return cell === undefined ? "" : cellText(cell);
}

function fateCells(fate: RowFate | undefined, locale: Locale): readonly string[] {
  const text = words[locale];
  if (fate === undefined) return ["", "", "", ""];
  if (fate.kind !== "failed") {
    const notes = fate.notes ?? [];
    const said = [fate.kind === "applied" ? (fate.note ?? "") : "", ...notes.map((note) => noteText(note, locale))];
    const result = fate.kind === "skipped" ? "" : fate.result;
    return [text[fate.kind], codesOf(notes), said.filter((each) => each !== "").join(" "), result];
  }
  return [text.failed, codesOf(fate.reasons), fate.reasons.map((reason) => reasonText(reason, locale)).join(" "), ""];
}

function codesOf(said: readonly { readonly code: string; readonly column: string | null }[]): string {
  return said.map(({ code, column }) => (column === null ? code : `${column}: ${code}`)).join("; ");
}

function toneOf(row: RawRow | undefined, column: number, width: number, columns: Columns, fates: Fates): Tone {
  const fate = row === undefined ? undefined : fates.get(row.number);
  if (fate === undefined) return "plain";
  const isAdded = column >= width;
  if (fate.kind === "skipped" || fate.kind === "not_applied") return "plain";
  if (fate.kind !== "failed")
    return isAdded ? (fate.kind === "applied" && fate.note !== undefined ? "warning" : "good") : "plain";
  const isBadCell = fate.reasons.some((reason) => reason.column !== null && columns.at.get(reason.column) === column);
  return isAdded || isBadCell ? "bad" : "plain";
}

function summarySheet(job: ImportJob, locale: Locale): WorkbookSheet {
  const text = words[locale];
  const figures: readonly (readonly [string, string, number | null])[] = [
    [locale === "zh" ? "文件" : "file", job.fileName, null],
    [locale === "zh" ? "导入编号" : "import", job.importId, null],
    [locale === "zh" ? "类型" : "kind", job.kind, null],
    [text.status, job.state, null],
    [locale === "zh" ? "总行数" : "rows", "", job.rows],
    [text.applied, "", job.applied],
    [text.unchanged, "", job.unchanged],
    [text.skipped, "", job.skipped],
    [text.failed, "", job.failed],
    ...(job.layout === "" ? [] : ([[locale === "zh" ? "识别为" : "recognised as", job.layout, null]] as const)),
    ...(job.unusedColumns.length === 0
      ? []
      : ([[locale === "zh" ? "未使用的列" : "columns not used", job.unusedColumns.join(", "), null]] as const)),
    ...(job.reason === "" ? [] : ([[text.advice, job.reason, null]] as const)),
  ];
  return {
    name: text.summary,
    columns: [
      { name: text.summary, kind: "text", width: 18 },
      { name: " ", kind: "text", width: 90 },
      { name: "  ", kind: "integer", width: 12 },
    ],
    rows: figures,
  };
}
