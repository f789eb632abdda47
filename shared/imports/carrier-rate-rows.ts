import { isShortName } from "../kernel/ids.ts";
import { fail, ok } from "../kernel/result.ts";
import type { Carrier, Tariff } from "../routing/costs/carrier.ts";
import { isRegionName } from "../rules/regions/region-groups.ts";
import type { RawCell, RawRow } from "../sheets/rows.ts";
import type { Columns } from "./find-columns.ts";
import type { RowNote } from "./notes.ts";
import { readAmount, readCount, readId, readText } from "./read-cell.ts";
import { readDay } from "./read-day.ts";
import { readCodes, readList } from "./read-list.ts";
import { readWeight } from "./read-measure.ts";
import { makeRowReader, type RowReader } from "./row-reader.ts";
import type { ReadRow } from "./stock-rows.ts";

/** One tariff of a carrier; what is said of the carrier itself may stand on any of its rows. */
export type CarrierRateRow = {
  readonly rowNumber: number;
  readonly carrier: string;
  readonly name: string | null;
  readonly volumetricDivisor: number | null;
  readonly tariff: Tariff;
  readonly notes: readonly RowNote[];
};

const MOST_ZONES = 100;
const MOST_DAYS = 365;

/** Every row gets its own answer; the second row about one carrier, zone, warehouse and first day is refused. */
export function readCarrierRateRows(
  rows: readonly RawRow[],
  columns: Columns,
  { currency, warehouses }: { readonly currency: string; readonly warehouses: ReadonlySet<string> },
): readonly ReadRow<CarrierRateRow>[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const reader = makeRowReader(row, columns);
    const carrier = readCode(reader, "carrier");
    const name = reader.optional("carrier_name", readText);
    const volumetricDivisor = reader.optional("volumetric_divisor", readCount);
    const tariff = readTariff(reader, columns, { currency, warehouses });
    if (tariff !== null && carrier !== null) {
      const { zone, from, validFrom = "" } = tariff;
      const what = [carrier, zone.join(" "), from.join(" "), validFrom].filter((part) => part !== "").join(", ");
      const earlier = seen.get(what);
      if (earlier !== undefined) reader.refuse("repeated_row", null, what, earlier);
      else seen.set(what, row.number);
    }
    if (reader.reasons.length > 0 || carrier === null || tariff === null)
      return { rowNumber: row.number, result: fail(reader.reasons) };
    const divisor = volumetricDivisor === 0 ? null : volumetricDivisor;
    const read = { rowNumber: row.number, carrier, name, volumetricDivisor: divisor, tariff, notes: reader.notes };
    return { rowNumber: row.number, result: ok(read) };
  });
}

/** A code that stands in addresses of the API too. */
export function readCode(reader: RowReader, column: string): string | null {
  const code = reader.required(column, readId);
  if (code === null || isShortName(code.toLowerCase())) return code;
  reader.refuse("not_a_code", column, code);
  return null;
}

/** Null with a reason noted. */
function readTariff(
  reader: RowReader,
  columns: Columns,
  { currency, warehouses }: { readonly currency: string; readonly warehouses: ReadonlySet<string> },
): Tariff | null {
  // Freight templates give weights in kilograms where nothing else is said.
  const weight = (column: string) => (cell: RawCell) => readWeight(cell, reader.headingOf(column), "kg");
  const amount = (cell: RawCell) => readAmount(cell, currency);
  const day = (column: string): string | null =>
    reader.optional(column, (cell) => readDay(cell, columns.dateOrders?.get(column) ?? null));
  const zone = reader.required("zone", (cell) => readList(cell, MOST_ZONES))?.map(everywhere) ?? [];
  const wrongZone = zone.find((each) => each !== "*" && !isRegionName(each));
  if (wrongZone !== undefined) reader.refuse("unknown_region", "zone", wrongZone);
  const from = reader.optional("from_warehouses", (cell) => readCodes(cell, MOST_ZONES)) ?? [];
  const wrongPlace = from.find((code) => !warehouses.has(code));
  if (wrongPlace !== undefined) reader.refuse("unknown_warehouse", "from_warehouses", wrongPlace);
  const firstGrams = reader.required("first_weight", weight("first_weight"));
  const firstMinor = reader.required("first_price", amount);
  // Without a further weight the price holds for any: a step that costs nothing.
  const stepGrams = reader.optional("step_weight", weight("step_weight")) ?? firstGrams;
  const stepMinor = reader.optional("step_price", amount) ?? 0;
  const maxGrams = reader.optional("max_weight", weight("max_weight"));
  const days = reader.required("promise_days", readCount);
  if (days !== null && days > MOST_DAYS) reader.refuse("too_large", "promise_days", String(days));
  const [validFrom, validTo] = [day("valid_from"), day("valid_to")];
  if (validFrom !== null && validTo !== null && validTo < validFrom)
    reader.refuse("ends_before_start", "valid_to", validTo);
  const isRead = firstGrams !== null && firstMinor !== null && stepGrams !== null && days !== null;
  if (reader.reasons.length > 0 || !isRead) return null;
  return {
    zone,
    from: [...from],
    rate: { kind: "first_and_steps", firstGrams, firstMinor, stepGrams, stepMinor },
    days,
    maxGrams,
    ...(validFrom === null ? {} : { validFrom }),
    ...(validTo === null ? {} : { validTo }),
  };
}

const everywhereWords = new Set(["*", "全国", "其他", "其它", "其他地区", "everywhere", "all", "rest", "other"]);

function everywhere(zone: string): string {
  return everywhereWords.has(zone.toLowerCase()) ? "*" : zone;
}

/** The carrier that its rows make. Tariffs are asked in their order, so those for everywhere else come last. */
export function carrierOf(rows: readonly CarrierRateRow[], before: Carrier | null): Carrier {
  const said = <T>(of: (row: CarrierRateRow) => T | null): T | null =>
    rows.map(of).find((each) => each !== null) ?? null;
  const code = rows[0]?.carrier ?? "";
  const isRest = ({ tariff }: CarrierRateRow): boolean => tariff.zone.includes("*");
  return {
    code,
    name: said(({ name }) => name) ?? before?.name ?? code,
    isActive: before?.isActive ?? true,
    volumetricDivisor: said(({ volumetricDivisor }) => volumetricDivisor) ?? before?.volumetricDivisor ?? null,
    tariffs: [...rows.filter((row) => !isRest(row)), ...rows.filter(isRest)].map(({ tariff }) => tariff),
  };
}

/** What rows of one carrier say differently of the carrier itself; null when they agree. */
export function disagreement(rows: readonly CarrierRateRow[]): "carrier_name" | "volumetric_divisor" | null {
  const values = (of: (row: CarrierRateRow) => unknown): number =>
    new Set(rows.map(of).filter((each) => each !== null)).size;
  if (values(({ name }) => name) > 1) return "carrier_name";
  return values(({ volumetricDivisor }) => volumetricDivisor) > 1 ? "volumetric_divisor" : null;
}
