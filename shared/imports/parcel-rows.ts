import { fail, ok } from "../kernel/result.ts";
import type { RawRow } from "../sheets/rows.ts";
import { type NamedCarrier, namedCarrier } from "./carrier-names.ts";
import type { Columns } from "./find-columns.ts";
import type { RowNote } from "./notes.ts";
import { readCount, readId, readText, readTime } from "./read-cell.ts";
import { makeRowReader } from "./row-reader.ts";
import type { ReadRow } from "./stock-rows.ts";

/** One row of a file of tracking numbers. */
export type ParcelRow = {
  readonly rowNumber: number;
  /** As the platform shows it, or the hub's own id. */
  readonly orderNo: string;
  readonly shop: string;
  readonly carrier: NamedCarrier;
  readonly trackingNo: string;
  /** null: everything of the order that is allocated. */
  readonly sku: string | null;
  /** null: all that is allocated of the sku. */
  readonly quantity: number | null;
  /** null: the one the goods are allocated from. */
  readonly warehouse: string | null;
  readonly shippedAt: string | null;
  readonly notes: readonly RowNote[];
};

/** A parcel: the rows of one order with one tracking number. */
export type ParcelGroup = { readonly rows: readonly ParcelRow[]; readonly first: ParcelRow };

export function readParcelRows(
  rows: readonly RawRow[],
  columns: Columns,
  { zone, now, warehouses }: { readonly zone: string; readonly now: string; readonly warehouses: ReadonlySet<string> },
): readonly ReadRow<ParcelRow>[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const reader = makeRowReader(row, columns);
    const orderNo = reader.required("order_no", readId);
    const carrier = reader.required("carrier", readText);
    const trackingNo = reader.required("tracking_no", readId);
    const sku = reader.optional("sku", readId);
    const quantity = reader.optional("quantity", readCount);
    const warehouse = reader.optional("warehouse", readId);
    const shippedAt = reader.optional("shipped_at", (cell) =>
      readTime(cell, zone, columns.dateOrders?.get("shipped_at")),
    );
    const shop = reader.optional("shop", readText) ?? "";
    if (quantity === 0) reader.refuse("zero_quantity", "quantity", "0");
    if (quantity !== null && sku === null && columns.at.has("sku")) reader.refuse("required", "sku", "");
    if (warehouse !== null && !warehouses.has(warehouse)) reader.refuse("unknown_warehouse", "warehouse", warehouse);
    if (shippedAt !== null && shippedAt > now) reader.refuse("time_in_future", "shipped_at", shippedAt);
    const line = [shop, orderNo, trackingNo, sku ?? ""].join("\n");
    const earlier = seen.get(line);
    if (earlier !== undefined) reader.refuse("repeated_row", null, orderNo ?? "", earlier);
    else if (orderNo !== null && trackingNo !== null) seen.set(line, row.number);
    if (reader.reasons.length > 0 || orderNo === null || carrier === null || trackingNo === null)
      return { rowNumber: row.number, result: fail(reader.reasons) };
    return {
      rowNumber: row.number,
      result: ok({
        rowNumber: row.number,
        orderNo,
        shop,
        carrier: namedCarrier(carrier),
        trackingNo,
        sku,
        quantity: sku === null ? null : quantity,
        warehouse,
        shippedAt,
        notes: reader.notes,
      }),
    };
  });
}

/** Rows that name the articles of one parcel are one parcel, wherever they stand. */
export function groupParcels(rows: readonly ParcelRow[]): readonly ParcelGroup[] {
  const groups = Map.groupBy(rows, (row) => [row.shop, row.orderNo, row.trackingNo].join("\n"));
  return [...groups.values()].map((members) => ({ rows: members, first: members[0] as ParcelRow }));
}
