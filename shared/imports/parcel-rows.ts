import { fail, ok } from "../kernel/result.ts";
import type { RawRow } from "../sheets/rows.ts";
import { type NamedCarrier, namedCarrier } from "./carrier-names.ts";
import type { Columns } from "./find-columns.ts";
import type { RowNote } from "./notes.ts";
import { readCount, readId, readText, readTime } from "./read-cell.ts";
import type { RowReason } from "./reasons.ts";
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
    if (earlier !== undefined) {
      reader.refuse("repeated_row", null, orderNo ?? "", earlier);
      // Whether it is the same units or more of them nobody can say.
      if (quantity !== null && quantity > 0) reader.refuse("parcel_rows_disagree", "quantity", "quantity");
    }
    if (earlier === undefined && orderNo !== null && trackingNo !== null) seen.set(line, row.number);
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

type GroupedParcels = {
  readonly groups: readonly ParcelGroup[];
  readonly failed: ReadonlyMap<number, readonly RowReason[]>;
};

/**
 * Rows that name the articles of one parcel are one parcel, wherever they stand: taken whole or not at all, for what has left
 * cannot be added to later. `parcelOf` says which one a bad row was about, as far as it can be read.
 */
export function groupParcels(
  read: readonly ReadRow<ParcelRow>[],
  parcelOf: (rowNumber: number) => string,
): GroupedParcels {
  const failed = new Map<number, readonly RowReason[]>();
  const bad = new Map<string, RowReason>();
  for (const { rowNumber, result } of read) {
    if (result.ok) continue;
    failed.set(rowNumber, result.error);
    const [why] = result.error.filter(({ code }) => code !== "repeated_row");
    if (why !== undefined) bad.set(parcelOf(rowNumber), { ...why, row: rowNumber });
  }
  const good = read.flatMap(({ result }) => (result.ok ? [result.value] : []));
  const groups: ParcelGroup[] = [];
  for (const rows of Map.groupBy(good, parcelName).values()) {
    const [first] = rows;
    if (first === undefined) continue;
    const against = reasonsAgainst(rows, bad.get(parcelName(first)));
    for (const [rowNumber, reason] of against) failed.set(rowNumber, [reason]);
    const { warehouse = null } = rows.find((row) => row.warehouse !== null) ?? {};
    if (against.size === 0) groups.push({ rows, first: { ...first, warehouse } });
  }
  return { groups, failed };
}

/** Names a parcel within its file. */
export function parcelName({ shop, orderNo, trackingNo }: Pick<ParcelRow, "shop" | "orderNo" | "trackingNo">): string {
  return [shop, orderNo, trackingNo].join("\n");
}

/** By row; empty: the rows are one parcel. */
function reasonsAgainst(rows: readonly ParcelRow[], bad: RowReason | undefined): ReadonlyMap<number, RowReason> {
  const all = (reason: RowReason) => new Map(rows.map(({ rowNumber }) => [rowNumber, reason]));
  if (bad !== undefined) return all(besides(bad));
  for (const [column, of] of [
    ["carrier", ({ carrier }: ParcelRow) => carrier.code],
    ["warehouse", ({ warehouse }: ParcelRow) => warehouse],
  ] as const)
    if (new Set(rows.map(of).filter((each) => each !== null)).size > 1)
      return all({ code: "parcel_rows_disagree", column, found: column });
  // One that names no article means all of the order, and the others beside it say that it is not all.
  const empty = rows.find(({ sku }) => sku === null);
  if (empty === undefined || rows.every(({ sku }) => sku === null)) return new Map();
  const missing: RowReason = { code: "required", column: "sku", found: "" };
  return new Map(
    rows.map(({ rowNumber, sku }) => [
      rowNumber,
      sku === null ? missing : besides({ ...missing, row: empty.rowNumber }),
    ]),
  );
}

function besides({ code, row }: RowReason): RowReason {
  return { code: "parcel_has_bad_row", column: null, found: code, ...(row === undefined ? {} : { row }) };
}
