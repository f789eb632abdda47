import { closeEntry } from "../../reconciliation/read-entries.ts";
import { readSettlement } from "../../reconciliation/settlement-store.ts";
import type { FileInHand } from "../apply-orders.ts";
import type { RowFate } from "../row-fate.ts";
import { readWorkRows, type WorkRow } from "../settlements/work-rows.ts";
import type { ImportTools, KindOfImport } from "./kind-of-import.ts";
import { storedKind, unitsOf } from "./units-of-rows.ts";

/** The workbook of a settlement comes back with what finance has closed in it. */
export const settlementWork: KindOfImport = {
  kind: "settlement-work",
  neededCells: ["line"],
  keyFields: ["settlement", "line"],
  // A line that was opened again meanwhile is closed by the same workbook tomorrow, and not by one that comes twice.
  isOfItsDay: true,
  read: (rows, { columns }) => unitsOf(readWorkRows(rows, columns), closeLine),
};

async function closeLine({ table, now }: ImportTools, file: FileInHand, row: WorkRow): Promise<RowFate> {
  const { line, closes, note } = row;
  if (closes === null) return { kind: "unchanged", result: line };
  const settlement = await readSettlement(table, file.merchantId, row.settlement);
  const no = (column: string, found: string): RowFate => ({
    kind: "failed",
    reasons: [{ code: "unknown_entry", column, found }],
  });
  if (settlement === null) return no("settlement", row.settlement);
  const by = `${file.content}#${row.rowNumber}`;
  const closing = closes ? { note, by, at: now().toISOString() } : null;
  const closed = await closeEntry(table, file.merchantId, settlement, line, closing);
  if (!closed.ok) return no("line", line);
  const { isChanged, entry } = closed.value;
  const kind = isChanged ? "changed" : entry.closing?.by === by ? "repeated" : "unchanged";
  return { kind: storedKind(kind, file), result: line };
}
