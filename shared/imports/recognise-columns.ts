import { fail, ok, type Result } from "../kernel/result.ts";
import type { RawRow, ReadSheet } from "../sheets/rows.ts";
import { type IdCheck, type IdFacts, idCheckOf, noIdFacts, noteId } from "./damage.ts";
import { type DateFacts, type DateOrder, dateOrderOf, noDateFacts, noteDate } from "./date-order.ts";
import { type Columns, type ColumnsProblem, findColumns } from "./find-columns.ts";
import type { ImportKind } from "./import-kind.ts";
import type { Layout } from "./layouts/layout.ts";
import { layoutColumns, unusedHeadings } from "./layouts/layout-columns.ts";
import { ROWS_LOOKED_AT, recogniseLayout } from "./layouts/recognise-layout.ts";
import { mappedColumns, mappedRow } from "./mappings/mapped-columns.ts";
import type { SavedMapping } from "./mappings/saved-mapping.ts";

export type RecognisedColumns = {
  readonly columns: Columns;
  /** The platform's file that this is; null: our own columns, under whatever names. */
  readonly layout: Layout | null;
  /** What the merchant said of these headings; null: nothing. */
  readonly mapping: SavedMapping | null;
  /** Headings under which nothing is read; they come back in the receipt. */
  readonly unused: readonly string[];
};

export type RecognitionProblem = ColumnsProblem | { readonly kind: "other_kind"; readonly layout: Layout };

/**
 * What the columns of a sheet mean, by its first rows: what the merchant said of these headings, else a platform's own file
 * as it comes, else our columns under any name they are known by.
 */
export function recogniseColumns(
  head: readonly RawRow[],
  kind: ImportKind,
  mappings: readonly SavedMapping[],
): Result<RecognisedColumns, RecognitionProblem> {
  const rows = head.slice(0, ROWS_LOOKED_AT);
  const explained = mappedRow(rows, mappings);
  if (explained !== null) return recognised(mappedColumns(explained), null, explained.mapping);
  const found = recogniseLayout(rows);
  if (found !== null && found.layout.kind !== kind) return fail({ kind: "other_kind", layout: found.layout });
  const { orders, stock, products, settlement, customers } = found?.layout ?? {};
  if (found !== null && (orders ?? stock ?? products ?? settlement ?? customers) !== undefined) {
    const columns = layoutColumns(found.layout, found.headerRow);
    const missing = ["placed_at"].filter((name) => orders !== undefined && !columns.at.has(name));
    if (missing.length > 0) return fail({ kind: "missing_columns", missing, found: columns.headings, suggestions: [] });
    return recognised(ok(columns), found.layout, null);
  }
  return recognised(findColumns(rows, kind), null, null);
}

function recognised(
  columns: Result<Columns, ColumnsProblem>,
  layout: Layout | null,
  mapping: SavedMapping | null,
): Result<RecognisedColumns, ColumnsProblem> {
  if (!columns.ok) return columns;
  return ok({ columns: columns.value, layout, mapping, unused: unusedHeadings(columns.value) });
}

/** Codes that people and systems name things by; what is wrong with one of them cannot be guessed back. */
const codes = ["order_no", "line_id", "sku", "warehouse", "tracking_no", "barcode"];

/** Columns of days and times, in which `03/04/2026` may stand. */
const dates = [
  "placed_at",
  "paid_at",
  "cancelled_at",
  "shipped_at",
  "completed_at",
  "valid_from",
  "valid_to",
  "date",
  "posted_at",
];

/** By field name: what a whole column says of each of its codes, and of each of its dates. */
export type ColumnFacts = {
  readonly ids: Readonly<Record<string, IdFacts>>;
  readonly dates: Readonly<Record<string, DateFacts>>;
};

/** Gathers what the columns of codes and dates say, row by row. */
export function gatherFacts({ at }: Columns): { readonly facts: ColumnFacts; readonly note: (row: RawRow) => void } {
  const placed = (names: readonly string[]) =>
    names.flatMap((name) => {
      const index = at.get(name);
      return index === undefined ? [] : [{ name, index }];
    });
  const idColumns = placed(codes).map((column) => ({ ...column, facts: noIdFacts() }));
  const dateColumns = placed(dates).map((column) => ({ ...column, facts: noDateFacts() }));
  return {
    facts: {
      ids: Object.fromEntries(idColumns.map(({ name, facts }) => [name, facts])),
      dates: Object.fromEntries(dateColumns.map(({ name, facts }) => [name, facts])),
    },
    note: (row) => {
      for (const { index, facts } of idColumns) noteId(facts, row.cells[index] ?? { kind: "empty" });
      for (const { index, facts } of dateColumns) noteDate(facts, row.cells[index] ?? { kind: "empty" });
    },
  };
}

/** The columns with the checks that need all rows to have been seen. */
export function checkedColumns(columns: Columns, facts: ColumnFacts, format: ReadSheet["format"]): Columns {
  const idChecks = Object.entries(facts.ids).map(([name, each]): readonly [string, IdCheck] => [
    name,
    idCheckOf(each, format),
  ]);
  const dateOrders = Object.entries(facts.dates).flatMap(([name, each]): (readonly [string, DateOrder])[] => {
    const order = dateOrderOf(each);
    return order === null ? [] : [[name, order]];
  });
  return { ...columns, idChecks: new Map(idChecks), dateOrders: new Map(dateOrders) };
}
