import { fail, ok } from "../../kernel/result.ts";
import type { RawRow } from "../../sheets/rows.ts";
import type { Columns } from "../find-columns.ts";
import type { RowNote } from "../notes.ts";
import { readId, readText, readYesNo } from "../read-cell.ts";
import { makeRowReader } from "../row-reader.ts";
import type { ReadRow } from "../stock-rows.ts";

/** `closes` null: nothing is said of the line, and it stays as it is. */
export type WorkRow = {
  readonly rowNumber: number;
  readonly settlement: string;
  readonly line: string;
  readonly closes: boolean | null;
  readonly note: string;
  readonly notes: readonly RowNote[];
};

const LONGEST_NOTE = 500;

export function readWorkRows(rows: readonly RawRow[], columns: Columns): readonly ReadRow<WorkRow>[] {
  return rows.map((row) => {
    const reader = makeRowReader(row, columns);
    const settlement = reader.required("settlement", readId);
    const line = reader.required("line", readText);
    const closes = reader.optional("close", readYesNo);
    const note = reader.optional("note", readText) ?? "";
    if (closes === true && note === "") reader.refuse("required", "note", "");
    if (note.length > LONGEST_NOTE) reader.refuse("text_too_long", "note", note);
    if (reader.reasons.length > 0 || settlement === null || line === null)
      return { rowNumber: row.number, result: fail(reader.reasons) };
    const { number: rowNumber } = row;
    return { rowNumber, result: ok({ rowNumber, settlement, line, closes, note, notes: reader.notes }) };
  });
}
