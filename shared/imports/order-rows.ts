import { isCurrency } from "../kernel/currency.ts";
import { decimalFromMinor } from "../kernel/money.ts";
import { fail, ok } from "../kernel/result.ts";
import type { RawRow } from "../sheets/rows.ts";
import { isPostalCodeCut } from "./damage.ts";
import type { Columns } from "./find-columns.ts";
import type { RowNote } from "./notes.ts";
import { readAmount, readCount, readId, readText, readTime, readYesNo } from "./read-cell.ts";
import { makeRowReader } from "./row-reader.ts";
import type { ReadRow } from "./stock-rows.ts";

/** One order line with the facts of its order repeated beside it, as platforms export them. Amounts in minor units. */
export type OrderRow = {
  readonly rowNumber: number;
  readonly shop: string;
  readonly orderNo: string;
  readonly placedAt: string;
  readonly currency: string;
  readonly isPaid: boolean;
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  /** Of this line. */
  readonly discountMinor: number;
  /** Of the whole order; repeated on each of its rows. */
  readonly shippingMinor: number;
  readonly note: string;
  readonly address: Readonly<Record<AddressField, string>>;
  readonly notes: readonly RowNote[];
};

const addressFields = [
  "recipient",
  "phone",
  "country",
  "region",
  "city",
  "district",
  "address",
  "postal_code",
] as const;
export type AddressField = (typeof addressFields)[number];

export type OrderDefaults = { readonly zone: string; readonly currency: string; readonly now: string };

export function readOrderRows(
  rows: readonly RawRow[],
  columns: Columns,
  defaults: OrderDefaults,
): readonly ReadRow<OrderRow>[] {
  return rows.map((row) => ({ rowNumber: row.number, result: readOrderRow(row, columns, defaults) }));
}

function readOrderRow(row: RawRow, columns: Columns, defaults: OrderDefaults): ReadRow<OrderRow>["result"] {
  const reader = makeRowReader(row, columns);
  const written = reader.optional("currency", readText)?.toUpperCase();
  const currency = written ?? defaults.currency;
  if (!isCurrency(currency)) reader.refuse("unknown_currency", "currency", currency);
  const amount = (name: string): number | null =>
    isCurrency(currency) ? reader.optional(name, (cell) => readAmount(cell, currency)) : null;

  const orderNo = reader.required("order_no", readId);
  const placedAt = reader.required("placed_at", (cell) =>
    readTime(cell, defaults.zone, columns.dateOrders?.get("placed_at")),
  );
  const code = reader.required("sku", readId);
  const quantity = reader.required("quantity", readCount);
  const unitPriceMinor = isCurrency(currency)
    ? reader.required("unit_price", (cell) => readAmount(cell, currency))
    : null;
  const discountMinor = amount("discount") ?? 0;
  const shippingMinor = amount("shipping_fee") ?? 0;
  const isPaid = reader.optional("is_paid", readYesNo) ?? true;
  const title = reader.optional("title", readText) ?? "";
  const note = reader.optional("note", readText) ?? "";
  const shop = reader.optional("shop", readText) ?? "";
  const address = Object.fromEntries(
    addressFields.map((name) => [
      name,
      reader.optional(name, name === "phone" || name === "postal_code" ? readId : readText) ?? "",
    ]),
  ) as Record<AddressField, string>;

  const country = countryOf(address.country);
  if (isPostalCodeCut(address.postal_code, country))
    reader.refuse("postal_code_cut", "postal_code", address.postal_code);
  if (quantity === 0) reader.refuse("zero_quantity", "quantity", "0");
  if (placedAt !== null && placedAt > inOneDay(defaults.now)) reader.refuse("time_in_future", "placed_at", placedAt);
  if (quantity !== null && unitPriceMinor !== null) {
    const itemsMinor = quantity * unitPriceMinor;
    if (!Number.isSafeInteger(itemsMinor)) reader.refuse("too_large", "unit_price", String(unitPriceMinor));
    else if (discountMinor > itemsMinor)
      reader.refuse("discount_too_large", "discount", decimalFromMinor(discountMinor, currency));
  }
  if (
    reader.reasons.length > 0 ||
    orderNo === null ||
    placedAt === null ||
    code === null ||
    quantity === null ||
    unitPriceMinor === null
  ) {
    return fail(reader.reasons);
  }
  return ok({
    rowNumber: row.number,
    shop,
    orderNo,
    placedAt,
    currency,
    isPaid,
    sku: code,
    title,
    quantity,
    unitPriceMinor,
    discountMinor,
    shippingMinor,
    note,
    address,
    notes: reader.notes,
  });
}

/** Empty means China, as the template says. */
export function countryOf(written: string): string {
  return written === "" || written === "中国" ? "CN" : written.toUpperCase();
}

/** Clocks and zones differ; a day of grace keeps honest rows, a wrong year is caught. */
function inOneDay(now: string): string {
  return new Date(Date.parse(now) + 86_400_000).toISOString();
}
