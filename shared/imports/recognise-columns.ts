import { fail, ok, type Result } from "../kernel/result.ts";
import type { ReadSheet } from "../sheets/rows.ts";
import { type IdCheck, idCheckOf } from "./damage.ts";
import { type Columns, type ColumnsProblem, findColumns } from "./find-columns.ts";
import type { ImportKind } from "./import-kind.ts";
import type { Layout } from "./layouts/layout.ts";
import { layoutColumns, unusedHeadings } from "./layouts/layout-columns.ts";
import { recogniseLayout } from "./layouts/recognise-layout.ts";

export type RecognisedColumns = {
  readonly columns: Columns;
  /** The platform's file that this is; null: our own columns, under whatever names. */
  readonly layout: Layout | null;
  /** Headings under which nothing is read; they come back in the receipt. */
  readonly unused: readonly string[];
};

export type RecognitionProblem = ColumnsProblem | { readonly kind: "other_kind"; readonly layout: Layout };

/** Codes that people and systems name things by; what is wrong with one of them cannot be guessed back. */
const codes = ["order_no", "line_id", "sku", "warehouse", "tracking_no", "barcode"];

/** What the columns of a sheet mean: a platform's own file as it comes, else our columns under any name they are known by. */
export function recogniseColumns(sheet: ReadSheet, kind: ImportKind): Result<RecognisedColumns, RecognitionProblem> {
  const found = recogniseLayout(sheet.rows);
  if (found !== null && found.layout.kind !== kind) return fail({ kind: "other_kind", layout: found.layout });
  if (found !== null && (found.layout.orders !== undefined || found.layout.stock !== undefined)) {
    const columns = layoutColumns(found.layout, found.headerRow);
    const missing = ["placed_at"].filter((name) => found.layout.orders !== undefined && !columns.at.has(name));
    if (missing.length > 0) return fail({ kind: "missing_columns", missing, found: columns.headings, suggestions: [] });
    return ok({ columns: checked(columns, sheet), layout: found.layout, unused: unusedHeadings(columns) });
  }
  const columns = findColumns(sheet.rows, kind);
  if (!columns.ok) return columns;
  return ok({ columns: checked(columns.value, sheet), layout: null, unused: unusedHeadings(columns.value) });
}

function checked(columns: Columns, sheet: ReadSheet): Columns {
  const rows = sheet.rows.filter((row) => row.number > columns.headerRow);
  const idChecks = new Map(
    codes.flatMap((name): (readonly [string, IdCheck])[] => {
      const at = columns.at.get(name);
      return at === undefined ? [] : [[name, idCheckOf(rows, at, sheet.format)]];
    }),
  );
  return { ...columns, idChecks };
}
