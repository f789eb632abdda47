import { isDay } from "../kernel/business-day.ts";
import { fail, ok } from "../kernel/result.ts";
import type { RawCell } from "../sheets/rows.ts";
import { type DateOrder, isoByOrder } from "./date-order.ts";
import { type Read, readText } from "./read-cell.ts";

/** A day as `YYYY-MM-DD`; a time beside it is left off. Day-first and month-first are not guessed. */
export function readDay(cell: RawCell, order: DateOrder | null): Read<string> {
  const text = readText(cell);
  if (!text.ok || text.value === null) return text.ok ? ok(null) : text;
  const iso = isoByOrder(text.value, order).replace(
    /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ].*)?$/,
    (_, year: string, month: string, day: string) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
  );
  if (isDay(iso)) return ok(iso);
  return fail(/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}/.test(iso) ? "ambiguous_date" : "not_a_time");
}
