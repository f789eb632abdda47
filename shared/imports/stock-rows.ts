import { type Sku, sku, type WarehouseCode, warehouseCode } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { RawRow } from "../sheets/rows.ts";
import type { Columns } from "./find-columns.ts";
import type { RowNote } from "./notes.ts";
import { readCount, readId } from "./read-cell.ts";
import type { RowReason } from "./reasons.ts";
import { makeRowReader } from "./row-reader.ts";

/** One counted position. A setting whose column is absent or cell empty stays as it is. */
export type StockRow = {
  readonly rowNumber: number;
  readonly sku: Sku;
  readonly warehouse: WarehouseCode;
  readonly onHand: number;
  readonly safetyStock: number | null;
  readonly lowStockThreshold: number | null;
  readonly incoming: number | null;
  readonly notes: readonly RowNote[];
};

export type ReadRow<T> = { readonly rowNumber: number; readonly result: Result<T, readonly RowReason[]> };

/** Every row gets its own answer; the second row about one sku in one warehouse is refused, not summed. */
export function readStockRows(
  rows: readonly RawRow[],
  columns: Columns,
  warehouses: ReadonlySet<string>,
): readonly ReadRow<StockRow>[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const reader = makeRowReader(row, columns);
    const code = reader.required("sku", readId);
    const place = reader.required("warehouse", readId);
    const onHand = reader.required("on_hand", readCount);
    const safetyStock = reader.optional("safety_stock", readCount);
    const lowStockThreshold = reader.optional("low_stock_threshold", readCount);
    const incoming = reader.optional("incoming", readCount);
    if (place !== null && !warehouses.has(place)) reader.refuse("unknown_warehouse", "warehouse", place);
    if (code !== null && place !== null) {
      const position = `${code} @ ${place}`;
      const earlier = seen.get(position);
      if (earlier !== undefined) reader.refuse("repeated_row", null, position, earlier);
      else seen.set(position, row.number);
    }
    if (reader.reasons.length > 0 || code === null || place === null || onHand === null) {
      return { rowNumber: row.number, result: fail(reader.reasons) };
    }
    return {
      rowNumber: row.number,
      result: ok({
        rowNumber: row.number,
        sku: sku(code),
        warehouse: warehouseCode(place),
        onHand,
        safetyStock,
        lowStockThreshold,
        incoming,
        notes: reader.notes,
      }),
    };
  });
}
