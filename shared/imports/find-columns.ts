import { fail, ok, type Result } from "../kernel/result.ts";
import { cellText, type RawRow } from "../sheets/rows.ts";
import type { IdCheck } from "./damage.ts";
import type { DateOrder } from "./date-order.ts";
import type { ImportKind } from "./import-kind.ts";
import { type Field, headingKey, sheetSchemas } from "./sheet-schemas.ts";
import { type Suggestion, suggestColumns } from "./suggest-columns.ts";

export type Columns = {
  /** The row of the headings, as the spreadsheet counts. */
  readonly headerRow: number;
  readonly headings: readonly string[];
  /** Field name → column index. */
  readonly at: ReadonlyMap<string, number>;
  /** Further columns of a field, looked at in turn where the first one's cell is empty. */
  readonly also?: ReadonlyMap<string, readonly number[]>;
  /** By field name, of the columns that hold codes: what a spreadsheet has done to them. */
  readonly idChecks?: ReadonlyMap<string, IdCheck>;
  /** By field name, of the columns of dates whose own dates prove which number is the day. */
  readonly dateOrders?: ReadonlyMap<string, DateOrder>;
};

export type ColumnsProblem =
  | { readonly kind: "no_rows" }
  | {
      readonly kind: "missing_columns";
      readonly missing: readonly string[];
      readonly found: readonly string[];
      readonly suggestions: readonly Suggestion[];
    }
  | { readonly kind: "repeated_column"; readonly field: string; readonly headings: readonly string[] };

/** Titles and notes above the headings are common; further down than this nobody puts them. */
const ROWS_LOOKED_AT = 20;

/**
 * The heading row is the one that names the most of our fields, the first among equals; where none names any, the one with
 * the most text, so that people can be asked about it.
 */
export function findColumns(rows: readonly RawRow[], kind: ImportKind): Result<Columns, ColumnsProblem> {
  const schema = sheetSchemas[kind];
  const candidates = rows.slice(0, ROWS_LOOKED_AT).map((row) => ({ row, matches: matchesOf(row, schema) }));
  const knowsAny = candidates.some(({ matches }) => matches.length > 0);
  const weight = (each: Candidate): number => (knowsAny ? each.matches.length : textCells(each.row));
  const best = candidates.reduce<Candidate | undefined>(
    (found, each) => (found === undefined || weight(each) > weight(found) ? each : found),
    undefined,
  );
  return best === undefined ? fail({ kind: "no_rows" }) : placedFields(best.row, schema, best.matches);
}

type Candidate = { readonly row: RawRow; readonly matches: readonly Match[] };

function textCells(row: RawRow): number {
  return row.cells.filter((cell) => cell.kind === "text").length;
}

/** Where each field stands in a row of headings; each must stand there once, and the required ones at all. */
export function placedFields(
  row: RawRow,
  schema: readonly Field[],
  matches: readonly Match[],
): Result<Columns, ColumnsProblem> {
  const headings = row.cells.map(cellText);
  const at = new Map<string, number>();
  for (const { field, index } of matches) {
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
  const missing = schema.filter((field) => field.isRequired && !at.has(field.name));
  if (missing.length > 0) {
    const found = headings.filter((text) => text !== "");
    const free = headings.filter((text, index) => text !== "" && ![...at.values()].includes(index));
    const suggestions = suggestColumns(missing, free);
    return fail({ kind: "missing_columns", missing: missing.map((field) => field.name), found, suggestions });
  }
  return ok({ headerRow: row.number, headings, at });
}

export type Match = { readonly field: Field; readonly index: number };

export function matchesOf(row: RawRow, schema: readonly Field[]): readonly Match[] {
  const fields = fieldsByHeading(schema);
  return row.cells.flatMap((cell, index) => {
    const field = fields.get(headingKey(cellText(cell)));
    return field === undefined ? [] : [{ field, index }];
  });
}

/** Of fields that are known by the same heading the first one. */
function fieldsByHeading(schema: readonly Field[]): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const field of schema) {
    for (const heading of [field.name, ...field.aliases].map(headingKey)) {
      if (!fields.has(heading)) fields.set(heading, field);
    }
  }
  return fields;
}
