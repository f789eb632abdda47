import { fail, ok } from "../kernel/result.ts";
import { isZone } from "../kernel/time.ts";
import type { Warehouse } from "../routing/warehouse.ts";
import { provinceOf } from "../rules/regions/chinese-provinces.ts";
import type { RawCell, RawRow } from "../sheets/rows.ts";
import { readCode } from "./carrier-rate-rows.ts";
import type { Columns } from "./find-columns.ts";
import type { RowNote } from "./notes.ts";
import { type Read, readAmount, readCount, readText } from "./read-cell.ts";
import { readChoice, readCodes, readList } from "./read-list.ts";
import type { ReasonCode } from "./reasons.ts";
import { makeRowReader, type RowReader } from "./row-reader.ts";
import type { ReadRow } from "./stock-rows.ts";

/** What a file says of one warehouse; what it leaves empty stays as it is. */
export type WarehouseRow = {
  readonly rowNumber: number;
  readonly code: string;
  readonly said: Partial<Omit<Warehouse, "code" | "hours" | "isActive" | "avoided" | "position">>;
  readonly hours: Partial<NonNullable<Warehouse["hours"]>>;
  readonly notes: readonly RowNote[];
};

export const warehouseKinds = { warehouse: "warehouse", store: "store", 仓库: "warehouse", 门店: "store" } as const;

const dayWords: readonly (readonly string[])[] = [
  ["1", "mon", "monday", "周一", "星期一"],
  ["2", "tue", "tuesday", "周二", "星期二"],
  ["3", "wed", "wednesday", "周三", "星期三"],
  ["4", "thu", "thursday", "周四", "星期四"],
  ["5", "fri", "friday", "周五", "星期五"],
  ["6", "sat", "saturday", "周六", "星期六"],
  ["7", "sun", "sunday", "周日", "星期日", "星期天"],
];

/** Every row gets its own answer; the second row about one warehouse is refused. */
export function readWarehouseRows(
  rows: readonly RawRow[],
  columns: Columns,
  { currency, warehouses }: { readonly currency: string; readonly warehouses: ReadonlySet<string> },
): readonly ReadRow<WarehouseRow>[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const reader = makeRowReader(row, columns);
    const code = readCode(reader, "code");
    const isNew = code !== null && !warehouses.has(code);
    const said = readSaid(reader, currency, isNew);
    const hours = readHours(reader);
    const earlier = code === null ? undefined : seen.get(code);
    if (earlier !== undefined) reader.refuse("repeated_row", null, code ?? "", earlier);
    else if (code !== null) seen.set(code, row.number);
    if (reader.reasons.length > 0 || code === null) return { rowNumber: row.number, result: fail(reader.reasons) };
    return { rowNumber: row.number, result: ok({ rowNumber: row.number, code, said, hours, notes: reader.notes }) };
  });
}

function readSaid(reader: RowReader, currency: string, isNew: boolean): WarehouseRow["said"] {
  const country = (isNew ? reader.required("country", readText) : reader.optional("country", readText))?.toUpperCase();
  if (country !== undefined && !/^[A-Z]{2}$/.test(country)) reader.refuse("unknown_region", "country", country);
  const region = isNew ? reader.required("region", readText) : reader.optional("region", readText);
  const province = region === null || country !== "CN" ? null : provinceOf(region);
  if (region !== null && country === "CN" && province === null) reader.refuse("unknown_region", "region", region);
  const priority = reader.optional("priority", readCount);
  if (priority !== null && (priority < 1 || priority > 1_000)) reader.refuse("too_large", "priority", String(priority));
  return given({
    name: isNew ? reader.required("name", readText) : reader.optional("name", readText),
    country: country ?? null,
    region,
    regionName: region === null ? null : (province?.fullName ?? region),
    address: reader.optional("address", readText),
    serves: reader.optional("serves", (cell) => readCodes(cell, 100)),
    priority,
    kind: reader.optional("kind", (cell) => readChoice(cell, warehouseKinds)),
    dailyCapacity: reader.optional("daily_capacity", readCount),
    handlingMinor: reader.optional("handling", (cell) => readAmount(cell, currency)),
  });
}

function readHours(reader: RowReader): WarehouseRow["hours"] {
  const zone = reader.optional("time_zone", readText);
  if (zone !== null && !isZone(zone)) reader.refuse("unknown_zone", "time_zone", zone);
  return given({
    zone,
    cutoffMinutes: reader.optional("cutoff", readClock),
    workingDays: reader.optional("working_days", readDays),
  });
}

/** Minutes after midnight; spreadsheets write times as `16:30` or `16:30:00`. */
function readClock(cell: RawCell): Read<number> {
  const text = readText(cell);
  if (!text.ok || text.value === null) return text.ok ? ok(null) : text;
  const [, hours, minutes] = /(?:^|[T ])(\d{1,2})[:：](\d{2})(?::00(?:\.0+)?)?$/.exec(text.value) ?? [];
  const at = Number(hours) * 60 + Number(minutes);
  return hours === undefined || Number(minutes) > 59 || at > 1_440 ? fail<ReasonCode>("not_a_clock") : ok(at);
}

/** `Mon; Tue`, `周一、周二`, `1-5`. */
function readDays(cell: RawCell): Read<readonly number[]> {
  const list = readList(cell, 7);
  if (!list.ok || list.value === null) return list.ok ? ok(null) : list;
  const days = list.value.flatMap((text) => {
    const [first = "", last = first] = text.toLowerCase().split(/\s*[-–~至]\s*/);
    const [from, to] = [dayOf(first), dayOf(last)];
    return from === 0 || to < from ? [0] : Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
  return days.includes(0) ? fail<ReasonCode>("unknown_choice") : ok([...new Set(days)].sort());
}

/** 1 is Monday; 0 is no day. */
function dayOf(text: string): number {
  return dayWords.findIndex((words) => words.includes(text)) + 1;
}

function given<T extends object>(parts: { readonly [K in keyof T]: T[K] | null }): Partial<T> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null)) as Partial<T>;
}
