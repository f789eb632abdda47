import type { Locale } from "../../kernel/locale.ts";
import type { WorkbookSheet } from "../../sheets/write-workbook.ts";
import type { ImportJob } from "../import-job.ts";
import { receiptWords } from "./receipt-texts.ts";
import { kindWord, layoutWord, stateWord } from "./summary-words.ts";

/** What became of the file as a whole. */
export function summarySheet(job: ImportJob, locale: Locale): WorkbookSheet {
  const text = receiptWords[locale];
  const figures: readonly (readonly [string, string, number | null])[] = [
    [locale === "zh" ? "文件" : "file", job.fileName, null],
    [locale === "zh" ? "导入编号" : "import", job.importId, null],
    [locale === "zh" ? "类型" : "kind", kindWord(job.kind, locale), null],
    [text.status, stateWord(job.state, locale), null],
    [locale === "zh" ? "总行数" : "rows", "", job.rows],
    [text.applied, "", job.applied],
    [text.unchanged, "", job.unchanged],
    [text.skipped, "", job.skipped],
    [text.failed, "", job.failed],
    ...(job.notApplied === 0 ? [] : ([[text.not_applied, "", job.notApplied]] as const)),
    ...(job.layout === ""
      ? []
      : ([[locale === "zh" ? "识别为" : "recognised as", layoutWord(job.layout, locale), null]] as const)),
    ...(job.unusedColumns.length === 0
      ? []
      : ([[locale === "zh" ? "未使用的列" : "columns not used", job.unusedColumns.join(", "), null]] as const)),
    ...(job.reason === "" ? [] : ([[text.advice, job.reason, null]] as const)),
  ];
  return {
    name: text.sheet,
    columns: [
      { name: text.summary, kind: "text", width: 18 },
      { name: " ", kind: "text", width: 90 },
      { name: "  ", kind: "integer", width: 12 },
    ],
    rows: figures,
  };
}
