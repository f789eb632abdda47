import { setOnHand } from "../../inventory/set-on-hand.ts";
import type { FileInHand } from "../apply-orders.ts";
import type { RowFate } from "../row-fate.ts";
import { readStockRows, type StockRow } from "../stock-rows.ts";
import type { ImportTools, KindOfImport } from "./kind-of-import.ts";
import { unitsOf } from "./units-of-rows.ts";

/** Counted positions, one row each. The same count on another day is a new count, for goods have moved since. */
export const stock: KindOfImport = {
  kind: "stock",
  neededCells: ["sku", "warehouse"],
  keyFields: ["sku"],
  isOfItsDay: true,
  read: (rows, { columns, warehouses }) => unitsOf(readStockRows(rows, columns, warehouses), setCounted),
};

async function setCounted({ table, now }: ImportTools, file: FileInHand, row: StockRow): Promise<RowFate> {
  const { rowNumber, safetyStock, lowStockThreshold, incoming, notes: _, ...position } = row;
  const counted = await setOnHand(
    table,
    {
      merchantId: file.merchantId,
      ...position,
      safetyStock: safetyStock ?? undefined,
      lowStockThreshold: lowStockThreshold ?? undefined,
      incoming: incoming ?? undefined,
      countKey: `${file.content}#${rowNumber}`,
      cause: `${file.importId}#${rowNumber}`,
    },
    now().toISOString(),
  );
  const result = `${row.sku} @ ${row.warehouse}`;
  if (!counted.ok)
    return { kind: "failed", reasons: [{ code: "not_applied", column: null, found: counted.error.kind }] };
  const { kind, note } = counted.value;
  // A repeated row was applied by an earlier run of this import, whose fate it gets, or by an earlier upload of the same file.
  if (kind === "unchanged" || (kind === "repeated" && file.isAgain)) return { kind: "unchanged", result };
  return note === null ? { kind: "applied", result } : { kind: "applied", result, note };
}
