import type { RawRow } from "../sheets/rows.ts";
import { cellText, emptyCell, type RawCell } from "../sheets/rows.ts";
import { tidy, tidyNumber } from "./cell-habits.ts";
import type { Columns } from "./find-columns.ts";
import type { RowNote } from "./notes.ts";
import type { Read } from "./read-cell.ts";
import type { RowReason } from "./reasons.ts";

/** Reads the cells of one row by field name and collects everything that is wrong with it, so that it is mended in one go. */
export type RowReader = {
  readonly reasons: readonly RowReason[];
  /** What was put right in the cells that were read. */
  readonly notes: readonly RowNote[];
  /** The value, or null when the cell is empty, the column absent or the reason noted. */
  readonly optional: <T>(name: string, read: (cell: RawCell) => Read<T>) => T | null;
  /** As `optional`, and an empty cell is a reason. */
  readonly required: <T>(name: string, read: (cell: RawCell) => Read<T>) => T | null;
  readonly refuse: (code: RowReason["code"], column: string | null, found: string, otherRow?: number) => void;
  /** The heading that a field's cell of this row stands under; empty when the column is absent. */
  readonly headingOf: (name: string) => string;
};

export function makeRowReader(row: RawRow, columns: Columns): RowReader {
  const reasons: RowReason[] = [];
  const notes: RowNote[] = [];
  const refuse: RowReader["refuse"] = (code, column, found, otherRow) => {
    reasons.push({ code, column, found, ...(otherRow === undefined ? {} : { row: otherRow }) });
  };
  const optional = <T>(name: string, read: (cell: RawCell) => Read<T>): T | null => {
    const cell = cellOf(row, columns, name);
    const value = read(cell);
    const damage = value.ok && value.value !== null ? (columns.idChecks?.get(name)?.(cell) ?? null) : null;
    if (value.ok && damage === null) {
      if (cell.kind === "text") notes.push(...notesOn(cell.text, name, typeof value.value === "number"));
      return value.value;
    }
    if (damage !== null) refuse(damage, name, cellText(cell));
    else if (!value.ok) refuse(value.error, name, cellText(cell));
    return null;
  };
  return {
    reasons,
    notes,
    refuse,
    headingOf: (name) => columns.headings[placeOf(row, columns, name)] ?? "",
    optional,
    required: (name, read) => {
      const before = reasons.length;
      const value = optional(name, read);
      if (value === null && reasons.length === before) refuse("required", name, "");
      return value;
    },
  };
}

/** Exports write `-` or `not stocked` where they have nothing to say. */
const NOTHING = /^\s*(?:-{1,2}|—|null|not stocked)?\s*$/i;

function cellOf(row: RawRow, columns: Columns, name: string): RawCell {
  return row.cells[placeOf(row, columns, name)] ?? emptyCell;
}

/** Of several columns of a field the first one that says something, or the first one; -1: there is none. */
function placeOf(row: RawRow, columns: Columns, name: string): number {
  const at = columns.at.get(name) ?? -1;
  const others = columns.also?.get(name);
  if (others === undefined) return at;
  const isFilled = (place: number): boolean => !NOTHING.test(cellText(row.cells[place] ?? emptyCell));
  return [at, ...others].find(isFilled) ?? -1;
}

const SIGN = /[¥￥$€£元圆]|RMB/i;

function notesOn(text: string, column: string, isNumber: boolean): readonly RowNote[] {
  const tidied = tidy(text);
  const number = isNumber ? tidyNumber(tidied.text.replace(SIGN, "").trim(), null).notes : [];
  const sign = isNumber && SIGN.test(text) ? (["currency_sign"] as const) : [];
  return [...tidied.notes, ...sign, ...number].map((code) => ({ code, column, found: text.trim() }));
}
