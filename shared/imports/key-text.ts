import { cellText, emptyCell, type RawRow } from "../sheets/rows.ts";
import type { Columns } from "./find-columns.ts";
import { readId } from "./read-cell.ts";

/** What names the thing a row is about, as the kinds will read it: marks, full-width letters and blanks make no other key. */
export function keyText(row: RawRow, { at, also }: Columns, name: string): string {
  const places = [at.get(name) ?? -1, ...(also?.get(name) ?? [])];
  for (const place of places) {
    const cell = row.cells[place] ?? emptyCell;
    const id = readId(cell);
    const text = id.ok ? (id.value ?? "") : cellText(cell).trim();
    if (text !== "") return text;
  }
  return "";
}
