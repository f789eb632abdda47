import type { Result } from "../kernel/result.ts";

/** What a reader found in one cell, before anyone decides what it means. */
export type RawCell =
  | { readonly kind: "empty" }
  | { readonly kind: "text"; readonly text: string }
  /** `text` is the number as the file has it: "19.99", "2.89123E+18". */
  | { readonly kind: "number"; readonly text: string }
  /** A number shown as a date: `YYYY-MM-DD` or `YYYY-MM-DD HH:mm:ss`, without a zone because a spreadsheet has none. */
  | { readonly kind: "date"; readonly text: string }
  | { readonly kind: "boolean"; readonly text: "TRUE" | "FALSE" }
  /** `#N/A`, `#REF!` … */
  | { readonly kind: "error"; readonly text: string }
  /** A formula whose result was never saved. */
  | { readonly kind: "formula"; readonly text: string };

export type RawRow = {
  /** As the spreadsheet counts: the header is usually row 1. */
  readonly number: number;
  readonly cells: readonly RawCell[];
};

export type SheetFormat = "xlsx" | "xls" | "csv";

export type ReadSheet = {
  /** The sheet's name; empty for CSV. */
  readonly name: string;
  readonly format: SheetFormat;
  /** Rows with at least one filled cell, in file order. */
  readonly rows: readonly RawRow[];
};

/** A sheet whose rows come in batches, in file order, so that only one batch is in memory. */
export type RowStream = Pick<ReadSheet, "name" | "format"> & {
  /** Pulled: the file is read on only when the next batch is asked for. A refusal is the last. Can be gone through once. */
  readonly batches: AsyncIterable<Result<readonly RawRow[], UnreadableFile>>;
};

/** What people upload by mistake, or under a spreadsheet's name. */
export type LooksLike =
  | "pdf"
  | "picture"
  | "archive"
  | "web_page"
  | "xml_of_2003"
  | "binary_workbook"
  | "open_document"
  | "other_office_file"
  | "binary_file";

/** Why a file could not be read at all; each has its text for merchants in `imports/file-problems.ts`. */
export type UnreadableFile =
  | { readonly kind: "empty_file" }
  | { readonly kind: "too_large"; readonly bytes: number; readonly allowed: number }
  | { readonly kind: "encrypted" }
  /** Older than Excel 97 and 95, or a part of Office that keeps no sheets. */
  | { readonly kind: "old_excel" }
  /** Nothing but macros or charts: no sheet has cells. */
  | { readonly kind: "no_sheet_of_cells" }
  | { readonly kind: "not_a_workbook"; readonly looksLike: LooksLike }
  | { readonly kind: "damaged"; readonly detail: string }
  | { readonly kind: "too_many_cells"; readonly allowed: number }
  | { readonly kind: "too_many_rows"; readonly allowed: number }
  | { readonly kind: "too_many_columns"; readonly allowed: number }
  /** A cell holds more characters than any spreadsheet keeps; in a CSV usually a quote that is never closed. */
  | { readonly kind: "cell_too_long"; readonly row: number; readonly allowed: number }
  | { readonly kind: "expands_too_much"; readonly allowed: number }
  | { readonly kind: "too_slow"; readonly allowedMs: number };

/** What a reader takes before it refuses. */
export type ReadLimits = {
  /** Of the uploaded file. */
  readonly fileBytes: number;
  /** Of all parts together once inflated (what a zip bomb runs into), and of the text of all cells together. */
  readonly inflatedBytes: number;
  /** Of the strings that cells share; those beyond `sharedInMemoryBytes` lie in a temporary file while rows are read. */
  readonly sharedBytes: number;
  readonly sharedInMemoryBytes: number;
  /** Filled ones. */
  readonly cells: number;
  readonly rows: number;
  readonly columns: number;
  /** Of the reader's own work; what the caller does between two batches does not count. */
  readonly ms: number;
};

/** Of `readSheet`, which holds all rows at once. */
export const readLimits: ReadLimits = {
  fileBytes: 50 * 1024 * 1024,
  inflatedBytes: 512 * 1024 * 1024,
  sharedBytes: 160 * 1024 * 1024,
  sharedInMemoryBytes: 160 * 1024 * 1024,
  cells: 3_000_000,
  rows: 1_048_576,
  columns: 200,
  ms: 60_000,
};

/** Of `readRows`, which holds one batch of rows at a time: a million rows of twelve columns, in at most 256 MB. */
export const streamLimits: ReadLimits = {
  fileBytes: 256 * 1024 * 1024,
  inflatedBytes: 1536 * 1024 * 1024,
  sharedBytes: 320 * 1024 * 1024,
  sharedInMemoryBytes: 8 * 1024 * 1024,
  cells: 13_000_000,
  rows: 1_048_576,
  columns: 200,
  ms: 150_000,
};

export const emptyCell: RawCell = { kind: "empty" };

/** What a person sees in the cell, as far as the file tells. */
export function cellText(cell: RawCell): string {
  return cell.kind === "empty" ? "" : cell.text;
}
