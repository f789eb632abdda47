/**
 * A table of typed columns, independent of the file it becomes. `text` cells stay text in every format, so that a
 * 19-digit order number survives Excel; `decimal` cells are exact decimal text ("19.99", "-5", "1.500") that becomes a
 * number in a workbook; `instant` and `day` are ISO text on purpose, because a spreadsheet date has no zone.
 */
export type ColumnKind = "text" | "integer" | "decimal" | "instant" | "day";

export type Column = {
  readonly name: string;
  /** What people read in the header row; the `name` when absent. */
  readonly title?: string;
  readonly kind: ColumnKind;
  /** In characters; workbooks only. */
  readonly width?: number;
  /** The words that a drop-down list of each cell offers; others are warned of, not forbidden. Workbooks only. */
  readonly choices?: readonly string[];
};

export type Cell = string | number | null;

export type Sheet = {
  /** At most 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
};

/** How a cell or a whole row stands out in a workbook. */
export type Tone = "plain" | "header" | "good" | "warning" | "bad";
