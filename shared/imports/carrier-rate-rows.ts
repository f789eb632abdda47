import { isShortName } from "../kernel/ids.ts";
import { fail, ok } from "../kernel/result.ts";
import type { Carrier, Rate, Tariff } from "../routing/costs/carrier.ts";
import { isRegionName } from "../rules/regions/region-groups.ts";
import type { RawRow } from "../sheets/rows.ts";
import type { Columns } from "./find-columns.ts";
import type { RowNote } from "./notes.ts";
import { readCount, readId, readText } from "./read-cell.ts";
import { readDay } from "./read-day.ts";
import { readCodes, readList } from "./read-list.ts";
import { readWeight } from "./read-measure.ts";
import { readRate } from "./read-rate.ts";
import { makeRowReader, type RowReader } from "./row-reader.ts";
import type { ReadRow } from "./stock-rows.ts";

/** One tariff of a carrier, or one weight bracket of it; what is said of the carrier itself may stand on any of its rows. */
export type CarrierRateRow = {
  readonly rowNumber: number;
  readonly carrier: string;
  readonly name: string | null;
  readonly volumetricDivisor: number | null;
  readonly tariff: Tariff;
  readonly notes: readonly RowNote[];
};

const MOST_ZONES = 100;
const MOST_BRACKETS = 100;
const MOST_DAYS = 365;

/**
 * Every row gets its own answer; the second row about one carrier, zone, warehouse and first day is refused, unless both are
 * brackets of different weights.
 */
export function readCarrierRateRows(
  rows: readonly RawRow[],
  columns: Columns,
  { currency, warehouses }: { readonly currency: string; readonly warehouses: ReadonlySet<string> },
): readonly ReadRow<CarrierRateRow>[] {
  const seen = new Map<string, { readonly row: number; readonly kind: Rate["kind"]; readonly weights: Set<number> }>();
  const refuseRepeated = (reader: RowReader, row: number, what: string, { rate }: Tariff): void => {
    const earlier = seen.get(what);
    const grams = rate.kind === "brackets" ? (rate.rows[0]?.upToGrams ?? 0) : 0;
    if (earlier === undefined) {
      seen.set(what, { row, kind: rate.kind, weights: new Set([grams]) });
    } else if (earlier.kind !== rate.kind) {
      reader.refuse("two_rates", null, what, earlier.row);
    } else if (earlier.weights.has(grams)) {
      reader.refuse("repeated_row", null, what, earlier.row);
    } else if (earlier.weights.size === MOST_BRACKETS) {
      reader.refuse("too_many_brackets", "up_to_weight", what);
    } else {
      earlier.weights.add(grams);
    }
  };
  return rows.map((row) => {
    const reader = makeRowReader(row, columns);
    const carrier = readCode(reader, "carrier");
    const name = reader.optional("carrier_name", readText);
    const volumetricDivisor = reader.optional("volumetric_divisor", readCount);
    const tariff = readTariff(reader, columns, { currency, warehouses });
    if (tariff !== null && carrier !== null) {
      refuseRepeated(reader, row.number, nameOf(carrier, tariff), tariff);
    }
    if (reader.reasons.length > 0 || carrier === null || tariff === null)
      return { rowNumber: row.number, result: fail(reader.reasons) };
    const divisor = volumetricDivisor === 0 ? null : volumetricDivisor;
    const read = { rowNumber: row.number, carrier, name, volumetricDivisor: divisor, tariff, notes: reader.notes };
    return { rowNumber: row.number, result: ok(read) };
  });
}

