import {
  type Carrier,
  carrierBytes,
  fromCarrierItem,
  MOST_CARRIER_BYTES,
  MOST_TARIFFS,
  toCarrierItem,
} from "../../routing/costs/carrier.ts";
import { carrierKey } from "../../table/keys.ts";
import { putUnchanged } from "../../table/put-unchanged.ts";
import type { FileInHand } from "../apply-orders.ts";
import { type CarrierRateRow, carrierOf, disagreement, readCarrierRateRows } from "../carrier-rate-rows.ts";
import type { RowReason } from "../reasons.ts";
import type { RowFate } from "../row-fate.ts";
import type { ImportTools, KindOfImport, ReadUnits } from "./kind-of-import.ts";
import { storedKind } from "./units-of-rows.ts";

/** Freight templates. A file states the whole rate table of each carrier that it names; other carriers stay as they are. */
export const carrierRates: KindOfImport = {
  kind: "carrier-rates",
  neededCells: ["carrier", "zone"],
  keyFields: ["carrier"],
  isOfItsDay: false,
  isForWaiting: true,
  read: (rows, { columns, merchant: { currency }, warehouses }) => {
    const read = readCarrierRateRows(rows, columns, { currency, warehouses });
    const failed = new Map<number, readonly RowReason[]>();
    for (const { rowNumber, result } of read) if (!result.ok) failed.set(rowNumber, result.error);
    // A row that cannot be read may be of any carrier of the file: its cell says which, where that much can be read.
    const good = read.flatMap(({ result }) => (result.ok ? [result.value] : []));
    const carrierAt = columns.at.get("carrier") ?? -1;
    const broken = new Map<string, number>();
    for (const row of rows) {
      const cell = row.cells[carrierAt];
      if (failed.has(row.number) && cell?.kind === "text") broken.set(cell.text.trim(), row.number);
    }
    return unitsOfCarriers(good, failed, broken);
  },
};

function unitsOfCarriers(
  good: readonly CarrierRateRow[],
  failed: Map<number, readonly RowReason[]>,
  broken: ReadonlyMap<string, number>,
): ReadUnits {
  const units: ReadUnits["units"][number][] = [];
  for (const [carrier, rows] of Map.groupBy(good, (row) => row.carrier)) {
    const why = reasonAgainst(rows, broken.get(carrier));
    if (why === null) units.push({ rows, apply: (tools, file) => stateCarrier(tools, file, rows) });
    else for (const { rowNumber } of rows) failed.set(rowNumber, [why]);
  }
  return { units, failed };
}

/** All rows of a carrier share it; null: they make a rate table. */
function reasonAgainst(rows: readonly CarrierRateRow[], bad: number | undefined): RowReason | null {
  if (bad !== undefined) return { code: "carrier_has_bad_row", column: null, found: "", row: bad };
  const column = disagreement(rows);
  if (column !== null) return { code: "carrier_rows_disagree", column, found: column };
  const carrier = carrierOf(rows, null);
  const { length } = carrier.tariffs;
  if (length > MOST_TARIFFS) return { code: "too_many_tariffs", column: null, found: String(length) };
  const bytes = carrierBytes(carrier);
  return bytes > MOST_CARRIER_BYTES ? { code: "carrier_too_large", column: null, found: String(bytes) } : null;
}

/** What a file need not say of a carrier, and then keeps. */
const KEPT = ["name", "isActive", "volumetricDivisor"] as const;

async function stateCarrier(tools: ImportTools, file: FileInHand, rows: readonly CarrierRateRow[]): Promise<RowFate> {
  const { merchantId } = file;
  const key = carrierKey(merchantId, rows[0]?.carrier ?? "");
  const statedBy = `${file.content}#${rows[0]?.rowNumber ?? 0}`;
  const fate = await putUnchanged<RowFate>(
    tools,
    key,
    () => KEPT,
    (item) => {
      const before = item === null ? null : fromCarrierItem(item);
      const carrier = carrierOf(rows, before);
      const result = `${carrier.code}: ${carrier.tariffs.length}`;
      if (before !== null && isSame(before, carrier)) {
        const kind = storedKind(item?.["statedBy"] === statedBy ? "repeated" : "unchanged", file);
        return { value: { kind, result }, item: null };
      }
      const stated = { ...toCarrierItem(merchantId, carrier), statedBy };
      return { value: { kind: "applied", result }, item: stated };
    },
  );
  return fate ?? { kind: "failed", reasons: [{ code: "not_applied", column: null, found: "busy" }] };
}

function isSame(a: Carrier, b: Carrier): boolean {
  const sorted = (carrier: Carrier): string =>
    JSON.stringify(carrier, (_, value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
        : value,
    );
  return sorted(a) === sorted(b);
}
