import { minorFromDecimal } from "../kernel/money.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { parseInstant } from "../kernel/time.ts";
import type { RawCell } from "../sheets/rows.ts";
import { cellText } from "../sheets/rows.ts";
import { tidy, tidyNumber } from "./cell-habits.ts";
import { isGarbled } from "./damage.ts";
import { type DateOrder, isoByOrder } from "./date-order.ts";
import type { ReasonCode } from "./reasons.ts";

/** What a cell says, or the reason code why it cannot be used. An empty cell is null. */
export type Read<T> = Result<T | null, ReasonCode>;

const MOST_UNITS = 1_000_000_000;
/** Codes become keys of the table: a sku stands twice in one of 1,024 bytes, beside its warehouse. */
const LONGEST_ID = 100;

function usable(cell: RawCell): Result<string, ReasonCode> {
  if (cell.kind === "error") return fail("error_value");
  if (cell.kind === "formula") return fail("formula_without_value");
  return ok(tidy(cellText(cell)).text);
}

/** Numbers above 15 digits have lost their tail in Excel; a date was once a code such as MAR-1. Neither is guessed back. */
export function readId(cell: RawCell): Read<string> {
  const text = usable(cell);
  if (!text.ok) return text;
  if (cell.kind === "date") return fail("id_as_date");
  const exponent = cell.kind === "number" ? /^\d+(\.\d+)?E\+?\d+$/i : /^\d+(\.\d+)?E\+\d+$/i;
  const hasExponent = exponent.test(text.value);
  const isLongNumber = cell.kind === "number" && text.value.replace(/\D/g, "").length > 15;
  if (hasExponent || isLongNumber) return fail("id_as_number");
  if (text.value.length > LONGEST_ID) return fail("too_long");
  return ok(text.value === "" ? null : text.value);
}

export function readText(cell: RawCell): Read<string> {
  const text = usable(cell);
  if (!text.ok) return text;
  if (isGarbled(cellText(cell))) return fail("garbled_text");
  return ok(text.value === "" ? null : text.value);
}

/** Whole units. `1,200` and `12.0` are understood; `1.5`, `2E+3` and words are not. */
export function readCount(cell: RawCell): Read<number> {
  const text = usable(cell);
  if (!text.ok) return text;
  if (text.value === "") return ok(null);
  const digits = tidyNumber(text.value, null).text.replace(/\.0+$/, "");
  if (!/^[+-]?\d+$/.test(digits)) return fail("not_a_count");
  const count = Number(digits);
  if (count < 0) return fail("negative_count");
  return count > MOST_UNITS ? fail("too_large") : ok(count);
}

/** Whole units with a sign: what came (+) or went (−). */
export function readChange(cell: RawCell): Read<number> {
  const text = usable(cell);
  if (!text.ok) return text;
  if (text.value === "") return ok(null);
  const digits = tidyNumber(text.value.replace(/^−/, "-"), null).text.replace(/\.0+$/, "");
  if (!/^[+-]?\d+$/.test(digits)) return fail("not_a_change");
  const change = Number(digits);
  return Math.abs(change) > MOST_UNITS ? fail("too_large") : ok(change);
}

/** Minor units of `currency`, read digit by digit. */
export function readAmount(cell: RawCell, currency: string): Read<number> {
  const text = usable(cell);
  if (!text.ok) return text;
  if (text.value === "") return ok(null);
  const digits = tidyNumber(text.value, currency).text;
  if (/^[+-]?[\d.]*\d,\d+$/.test(digits)) return fail("decimal_comma");
  const minor = minorFromDecimal(digits, currency);
  if (!minor.ok) {
    switch (minor.error.kind) {
      case "unknown_currency":
        return fail("unknown_currency");
      case "too_precise":
        return fail("too_precise");
      case "too_large":
        return fail("too_large");
      case "not_a_number":
        return fail("not_an_amount");
    }
  }
  return minor.value < 0 ? fail("negative_amount") : ok(minor.value);
}

/**
 * A UTC instant; a time without an offset is the merchant's own. Day-first and month-first dates are not guessed: `order` is
 * what the other dates of the column prove.
 */
export function readTime(cell: RawCell, zone: string, order: DateOrder | null = null): Read<string> {
  const text = usable(cell);
  if (!text.ok) return text;
  if (text.value === "") return ok(null);
  const iso = isoByOrder(text.value, order)
    .replace(
      /^(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?/,
      (_, year: string, month: string, day: string) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
    )
    .replace(/^(\d{4}-\d\d-\d\d)$/, "$1 00:00:00")
    .replace(/([T ])(\d):/, "$10$2:");
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}/.test(iso)) return fail("ambiguous_date");
  const instant = parseInstant(iso, zone);
  return instant.ok ? instant : fail("not_a_time");
}

const YES = new Set(["yes", "y", "true", "1", "是", "已付款", "paid"]);
const NO = new Set(["no", "n", "false", "0", "否", "未付款", "unpaid"]);

export function readYesNo(cell: RawCell): Read<boolean> {
  const text = usable(cell);
  if (!text.ok) return text;
  const word = text.value.toLowerCase();
  if (word === "") return ok(null);
  if (YES.has(word)) return ok(true);
  return NO.has(word) ? ok(false) : fail("not_yes_or_no");
}
