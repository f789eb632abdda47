import { cellText, emptyCell, type RawRow } from "../sheets/rows.ts";
import { tidy } from "./cell-habits.ts";
import type { Columns } from "./find-columns.ts";

/** The texts of all columns of a field, each once: exports have a street in two of them. */
export function joinedText(row: RawRow, { at, also }: Columns, name: string): string {
  const places = [at.get(name), ...(also?.get(name) ?? [])].flatMap((place) => place ?? []);
  const parts = places.map((place) => tidy(cellText(row.cells[place] ?? emptyCell)).text).filter((part) => part !== "");
  return [...new Set(parts)].join(", ");
}
