import * as z from "zod/mini";
import { isDay } from "../kernel/business-day.ts";
import { localeOf } from "../kernel/locale.ts";
import { fail, never, ok, type Result } from "../kernel/result.ts";
import type { ShapeMistake } from "../kernel/shape-mistakes.ts";
import { type HttpAnswer, invalid, json, type Problem } from "../platform/http-answer.ts";
import { customReportName } from "../reports/custom/custom-report.ts";
import type { SavedReport, SaveRefused } from "../reports/custom/custom-store.ts";
import type { Preview, PreviewRefused } from "../reports/custom/preview-report.ts";
import { csv } from "../reports/formats/csv.ts";
import { workbook } from "../reports/formats/workbook.ts";
import type { FileFormat, StreamedSheet } from "../reports/report-definition.ts";
import { sheetWords } from "../reports/words/sheet-words.ts";

/** A definition as somebody wrote it: what is wrong with it is told name by name, not by this shape. */
export const definitionBody = z.record(z.string(), z.unknown());

const day = z.string().check(z.refine(isDay));
/** A saved report by its `id`, or a `definition` that is not saved yet. */
export const previewBody = z.object({
  from: day,
  to: day,
  id: z.optional(z.string()),
  definition: z.optional(definitionBody),
  format: z.optional(z.enum(["json", "csv", "xlsx"])),
});

export type PreviewAsked = z.infer<typeof previewBody>;

/** With the name of the report that it makes. */
export function savedReportView({ isDeleted: _, ...saved }: SavedReport): Readonly<Record<string, unknown>> {
  return { ...saved, report: customReportName(saved.id) };
}

/** Which version counted from which day on, oldest first. */
export function versionsView(versions: readonly SavedReport[]): readonly Readonly<Record<string, unknown>>[] {
  return versions.map(({ version, from, isDeleted, savedAt, savedBy }) => ({
    version,
    from,
    isDeleted,
    savedAt,
    savedBy,
  }));
}

/** Mistakes that are told in words; all of them stand in `mistakes`. */
const MOST_TOLD = 5;

export function wrongDefinition(mistakes: readonly ShapeMistake[]): Problem {
  const told = mistakes.slice(0, MOST_TOLD).map(({ path, found, expected, suggestion }) => {
    const mend = suggestion === null ? "" : ` Write ${suggestion}.`;
    return `${path || "(whole)"}: found ${found}, expected ${expected}.${mend}`;
  });
  const more = mistakes.length > told.length ? ` (and ${mistakes.length - told.length} more)` : "";
  const detail = `${told.join("; ")}${more}`;
  return { status: 400, code: "wrong_definition", title: "The definition is not right", detail, facts: { mistakes } };
}

export function tooManyReports({ most }: SaveRefused): Problem {
  const detail = `A merchant may have ${most} custom reports: delete one that nobody reads, or change it.`;
  return { status: 409, code: "too_many_reports", title: "There are as many as there may be", detail };
}

type TooLong = { readonly kind: "too_long_answer"; readonly found: number; readonly most: number };

export function previewProblem(refused: PreviewRefused | TooLong): Problem {
  switch (refused.kind) {
    case "backwards":
      return invalid("body", "from: the first day of the span, not later than `to`");
    case "too_long":
      return invalid("body", `to: at most ${refused.most} days at once`);
    case "not_sealed": {
      const detail = "No day of the span is sealed: a day is sealed at night, or with POST /v1/reports/backfill.";
      return { status: 409, code: "day_not_sealed", title: "These days are not sealed", detail };
    }
    case "too_many_facts":
    case "too_many_rows":
    case "too_long_answer": {
      const what = {
        too_many_facts: "facts would have to be read",
        too_many_rows: "rows come of it",
        too_long_answer: "bytes come of it",
      }[refused.kind];
      const detail = `${refused.found} ${what}, and a preview has at most ${refused.most}: choose a shorter span, fewer periods or fewer dimensions.`;
      return { status: 413, code: refused.kind, title: "Too much for a preview", detail };
    }
    default:
      return never(refused);
  }
}

/** A function's answer ends at 6 MB; this leaves room for letters of several bytes. */
const MOST_BYTES = 5_000_000;

/** The rows by column, or one file as base64; a problem where they are too long for one answer. */
export async function previewAnswer(
  id: string,
  { columns, rows, days, missing }: Preview,
  format: "json" | "csv" | "xlsx",
  locale: string,
): Promise<Result<HttpAnswer, Problem>> {
  const head = { days, missing, rows: rows.length };
  if (format === "json") return fitting({ ...head, columns, items: rows });
  const { encode, contentType, extension }: FileFormat = format === "csv" ? csv : workbook;
  const words = sheetWords(customReportName(id), localeOf(locale));
  const sheet: StreamedSheet = {
    ...{ name: id.slice(0, 31), columns, summary: [], words },
    rows: async function* () {
      yield rows;
    },
  };
  const chunks = [];
  for await (const chunk of encode(sheet)) chunks.push(chunk);
  const name = `${id}-${days[0]}-${days.at(-1)}${extension}`;
  return fitting({ ...head, file: { name, contentType, base64: Buffer.concat(chunks).toString("base64") } });
}

function fitting(body: object): Result<HttpAnswer, Problem> {
  const answer = json(200, body);
  const found = Buffer.byteLength(answer.body);
  return found <= MOST_BYTES ? ok(answer) : fail(previewProblem({ kind: "too_long_answer", found, most: MOST_BYTES }));
}
