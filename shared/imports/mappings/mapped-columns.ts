import type { Result } from "../../kernel/result.ts";
import { cellText, type RawRow } from "../../sheets/rows.ts";
import { type Columns, type ColumnsProblem, type Match, matchesOf, placedFields } from "../find-columns.ts";
import { headingKey, sheetSchemas } from "../sheet-schemas.ts";
import { headerSetOf } from "./header-set.ts";
import type { SavedMapping } from "./saved-mapping.ts";

export type MappedRow = { readonly mapping: SavedMapping; readonly headerRow: RawRow };

/** The first row whose headings are a set that the merchant has explained; null when there is none. */
export function mappedRow(rows: readonly RawRow[], mappings: readonly SavedMapping[]): MappedRow | null {
  if (mappings.length === 0) return null;
  for (const headerRow of rows) {
    const headerSet = headerSetOf(headerRow.cells.map(cellText));
    const mapping = mappings.find((each) => each.headerSet === headerSet);
    if (mapping !== undefined) return { mapping, headerRow };
  }
  return null;
}

/** What the merchant said counts; headings that they said nothing of mean what they always mean, if that is still free. */
export function mappedColumns({ mapping, headerRow }: MappedRow): Result<Columns, ColumnsProblem> {
  const schema = sheetSchemas[mapping.kind];
  const said = new Map(Object.entries(mapping.fields).map(([heading, field]) => [headingKey(heading), field]));
  const own: Match[] = [];
  const seen = new Set<string>();
  for (const [index, cell] of headerRow.cells.entries()) {
    const key = headingKey(cellText(cell));
    const field = schema.find(({ name }) => name === said.get(key));
    if (field !== undefined && !seen.has(key)) own.push({ field, index });
    seen.add(key);
  }
  const others = matchesOf(headerRow, schema).filter(
    ({ field, index }) =>
      !said.has(headingKey(cellText(headerRow.cells[index] ?? { kind: "empty" }))) &&
      own.every((each) => each.field !== field),
  );
  return placedFields(headerRow, schema, [...own, ...others]);
}
