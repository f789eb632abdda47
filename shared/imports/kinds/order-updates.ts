import { groupParcels, readParcelRows } from "../parcel-rows.ts";
import type { RowReason } from "../reasons.ts";
import type { KindOfImport } from "./kind-of-import.ts";

/** Tracking numbers of orders that have left; the rows of one parcel are one. */
export const orderUpdates: KindOfImport = {
  kind: "order-updates",
  neededCells: ["tracking_no"],
  keyFields: ["order_no"],
  isOfItsDay: false,
  read: (rows, { columns, merchant, warehouses, uploadedAt }) => {
    const failed = new Map<number, readonly RowReason[]>();
    const read = readParcelRows(rows, columns, { zone: merchant.zone, now: uploadedAt, warehouses });
    const good = read.flatMap(({ rowNumber, result }) => {
      if (result.ok) return [result.value];
      failed.set(rowNumber, result.error);
      return [];
    });
    const units = groupParcels(good).map((group) => ({
      rows: group.rows,
      apply: ({ applyParcel }, file) => applyParcel(file, group),
    })) satisfies ReturnType<KindOfImport["read"]>["units"];
    return { units, failed };
  },
};
