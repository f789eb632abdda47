import { setOnHand } from "../inventory/set-on-hand.ts";
import { inChunks } from "../kernel/in-chunks.ts";
import type { MerchantSettings } from "../settings/merchant-settings.ts";
import type { RawRow } from "../sheets/rows.ts";
import { cellText, emptyCell } from "../sheets/rows.ts";
import type { Table } from "../table/port.ts";
import type { ApplyOrder, FileInHand } from "./apply-orders.ts";
import type { ApplyParcel } from "./apply-parcels.ts";
import type { Columns } from "./find-columns.ts";
import { type GroupedOrders, groupOrders } from "./group-orders.ts";
import { readExportOrders } from "./layouts/export-orders.ts";
import type { Layout } from "./layouts/layout.ts";
import type { RowNote } from "./notes.ts";
import { readOrderRows } from "./order-rows.ts";
import { groupParcels, type ParcelRow, readParcelRows } from "./parcel-rows.ts";
import type { RowFate } from "./receipt.ts";
import { readStockRows, type StockRow } from "./stock-rows.ts";

/** How many rows or orders are under way at once: the table is asked, not flooded. */
const AT_ONCE = 8;
/** After how many groups, `AT_ONCE` each, the progress is told. */
const PROGRESS_EVERY = 32;

export type Fates = Map<number, RowFate>;

/** Called now and then with the rows that have their fate so far. */
export type Progress = (fates: Fates) => Promise<void>;

/** Sets each counted position; every row gets its fate, good rows are applied beside bad ones. */
export async function applyStockRows(
  deps: { readonly table: Table; readonly now: () => Date },
  file: FileInHand,
  sheet: { readonly rows: readonly RawRow[]; readonly columns: Columns; readonly warehouses: ReadonlySet<string> },
  progress: Progress,
): Promise<Fates> {
  const fates: Fates = new Map();
  const good: StockRow[] = [];
  for (const { rowNumber, result } of readStockRows(sheet.rows, sheet.columns, sheet.warehouses)) {
    if (result.ok) good.push(result.value);
    else fates.set(rowNumber, { kind: "failed", reasons: result.error });
  }
  await applyEach(good, progress, fates, async (row) => {
    const { rowNumber, safetyStock, lowStockThreshold, incoming, notes, ...position } = row;
    const counted = await setOnHand(
      deps.table,
      {
        merchantId: file.merchantId,
        ...position,
        safetyStock: safetyStock ?? undefined,
        lowStockThreshold: lowStockThreshold ?? undefined,
        incoming: incoming ?? undefined,
        countKey: `${file.content}#${rowNumber}`,
        cause: `${file.importId}#${rowNumber}`,
      },
      deps.now().toISOString(),
    );
    fates.set(rowNumber, withNotes(stockFate(counted, row), notes));
  });
  return fates;
}

function stockFate(counted: Awaited<ReturnType<typeof setOnHand>>, row: StockRow): RowFate {
  const result = `${row.sku} @ ${row.warehouse}`;
  if (!counted.ok)
    return { kind: "failed", reasons: [{ code: "not_applied", column: null, found: counted.error.kind }] };
  const { kind, note } = counted.value;
  if (kind === "unchanged") return { kind: "unchanged", result };
  // A repeated row was applied by an earlier run of this very file: its fate is that of the first time.
  return note === null ? { kind: "applied", result } : { kind: "applied", result, note };
}

/** Applies each whole order of the file; the rows of an order share its fate. */
export async function applyOrderRows(
  applyOrder: ApplyOrder,
  file: FileInHand,
  sheet: {
    readonly rows: readonly RawRow[];
    readonly columns: Columns;
    readonly layout: Layout | null;
    readonly merchant: MerchantSettings;
  },
  progress: Progress,
): Promise<Fates> {
  const { groups, failed } = readGroups(file, sheet);
  const fates: Fates = new Map([...failed].map(([rowNumber, reasons]) => [rowNumber, { kind: "failed", reasons }]));
  await applyEach(groups, progress, fates, async (group) => {
    const fate = await applyOrder(file, group, sheet.layout?.orders?.platform ?? null);
    for (const { rowNumber } of group.rows) fates.set(rowNumber, withNotes(fate, group.notes?.get(rowNumber) ?? []));
  });
  return fates;
}

/** Records each parcel of the file; the rows of a parcel share its fate. */
export async function applyParcelRows(
  applyParcel: ApplyParcel,
  file: FileInHand,
  sheet: {
    readonly rows: readonly RawRow[];
    readonly columns: Columns;
    readonly warehouses: ReadonlySet<string>;
    readonly merchant: MerchantSettings;
  },
  progress: Progress,
): Promise<Fates> {
  const fates: Fates = new Map();
  const good: ParcelRow[] = [];
  const { warehouses, merchant } = sheet;
  const context = { zone: merchant.zone, now: file.uploadedAt, warehouses };
  for (const { rowNumber, result } of readParcelRows(sheet.rows, sheet.columns, context)) {
    if (result.ok) good.push(result.value);
    else fates.set(rowNumber, { kind: "failed", reasons: result.error });
  }
  await applyEach(groupParcels(good), progress, fates, async (group) => {
    const fate = await applyParcel(file, group);
    for (const { rowNumber, notes } of group.rows) fates.set(rowNumber, withNotes(fate, notes));
  });
  return fates;
}

function readGroups(
  file: FileInHand,
  sheet: {
    readonly rows: readonly RawRow[];
    readonly columns: Columns;
    readonly layout: Layout | null;
    readonly merchant: MerchantSettings;
  },
): GroupedOrders {
  const { zone, currency } = sheet.merchant;
  const defaults = { zone, currency, now: file.uploadedAt };
  const layout = sheet.layout?.orders;
  if (layout !== undefined) return readExportOrders(sheet.rows, sheet.columns, layout, defaults);
  const read = readOrderRows(sheet.rows, sheet.columns, defaults);
  const orderNoAt = sheet.columns.at.get("order_no") ?? -1;
  const orderNos = new Map(sheet.rows.map((row) => [row.number, cellText(row.cells[orderNoAt] ?? emptyCell).trim()]));
  return groupOrders(read, (rowNumber) => orderNos.get(rowNumber) ?? "", file.uploadedAt);
}

function withNotes(fate: RowFate, notes: readonly RowNote[]): RowFate {
  return fate.kind === "failed" || notes.length === 0 ? fate : { ...fate, notes };
}

async function applyEach<T>(
  inputs: readonly T[],
  progress: Progress,
  fates: Fates,
  run: (input: T) => Promise<void>,
): Promise<void> {
  for (const [at, group] of inChunks(inputs, AT_ONCE).entries()) {
    await Promise.all(group.map(run));
    if (at % PROGRESS_EVERY === 0) await progress(fates);
  }
}
