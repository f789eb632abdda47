import type { Sheet, Tone } from "../sheet.ts";

/** What is put beside one row: texts in the added columns, and which of the row's own cells stand out. */
export type RowEdit = {
  readonly texts: readonly string[];
  readonly tone: Tone;
  /** Column indexes, in rising order. */
  readonly bad: readonly number[];
};

/** What is done to the merchant's own sheet; everything else in the file stays as it is, byte for byte. */
export type SheetEdits = {
  /** Columns of the table: the added ones begin no further left than behind them. */
  readonly width: number;
  /** Widths of the added columns, in characters. */
  readonly addedWidths: readonly number[];
  /** Null for rows that stay as they are. Asked once for each row with cells, in the file's order. */
  readonly rowOf: (rowNumber: number) => RowEdit | null;
};

/** Beside the edited sheet a workbook gets one of its own, behind the others. */
export type WorkbookEdits = SheetEdits & { readonly summary: Sheet };
