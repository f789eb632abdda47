import type { RawRow } from "../../sheets/rows.ts";
import { emptyCell } from "../../sheets/rows.ts";
import type { Columns } from "../find-columns.ts";
import type { GroupedOrders, OrderGroup } from "../group-orders.ts";
import type { RowNote } from "../notes.ts";
import type { OrderDefaults } from "../order-rows.ts";
import { readId } from "../read-cell.ts";
import type { RowReason } from "../reasons.ts";
import { exportedOrder } from "./export-order.ts";
import { type ExportRow, readExportRow } from "./export-row.ts";
import type { OrderLayout } from "./layout.ts";

type Known = { readonly currency: string | null; readonly payment: string; readonly fulfilment: string };

/**
 * The orders of a platform's own file. Rows of one number are one order, wherever they stand; as with our own columns an
 * order is taken whole or not at all.
 */
export function readExportOrders(
  rows: readonly RawRow[],
  columns: Columns,
  layout: OrderLayout,
  defaults: OrderDefaults,
): GroupedOrders {
  const failed = new Map<number, readonly RowReason[]>();
  const badRows = new Map<string, number>();
  const good: ExportRow[] = [];
  const known = new Map<string, Known>();
  const at = columns.at.get("order_no") ?? -1;
  for (const row of rows) {
    const id = readId(row.cells[at] ?? emptyCell);
    const orderNo = id.ok ? (id.value ?? "") : "";
    const read = readExportRow(row, columns, layout, defaults, known.get(orderNo) ?? null);
    if (!read.ok) {
      failed.set(row.number, read.error);
      if (orderNo !== "" && !badRows.has(orderNo)) badRows.set(orderNo, row.number);
      continue;
    }
    const { currency, texts } = read.value;
    if (!known.has(orderNo))
      known.set(orderNo, { currency, payment: texts.payment_status, fulfilment: texts.fulfilment_status });
    good.push(read.value);
  }
  const groups: OrderGroup[] = [];
  for (const [key, members] of Map.groupBy(good, (row) => row.orderNo)) {
    const reason = against(members, badRows.get(key));
    if (reason !== null) for (const row of members) failed.set(row.rowNumber, [reason]);
    else groups.push(groupOf(key, members, layout, defaults));
  }
  return { groups, failed };
}

function against(rows: readonly ExportRow[], badRow: number | undefined): RowReason | null {
  if (badRow !== undefined) return { code: "order_has_bad_row", column: null, found: "", row: badRow };
  const placed = new Set(rows.flatMap((row) => row.placedAt ?? []));
  if (placed.size > 1) return { code: "rows_disagree", column: "placed_at", found: "placed_at" };
  if (placed.size === 0) return { code: "required", column: "placed_at", found: "" };
  const currencies = new Set(rows.flatMap((row) => row.currency ?? []));
  return currencies.size > 1 ? { code: "rows_disagree", column: "currency", found: "currency" } : null;
}

function groupOf(key: string, rows: readonly ExportRow[], layout: OrderLayout, defaults: OrderDefaults): OrderGroup {
  const { order, notes } = exportedOrder(rows, layout, defaults);
  const own = new Map<number, readonly RowNote[]>(rows.map((row) => [row.rowNumber, [...row.notes, ...notes]]));
  return { key: `${layout.platform}\n${key}`, rows, order, notes: own };
}
