import type { RawRow } from "../sheets/rows.ts";
import { cellText, emptyCell, type RawCell } from "../sheets/rows.ts";
import type { Columns } from "./find-columns.ts";
import type { Read } from "./read-cell.ts";
import type { RowReason } from "./reasons.ts";

/** Reads the cells of one row by field name and collects everything that is wrong with it, so that it is mended in one go. */
export type RowReader = {
  readonly reasons: readonly RowReason[];
  /** The value, or null when the cell is empty, the column absent or the reason noted. */
  readonly optional: <T>(name: string, read: (cell: RawCell) => Read<T>) => T | null;
  /** As `optional`, and an empty cell is a reason. */
  readonly required: <T>(name: string, read: (cell: RawCell) => Read<T>) => T | null;
  readonly refuse: (code: RowReason["code"], column: string | null, found: string) => void;
};

export function makeRowReader(row: RawRow, columns: Columns): RowReader {
  const reasons: RowReason[] = [];
  const refuse = (code: RowReason["code"], column: string | null, found: string): void => {
    reasons.push({ code, column, found });
  };
  const optional = <T>(name: string, read: (cell: RawCell) => Read<T>): T | null => {
    const at = columns.at.get(name);
    const cell = at === undefined ? emptyCell : (row.cells[at] ?? emptyCell);
    const value = read(cell);
    if (value.ok) return value.value;
    refuse(value.error, name, cellText(cell));
    return null;
  };
  return {
    reasons,
    refuse,
    optional,
    required: (name, read) => {
      const before = reasons.length;
      const value = optional(name, read);
      if (value === null && reasons.length === before) refuse("required", name, "");
      return value;
    },
  };
}
