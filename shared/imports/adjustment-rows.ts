import { type AdjustmentLine, MAX_LINES } from "../inventory/documents/document.ts";
import { sku, warehouseCode } from "../kernel/ids.ts";
import { fail, ok } from "../kernel/result.ts";
import type { RawRow } from "../sheets/rows.ts";
import type { Columns } from "./find-columns.ts";
import type { RowNote } from "./notes.ts";
import { readChange, readId, readText } from "./read-cell.ts";
import { readChoice } from "./read-list.ts";
import type { RowReason } from "./reasons.ts";
import { makeRowReader } from "./row-reader.ts";
import type { ReadRow } from "./stock-rows.ts";

export type AdjustmentRow = {
  readonly rowNumber: number;
  readonly documentNo: string;
  readonly reason: string;
  readonly line: AdjustmentLine;
  readonly notes: readonly RowNote[];
};

/** The rows of one document: booked whole or not at all. */
export type AdjustmentGroup = {
  readonly documentNo: string;
  readonly reason: string;
  readonly rows: readonly AdjustmentRow[];
};

export const adjustmentKinds = ["adjusted", "damaged", "held", "returned"] as const;

/** As files say it. */
export const adjustmentWords = {
  adjusted: "adjusted",
  damaged: "damaged",
  held: "held",
  returned: "returned",
  调整: "adjusted",
  盘盈亏: "adjusted",
  残次: "damaged",
  待检: "held",
  退货: "returned",
} as const satisfies Readonly<Record<string, AdjustmentLine["kind"]>>;

const DOCUMENT_NO = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const LONGEST_REASON = 500;

export function readAdjustmentRows(
  rows: readonly RawRow[],
  columns: Columns,
  warehouses: ReadonlySet<string>,
): readonly ReadRow<AdjustmentRow>[] {
  return rows.map((row) => {
    const reader = makeRowReader(row, columns);
    const documentNo = reader.required("document_no", readId);
    const code = reader.required("sku", readId);
    const place = reader.required("warehouse", readId);
    const quantity = reader.required("change", readChange);
    const kind = reader.optional("kind", (cell) => readChoice(cell, adjustmentWords)) ?? "adjusted";
    const reason = reader.required("reason", readText);
    if (documentNo !== null && !DOCUMENT_NO.test(documentNo))
      reader.refuse("bad_document_no", "document_no", documentNo);
    if (place !== null && !warehouses.has(place)) reader.refuse("unknown_warehouse", "warehouse", place);
    if (quantity === 0) reader.refuse("zero_change", "change", "0");
    if (quantity !== null && quantity < 0 && kind === "returned")
      reader.refuse("returned_below_zero", "change", `${quantity}`);
    if (reason !== null && reason.length > LONGEST_REASON) reader.refuse("text_too_long", "reason", reason);
    const isWhole = documentNo !== null && code !== null && place !== null && quantity !== null && reason !== null;
    if (reader.reasons.length > 0 || !isWhole) return { rowNumber: row.number, result: fail(reader.reasons) };
    const line = { sku: sku(code), warehouse: warehouseCode(place), kind, quantity };
    const read = { rowNumber: row.number, documentNo, reason, line, notes: reader.notes };
    return { rowNumber: row.number, result: ok(read) };
  });
}

/** `documentNoOf` says which document a bad row was about, as far as it can be read. */
export function groupAdjustments(
  read: readonly ReadRow<AdjustmentRow>[],
  documentNoOf: (rowNumber: number) => string,
): { readonly groups: readonly AdjustmentGroup[]; readonly failed: ReadonlyMap<number, readonly RowReason[]> } {
  const failed = new Map<number, readonly RowReason[]>();
  const bad = new Map<string, string>();
  const good: AdjustmentRow[] = [];
  for (const { rowNumber, result } of read) {
    if (result.ok) good.push(result.value);
    else {
      failed.set(rowNumber, result.error);
      bad.set(documentNoOf(rowNumber), result.error[0]?.code ?? "required");
    }
  }
  const groups: AdjustmentGroup[] = [];
  for (const [documentNo, rows] of Map.groupBy(good, (row) => row.documentNo)) {
    const reason = reasonAgainst(rows, bad.get(documentNo));
    if (reason === null) groups.push({ documentNo, reason: rows[0]?.reason ?? "", rows });
    else for (const { rowNumber } of rows) failed.set(rowNumber, [reason]);
  }
  return { groups, failed };
}

function reasonAgainst(rows: readonly AdjustmentRow[], bad: string | undefined): RowReason | null {
  if (bad !== undefined) return { code: "document_has_bad_row", column: null, found: bad };
  if (rows.length > MAX_LINES) return { code: "document_too_long", column: "document_no", found: `${rows.length}` };
  if (new Set(rows.map(({ reason }) => reason)).size > 1)
    return { code: "document_disagrees", column: "reason", found: "reason" };
  const places = rows.map(({ line }) => `${line.sku} @ ${line.warehouse}`);
  const twice = places.find((place, at) => places.indexOf(place) !== at);
  return twice === undefined ? null : { code: "repeated_row", column: null, found: twice };
}
