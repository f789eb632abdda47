import { fail, ok, type Result } from "../kernel/result.ts";
import { cellText, type RawRow } from "../sheets/rows.ts";
import type { ImportKind } from "./import-kind.ts";
import { type Field, headingKey, sheetSchemas } from "./sheet-schemas.ts";

export type Columns = {
  /** The row of the headings, as the spreadsheet counts. */
  readonly headerRow: number;
  readonly headings: readonly string[];
  /** Field name → column index. */
  readonly at: ReadonlyMap<string, number>;
};

export type ColumnsProblem =
  | { readonly kind: "no_rows" }
  | { readonly kind: "missing_columns"; readonly missing: readonly string[]; readonly found: readonly string[] }
  | { readonly kind: "repeated_column"; readonly field: string; readonly headings: readonly string[] };

/** Titles and notes above the headings are common; further down than this nobody puts them. */
const ROWS_LOOKED_AT = 20;

/** The heading row is the one that names the most of our fields, the first among equals. */
export function findColumns(rows: readonly RawRow[], kind: ImportKind): Result<Columns, ColumnsProblem> {
  const schema = sheetSchemas[kind];
  const candidates = rows.slice(0, ROWS_LOOKED_AT).map((row) => ({ row, matches: matchesOf(row, schema) }));
  const best = candidates.reduce<(typeof candidates)[number] | undefined>(
    (found, each) => (found === undefined || each.matches.length > found.matches.length ? each : found),
    undefined,
  );
  if (best === undefined) return fail({ kind: "no_rows" });
  const headings = best.row.cells.map(cellText);
  const at = new Map<string, number>();
  for (const { field, index } of best.matches) {
    const earlier = at.get(field.name);
    if (earlier !== undefined) {
      return fail({
        kind: "repeated_column",
        field: field.name,
        headings: [headings[earlier] ?? "", headings[index] ?? ""],
      });
    }
    at.set(field.name, index);
  }
  const missing = schema.filter((field) => field.isRequired && !at.has(field.name)).map((field) => field.name);
  if (missing.length > 0)
    return fail({ kind: "missing_columns", missing, found: headings.filter((text) => text !== "") });
  return ok({ headerRow: best.row.number, headings, at });
}

function matchesOf(row: RawRow, schema: readonly Field[]): { readonly field: Field; readonly index: number }[] {
  return row.cells.flatMap((cell, index) => {
    const heading = headingKey(cellText(cell));
    const field = heading === "" ? undefined : schema.find((each) => names(each).includes(heading));
    return field === undefined ? [] : [{ field, index }];
  });
}

function names(field: Field): readonly string[] {
  return [field.name, ...field.aliases].map(headingKey);
}
