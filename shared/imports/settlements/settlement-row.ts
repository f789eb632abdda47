import { minorFromDecimalRounded } from "../../kernel/money.ts";
import { fail, ok } from "../../kernel/result.ts";
import type { LineKind } from "../../reconciliation/settlement.ts";
import { cellText, type RawCell } from "../../sheets/rows.ts";
import { tidy, tidyNumber } from "../cell-habits.ts";
import { type Read, readText, readTime } from "../read-cell.ts";
import type { RowReader } from "../row-reader.ts";

/** What a row says of its settlement; null where it does not say. */
export type RowHead = {
  /** Empty: the platform knows no payouts, and a month of its account is one. */
  readonly settlementId: string;
  readonly shop: string;
  readonly currency: string | null;
  readonly payoutMinor: number | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
};

/** One amount of a row; a row may hold several. */
export type RowAmount = {
  readonly kind: LineKind;
  readonly feeKind: string;
  readonly basis: "sale" | "refund";
  readonly amountMinor: number;
  readonly text: string;
};

export type SettlementRow = {
  readonly rowNumber: number;
  readonly head: RowHead;
  readonly at: string;
  readonly orderNo: string;
  readonly sku: string;
  /** The platform's own number of the row; empty where it gives none. */
  readonly lineId: string;
  readonly reference: string;
  readonly amounts: readonly RowAmount[];
};

/** Minor units with their sign: `-12.50`, `1.234,56`, `(12.50)`, `1,234.56`. A comma that may mean either is refused. */
export function readSigned(cell: RawCell, currency: string): Read<number> {
  const { text } = tidy(cellText(cell));
  if (text === "") return ok(null);
  const isBracketed = /^\(.*\)$/.test(text);
  const bare = text.replace(/^\(|\)$/g, "").replace(/^−/, "-");
  const sign = isBracketed || bare.startsWith("-") ? -1 : 1;
  const digits = bare.replace(/^[+-]/, "").trim();
  const pointed = /^\d{1,3}(?:\.\d{3})*,\d{1,2}$|^\d+,\d{1,2}$/.test(digits)
    ? digits.replaceAll(".", "").replace(",", ".")
    : tidyNumber(digits, currency).text;
  if (/^\d{1,3},\d{3}$/.test(digits)) return fail("decimal_comma");
  const minor = minorFromDecimalRounded(pointed, currency);
  if (minor.ok) return minor.value < 0 ? fail("not_an_amount") : ok(minor.value === 0 ? 0 : sign * minor.value);
  return fail(minor.error.kind === "unknown_currency" ? "unknown_currency" : "not_an_amount");
}

/** Platforms write `2026-10-05 12:34:56 UTC` and `05.10.2026`, which nobody reads as the tenth of May. */
export function readPosted(cell: RawCell, zone: string): Read<string> {
  const text = tidy(cellText(cell)).text;
  const iso = text.replace(/^(\d\d)\.(\d\d)\.(\d{4})/, "$3-$2-$1").replace(/ (?:UTC|GMT)$/, "Z");
  return readTime({ kind: "text", text: iso }, zone);
}

export function textOf(reader: RowReader, name: string): string {
  return reader.optional(name, readText) ?? "";
}
