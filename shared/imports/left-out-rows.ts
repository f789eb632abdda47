import { cellText, emptyCell, type RawRow } from "../sheets/rows.ts";
import type { Columns } from "./find-columns.ts";
import type { RowFate } from "./row-fate.ts";

const TOTAL = /^(?:合计|总计|小计|本页合计|grand total|sub-?total|totals?|sum)\s*[:：]?/i;

/**
 * Totals under a table and comments around it are no rows of it: they are left out, and their receipt says so. Only where
 * one of the `needed` cells is empty: an article may be called "Total".
 */
export function leftOutRows(
  rows: readonly RawRow[],
  columns: Columns,
  needed: readonly string[],
): ReadonlyMap<number, RowFate> {
  const out = new Map<number, RowFate>();
  for (const row of rows) {
    const texts = row.cells.map((cell) => cellText(cell).trim()).filter((text) => text !== "");
    const [first = ""] = texts;
    const lacks = needed.some((name) => cellText(row.cells[columns.at.get(name) ?? -1] ?? emptyCell).trim() === "");
    const isComment = first.startsWith("#") && texts.length === 1;
    if (!lacks || !(isComment || TOTAL.test(first))) continue;
    out.set(row.number, { kind: "skipped", notes: [{ code: "total_row", column: null, found: first }] });
  }
  return out;
}
