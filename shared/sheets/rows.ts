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

/** Why a file could not be read at all; each has its text for merchants in `imports/messages.ts`. */
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

export const readLimits = {
  /** Of the uploaded file. */
  fileBytes: 50 * 1024 * 1024,
  /** Of all parts together once inflated: what a zip bomb runs into. */
  inflatedBytes: 512 * 1024 * 1024,
  cells: 3_000_000,
  columns: 200,
} as const;

export const emptyCell: RawCell = { kind: "empty" };

/** What a person sees in the cell, as far as the file tells. */
export function cellText(cell: RawCell): string {
  return cell.kind === "empty" ? "" : cell.text;
}
