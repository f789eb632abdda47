import type { PriceKind } from "../inventory/products/price.ts";
import { isCurrency } from "../kernel/currency.ts";
import { type Sku, sku } from "../kernel/ids.ts";
import { fail, ok } from "../kernel/result.ts";
import type { RawRow } from "../sheets/rows.ts";
import type { Columns } from "./find-columns.ts";
import type { RowNote } from "./notes.ts";
import { readAmount, readId, readText } from "./read-cell.ts";
import { readDay } from "./read-day.ts";
import { makeRowReader } from "./row-reader.ts";
import type { ReadRow } from "./stock-rows.ts";

export type PriceRow = {
  readonly rowNumber: number;
  readonly sku: Sku;
  readonly currency: string;
  /** At least one; in minor units. */
  readonly amounts: readonly { readonly kind: PriceKind; readonly amountMinor: number }[];
  /** null: from the beginning, without end. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly notes: readonly RowNote[];
};

/** Every row gets its own answer; the second row about one sku, currency and first day is refused. */
export function readPriceRows(
  rows: readonly RawRow[],
  columns: Columns,
  defaults: { readonly currency: string },
): readonly ReadRow<PriceRow>[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const reader = makeRowReader(row, columns);
    const code = reader.required("sku", readId);
    const currency = reader.optional("currency", readText)?.toUpperCase() ?? defaults.currency;
    if (!isCurrency(currency)) reader.refuse("unknown_currency", "currency", currency);
    const amount = (name: string): number | null =>
      isCurrency(currency) ? reader.optional(name, (cell) => readAmount(cell, currency)) : null;
    const before = reader.reasons.length;
    const amounts = (["sale", "cost"] as const).flatMap((kind) => {
      const amountMinor = amount(`${kind}_price`);
      return amountMinor === null ? [] : [{ kind, amountMinor }];
    });
    if (amounts.length === 0 && reader.reasons.length === before && isCurrency(currency))
      reader.refuse("price_needed", "sale_price", "");
    const day = (name: string): string | null =>
      reader.optional(name, (cell) => readDay(cell, columns.dateOrders?.get(name) ?? null));
    const validFrom = day("valid_from");
    const validTo = day("valid_to");
    if (validTo !== null && validFrom !== null && validTo < validFrom)
      reader.refuse("ends_before_start", "valid_to", validTo);
    const what = `${code} ${currency} ${validFrom ?? ""}`.trim();
    const earlier = code === null ? undefined : seen.get(what);
    if (earlier !== undefined) reader.refuse("repeated_row", null, what, earlier);
    else seen.set(what, row.number);
    if (reader.reasons.length > 0 || code === null) return { rowNumber: row.number, result: fail(reader.reasons) };
    const price = { rowNumber: row.number, sku: sku(code), currency, amounts, validFrom, validTo, notes: reader.notes };
    return { rowNumber: row.number, result: ok(price) };
  });
}
