import type { RawRow } from "../../sheets/rows.ts";
import { keyText } from "../key-text.ts";
import { groupParcels, parcelName, readParcelRows } from "../parcel-rows.ts";
import type { KindOfImport, RowContext } from "./kind-of-import.ts";

/** Tracking numbers of orders that have left; the rows of one parcel are one. */
export const orderUpdates: KindOfImport = {
  kind: "order-updates",
  neededCells: ["tracking_no"],
  keyFields: ["order_no"],
  isOfItsDay: false,
  read: (rows, { columns, merchant, warehouses, uploadedAt }) => {
    const read = readParcelRows(rows, columns, { zone: merchant.zone, now: uploadedAt, warehouses });
    const names = new Map(rows.map((row) => [row.number, nameOf(row, columns)]));
    const { groups, failed } = groupParcels(read, (rowNumber) => names.get(rowNumber) ?? "");
    const units = groups.map((group) => ({
      rows: group.rows,
      apply: ({ applyParcel }, file) => applyParcel(file, group),
    })) satisfies ReturnType<KindOfImport["read"]>["units"];
    return { units, failed };
  },
};

/** As far as its cells can be read. */
function nameOf(row: RawRow, columns: RowContext["columns"]): string {
  const [shop, orderNo, trackingNo] = (["shop", "order_no", "tracking_no"] as const).map((name) =>
    keyText(row, columns, name),
  ) as [string, string, string];
  return parcelName({ shop, orderNo, trackingNo });
}
