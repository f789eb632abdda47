import type { RawRow } from "../../sheets/rows.ts";
import { cellText, emptyCell } from "../../sheets/rows.ts";
import { type GroupedOrders, groupOrders } from "../group-orders.ts";
import { readExportOrders } from "../layouts/export-orders.ts";
import { readOrderRows } from "../order-rows.ts";
import type { KindOfImport, RowContext } from "./kind-of-import.ts";

/** Orders as rows of articles, in our own columns or as a platform exports them. */
export const orders: KindOfImport = {
  kind: "orders",
  neededCells: ["order_no", "quantity"],
  keyFields: ["order_no"],
  isOfItsDay: false,
  read: (rows, context) => {
    const { groups, failed } = readGroups(rows, context);
    const platform = context.layout?.orders?.platform ?? null;
    const units = groups.map((group) => ({
      rows: group.rows.map(({ rowNumber }) => ({ rowNumber, notes: group.notes?.get(rowNumber) ?? [] })),
      apply: ({ applyOrder }, file) => applyOrder(file, group, platform),
    })) satisfies ReturnType<KindOfImport["read"]>["units"];
    return { units, failed };
  },
};

function readGroups(rows: readonly RawRow[], { columns, layout, merchant, uploadedAt }: RowContext): GroupedOrders {
  const defaults = { zone: merchant.zone, currency: merchant.currency, now: uploadedAt };
  if (layout?.orders !== undefined) return readExportOrders(rows, columns, layout.orders, defaults);
  const read = readOrderRows(rows, columns, defaults);
  const at = columns.at.get("order_no") ?? -1;
  const orderNos = new Map(rows.map((row) => [row.number, cellText(row.cells[at] ?? emptyCell).trim()]));
  return groupOrders(read, (rowNumber) => orderNos.get(rowNumber) ?? "", uploadedAt);
}
