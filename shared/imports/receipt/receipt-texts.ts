import type { Locale } from "../../kernel/locale.ts";
import type { Tone } from "../../sheets/sheet.ts";
import type { Columns } from "../find-columns.ts";
import { noteText } from "../notes.ts";
import { reasonText } from "../reasons.ts";
import type { RowFate } from "../row-fate.ts";

/** The words of receipts. */
export const receiptWords = {
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
    sheet: "import summary",
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
    sheet: "导入汇总",
  },
} as const;

/** Of the added columns, in characters. */
export const addedWidths = [12, 34, 80, 34] as const;

export function addedHeadings(locale: Locale): readonly string[] {
  const { status, code, advice, result } = receiptWords[locale];
  return [status, code, advice, result];
}

/** Status, reason codes, what to do, and the id that came of the row. */
export function fateTexts(fate: RowFate, locale: Locale): readonly string[] {
  const words = receiptWords[locale];
  if (fate.kind === "failed") {
    const advice = fate.reasons.map((reason) => reasonText(reason, locale)).join(" ");
    return [words.failed, codesOf(fate.reasons), advice, ""];
  }
  const notes = fate.notes ?? [];
  const said = [fate.kind === "applied" ? (fate.note ?? "") : "", ...notes.map((note) => noteText(note, locale))];
  const result = fate.kind === "skipped" ? "" : fate.result;
  return [words[fate.kind], codesOf(notes), said.filter((each) => each !== "").join(" "), result];
}

function codesOf(said: readonly { readonly code: string; readonly column: string | null }[]): string {
  return said.map(({ code, column }) => (column === null ? code : `${column}: ${code}`)).join("; ");
}

/** How the added cells of a row stand out. */
export function fateTone(fate: RowFate): Tone {
  if (fate.kind === "failed") return "bad";
  if (fate.kind === "skipped" || fate.kind === "not_applied") return "plain";
  return fate.kind === "applied" && fate.note !== undefined ? "warning" : "good";
}

/** The columns of a row whose cells are to be mended, in rising order. */
export function badColumns(fate: RowFate, columns: Columns): readonly number[] {
  if (fate.kind !== "failed") return [];
  const at = fate.reasons.flatMap(({ column }) => (column === null ? [] : (columns.at.get(column) ?? [])));
  return [...new Set(at)].sort((a, b) => a - b);
}
