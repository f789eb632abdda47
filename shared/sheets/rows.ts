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

export type ReadSheet = {
  /** The sheet's name; empty for CSV. */
  readonly name: string;
  readonly format: "xlsx" | "csv";
  /** Rows with at least one filled cell, in file order. */
  readonly rows: readonly RawRow[];
};

/** A sheet whose rows come in batches, in file order, so that only one batch is in memory. */
export type RowStream = Pick<ReadSheet, "name" | "format"> & {
  /** Pulled: the file is read on only when the next batch is asked for. A refusal is the last. Can be gone through once. */
  readonly batches: AsyncIterable<Result<readonly RawRow[], UnreadableFile>>;
};

/** Why a file could not be read at all; each has its text for merchants in `imports/file-problems.ts`. */
export type UnreadableFile =
  | { readonly kind: "empty_file" }
  | { readonly kind: "too_large"; readonly bytes: number; readonly allowed: number }
  | { readonly kind: "encrypted" }
  | { readonly kind: "old_excel" }
  | { readonly kind: "not_a_workbook"; readonly looksLike: string }
  | { readonly kind: "damaged"; readonly detail: string }
  | { readonly kind: "too_many_cells"; readonly allowed: number }
  | { readonly kind: "too_many_columns"; readonly allowed: number }
  | { readonly kind: "expands_too_much"; readonly allowed: number };

/** What a reader takes before it refuses. */
export type ReadLimits = {
  /** Of the uploaded file. */
  readonly fileBytes: number;
  /** Of all parts together once inflated (what a zip bomb runs into), and of the text of all cells together. */
  readonly inflatedBytes: number;
  /** Of the strings that cells share, which are in memory while rows are read. */
  readonly sharedBytes: number;
  /** Filled ones. */
  readonly cells: number;
  readonly columns: number;
};

/** Of `readSheet`, which holds all rows at once; imports read so, because the receipt shows every row. */
export const readLimits: ReadLimits = {
  fileBytes: 50 * 1024 * 1024,
  inflatedBytes: 512 * 1024 * 1024,
  sharedBytes: 160 * 1024 * 1024,
  cells: 3_000_000,
  columns: 200,
};

/** Of `readRows`, which holds one batch of rows at a time: a million rows of twelve columns, in at most 256 MB. */
export const streamLimits: ReadLimits = {
  fileBytes: 192 * 1024 * 1024,
  inflatedBytes: 1536 * 1024 * 1024,
  sharedBytes: 160 * 1024 * 1024,
  cells: 13_000_000,
  columns: 200,
};

export const emptyCell: RawCell = { kind: "empty" };

/** What a person sees in the cell, as far as the file tells. */
export function cellText(cell: RawCell): string {
  return cell.kind === "empty" ? "" : cell.text;
}