/** What rows are about: those of the same name are brackets of one tariff. */
function nameOf(carrier: string, { zone, from, validFrom = "" }: Tariff): string {
  return [carrier, zone.join(" "), from.join(" "), validFrom].filter((part) => part !== "").join(", ");
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
  const day = (column: string): string | null =>
    reader.optional(column, (cell) => readDay(cell, columns.dateOrders?.get(column) ?? null));
  const zone = reader.required("zone", (cell) => readList(cell, MOST_ZONES))?.map(everywhere) ?? [];
  const wrongZone = zone.find((each) => each !== "*" && !isRegionName(each));
  if (wrongZone !== undefined) reader.refuse("unknown_region", "zone", wrongZone);
  const from = reader.optional("from_warehouses", (cell) => readCodes(cell, MOST_ZONES)) ?? [];
  const wrongPlace = from.find((code) => !warehouses.has(code));
  if (wrongPlace !== undefined) reader.refuse("unknown_warehouse", "from_warehouses", wrongPlace);
  const rate = readRate(reader, currency);
  const maxGrams = reader.optional("max_weight", (cell) => readWeight(cell, reader.headingOf("max_weight"), "kg"));
  const days = reader.required("promise_days", readCount);
  if (days !== null && days > MOST_DAYS) reader.refuse("too_large", "promise_days", String(days));
  const [validFrom, validTo] = [day("valid_from"), day("valid_to")];
  if (validFrom !== null && validTo !== null && validTo < validFrom)
    reader.refuse("ends_before_start", "valid_to", validTo);
  if (reader.reasons.length > 0 || rate === null || days === null) return null;
  return {
    zone,
    from: [...from],
    rate,
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

/** The carrier that its rows make. Tariffs are asked in the order of the file, those for everywhere else last. */
export function carrierOf(rows: readonly CarrierRateRow[], before: Carrier | null): Carrier {
  const said = <T>(of: (row: CarrierRateRow) => T | null): T | null =>
    rows.map(of).find((each) => each !== null) ?? null;
  const code = rows[0]?.carrier ?? "";
  const tariffs = tariffRows(rows).map(tariffOf);
  const isRest = ({ zone }: Tariff): boolean => zone.includes("*");
  return {
    code,
    name: said(({ name }) => name) ?? before?.name ?? code,
    isActive: before?.isActive ?? true,
    volumetricDivisor: said(({ volumetricDivisor }) => volumetricDivisor) ?? before?.volumetricDivisor ?? null,
    tariffs: [...tariffs.filter((tariff) => !isRest(tariff)), ...tariffs.filter(isRest)],
  };
}

/** The rows of each tariff: one, or one for each of its brackets. */
function tariffRows(rows: readonly CarrierRateRow[]): readonly (readonly CarrierRateRow[])[] {
  return [...Map.groupBy(rows, ({ carrier, tariff }) => nameOf(carrier, tariff)).values()];
}

function tariffOf(rows: readonly CarrierRateRow[]): Tariff {
  const [first, ...others] = rows.map(({ tariff }) => tariff);
  if (first === undefined) throw new Error("a tariff has a row at least");
  if (others.length === 0) return first;
  const brackets = rows.flatMap(({ tariff: { rate } }) => (rate.kind === "brackets" ? rate.rows : []));
  const { maxGrams = null } = [first, ...others].find((each) => each.maxGrams !== null) ?? {};
  const { validTo } = [first, ...others].find((each) => each.validTo !== undefined) ?? {};
  return {
    ...first,
    rate: { kind: "brackets", rows: brackets.sort((a, b) => a.upToGrams - b.upToGrams) },
    maxGrams,
    ...(validTo === undefined ? {} : { validTo }),
  };
}

/** The column in which rows of one carrier differ where they speak of the same thing; null when they agree. */
export function disagreement(rows: readonly CarrierRateRow[]): string | null {
  const differ = (some: readonly CarrierRateRow[], of: (row: CarrierRateRow) => unknown): boolean =>
    new Set(some.map(of).filter((each) => each !== null && each !== undefined)).size > 1;
  if (differ(rows, ({ name }) => name)) return "carrier_name";
  if (differ(rows, ({ volumetricDivisor }) => volumetricDivisor)) return "volumetric_divisor";
  for (const brackets of tariffRows(rows)) {
    if (differ(brackets, ({ tariff }) => tariff.days)) return "promise_days";
    if (differ(brackets, ({ tariff }) => tariff.maxGrams)) return "max_weight";
    if (differ(brackets, ({ tariff }) => tariff.validTo)) return "valid_to";
  }
  return null;
}
