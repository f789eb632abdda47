import { saveRate } from "../../fx/rate-store.ts";
import { businessDay } from "../../kernel/business-day.ts";
import type { FileInHand } from "../apply-orders.ts";
import { type RateRow, readRateRows } from "../rate-rows.ts";
import type { RowFate } from "../row-fate.ts";
import type { ImportTools, KindOfImport } from "./kind-of-import.ts";
import { storedKind, unitsOf } from "./units-of-rows.ts";

/** Exchange rates by day. */
export const rates: KindOfImport = {
  kind: "rates",
  neededCells: ["rate"],
  keyFields: ["from", "to", "date"],
  isOfItsDay: false,
  read: (rows, { columns, merchant, uploadedAt }) =>
    unitsOf(readRateRows(rows, columns, businessDay(uploadedAt, merchant.zone)), stateRate),
};

async function stateRate({ table, now }: ImportTools, file: FileInHand, row: RateRow): Promise<RowFate> {
  const by = `${file.content}#${row.rowNumber}`;
  const saved = await saveRate(table, file.merchantId, row.rate, { at: now().toISOString(), by });
  if (!saved.ok) return { kind: "failed", reasons: [{ code: "not_a_rate", column: "rate", found: row.rate.rate }] };
  const { kind, rate } = saved.value;
  const said = kind === "unchanged" && rate.savedBy === by ? "repeated" : kind;
  return { kind: storedKind(said, file), result: `${rate.from}/${rate.to} ${rate.day}` };
}
