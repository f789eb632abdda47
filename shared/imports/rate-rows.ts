import { checkRate, type Rate } from "../fx/rate.ts";
import { isCurrency } from "../kernel/currency.ts";
import { fail, ok } from "../kernel/result.ts";
import type { RawRow } from "../sheets/rows.ts";
import type { Columns } from "./find-columns.ts";
import type { RowNote } from "./notes.ts";
import { readId, readText } from "./read-cell.ts";
import { readDay } from "./read-day.ts";
import { makeRowReader, type RowReader } from "./row-reader.ts";
import type { ReadRow } from "./stock-rows.ts";

export type RateRow = { readonly rowNumber: number; readonly rate: Rate; readonly notes: readonly RowNote[] };

/** Whose rate it is when the file does not say: the file itself. */
const UNSAID = "import";

/** Every row gets its own answer; the second row about one pair on one day is refused. */
export function readRateRows(
  rows: readonly RawRow[],
  columns: Columns,
  /** The merchant's own day of the upload: a rate of a later day cannot be known. */
  today: string,
): readonly ReadRow<RateRow>[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const reader = makeRowReader(row, columns);
    const day = reader.required("date", (cell) => readDay(cell, columns.dateOrders?.get("date") ?? null));
    const from = readCurrency(reader, "from");
    const to = readCurrency(reader, "to");
    const written = reader.required("rate", readId);
    const source = reader.optional("source", readText) ?? UNSAID;
    if (day !== null && day > today) reader.refuse("time_in_future", "date", day);
    const pair = `${from} ${to} ${day}`;
    const earlier = seen.get(pair);
    if (earlier !== undefined) reader.refuse("repeated_row", null, pair, earlier);
    else seen.set(pair, row.number);
    if (reader.reasons.length > 0 || day === null || from === null || to === null || written === null)
      return { rowNumber: row.number, result: fail(reader.reasons) };
    const checked = checkRate({ from, to, day, rate: written, source });
    if (!checked.ok) {
      const { kind } = checked.error;
      if (kind === "same_currency") reader.refuse("same_currency", "to", to);
      else if (kind === "no_source") reader.refuse("text_too_long", "source", source);
      else reader.refuse("not_a_rate", "rate", written);
      return { rowNumber: row.number, result: fail(reader.reasons) };
    }
    return { rowNumber: row.number, result: ok({ rowNumber: row.number, rate: checked.value, notes: reader.notes }) };
  });
}

function readCurrency(reader: RowReader, name: "from" | "to"): string | null {
  const written = reader.required(name, readText)?.toUpperCase() ?? null;
  if (written !== null && !isCurrency(written)) reader.refuse("unknown_currency", name, written);
  return written;
}
