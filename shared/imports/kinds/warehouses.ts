import { warehouseCode } from "../../kernel/ids.ts";
import { fromWarehouseItem, toWarehouseItem } from "../../routing/settings-store.ts";
import type { Warehouse, WarehouseHours } from "../../routing/warehouse.ts";
import { warehouseKey } from "../../table/keys.ts";
import { putUnchanged } from "../../table/put-unchanged.ts";
import type { FileInHand } from "../apply-orders.ts";
import type { RowFate } from "../row-fate.ts";
import { readWarehouseRows, type WarehouseRow } from "../warehouse-rows.ts";
import type { ImportTools, KindOfImport } from "./kind-of-import.ts";
import { storedKind, unitsOf } from "./units-of-rows.ts";

/** Warehouses and stores. None is closed by a file: what it was to send would have to be planned anew. */
export const warehouses: KindOfImport = {
  kind: "warehouses",
  neededCells: ["code"],
  keyFields: ["code"],
  isOfItsDay: false,
  isForWaiting: true,
  read: (rows, { columns, merchant, warehouses: known }) => {
    const { currency, zone } = merchant;
    return unitsOf(readWarehouseRows(rows, columns, { currency, warehouses: known }), (tools, file, row) =>
      stateWarehouse(tools, file, row, zone),
    );
  },
};

async function stateWarehouse(tools: ImportTools, file: FileInHand, row: WarehouseRow, zone: string): Promise<RowFate> {
  const { merchantId } = file;
  const code = warehouseCode(row.code);
  const statedBy = `${file.content}#${row.rowNumber}`;
  const fate = await putUnchanged<RowFate>(tools, warehouseKey(merchantId, code), Object.keys, (item) => {
    const before = item === null ? null : fromWarehouseItem(item);
    const warehouse = warehouseOf(row, before, { merchant: merchantId, zone });
    if (before !== null && JSON.stringify(before) === JSON.stringify(warehouse)) {
      const kind = storedKind(item?.["statedBy"] === statedBy ? "repeated" : "unchanged", file);
      return { value: { kind, result: code }, item: null };
    }
    const stated = { ...toWarehouseItem(merchantId, warehouse), statedBy };
    return { value: { kind: "applied", result: code }, item: stated };
  });
  return fate ?? { kind: "failed", reasons: [{ code: "not_applied", column: null, found: "busy" }] };
}

/** A new one is open, goes last among equals, and serves everywhere. */
function warehouseOf(
  { code, said, hours }: WarehouseRow,
  before: Warehouse | null,
  { merchant, zone }: { readonly merchant: FileInHand["merchantId"]; readonly zone: string },
): Warehouse {
  const blank = { name: code, country: "", region: "", regionName: "", serves: [], priority: 1, isActive: true };
  const known: Warehouse = before ?? { code: warehouseCode(code), ...blank };
  const hasHours = Object.keys(hours).length > 0 || known.hours !== undefined;
  const changed = { ...known, ...said, ...(hasHours ? { hours: hoursOf(hours, known.hours, zone) } : {}) };
  // Through its stored form, so that the parts stand in the order in which they are read, and compare as text.
  return fromWarehouseItem(toWarehouseItem(merchant, changed));
}

function hoursOf(said: WarehouseRow["hours"], before: WarehouseHours | undefined, zone: string): WarehouseHours {
  const usual = { zone, cutoffMinutes: 1_440, workingDays: [1, 2, 3, 4, 5, 6, 7], holidays: [] };
  return { ...usual, ...before, ...said };
}
