import { isCurrency } from "../../kernel/currency.ts";
import { fail, ok } from "../../kernel/result.ts";
import { cellText, emptyCell, type RawRow } from "../../sheets/rows.ts";
import type { Columns } from "../find-columns.ts";
import { joinedText } from "../joined-text.ts";
import type { RowNote } from "../notes.ts";
import type { OrderDefaults } from "../order-rows.ts";
import { readId, readText, readTime } from "../read-cell.ts";
import { makeRowReader, type RowReader } from "../row-reader.ts";
import type { ReadRow } from "../stock-rows.ts";
import { type ExportLine, readExportLines } from "./export-line.ts";
import type { ExportField, OrderLayout } from "./layout.ts";
import { readMoney, unsigned } from "./read-money.ts";
import type { Stage } from "./stages.ts";

/** One row of a platform's file. null: the cell is empty, as order-wide cells are on the later rows of some exports. */
export type ExportRow = {
  readonly rowNumber: number;
  readonly orderNo: string;
  readonly shop: string;
  readonly placedAt: string | null;
  readonly paidAt: string | null;
  readonly endedAt: string | null;
  readonly shippedAt: string | null;
  readonly currency: string | null;
  readonly lines: readonly ExportLine[];
  /** Of the whole order, in minor units. */
  readonly amounts: Readonly<Record<OrderAmount, number | null>>;
  readonly stage: Stage;
  readonly rawStatus: string;
  readonly texts: Readonly<Record<TextField, string>>;
  readonly isShippedByPlatform: boolean;
  readonly notes: readonly RowNote[];
};

const orderAmounts = ["items_amount", "discount", "shipping_fee", "tax", "fees", "total", "refunded"] as const;
export type OrderAmount = (typeof orderAmounts)[number];

const texts = [
  "recipient",
  "first_name",
  "last_name",
  "email",
  "country",
  "region",
  "city",
  "district",
  "address",
  "note",
  "method",
  "carrier",
  "status",
  "payment_status",
  "fulfilment_status",
  "line_status",
  "after_sales",
  "fulfilled_by",
] as const satisfies readonly ExportField[];
const ids = ["phone", "postal_code", "tracking_no"] as const satisfies readonly ExportField[];
export type TextField = (typeof texts)[number] | (typeof ids)[number];

/** Reads one row as its platform means it; `known` is what earlier rows of the file said of the same order. */
export function readExportRow(
  row: RawRow,
  columns: Columns,
  layout: OrderLayout,
  defaults: OrderDefaults,
  known: { readonly currency: string | null; readonly payment: string; readonly fulfilment: string } | null,
): ReadRow<ExportRow>["result"] {
  const reader = makeRowReader(row, columns);
  const orderNo = reader.required("order_no", readId);
  const written = reader.optional("currency", readText)?.toUpperCase() ?? known?.currency ?? null;
  const currency = written ?? layout.currency ?? defaults.currency;
  if (!isCurrency(currency)) reader.refuse("unknown_currency", "currency", currency);
  const money = isCurrency(currency) ? currency : defaults.currency;
  const instant = (name: ExportField): string | null =>
    reader.optional(name, (cell) => readTime(cell, defaults.zone, columns.dateOrders?.get(name)));
  const paidAt = instant("paid_at");
  const cancelledAt = instant("cancelled_at");
  const said = Object.fromEntries([
    ...texts.map((name) => [name, reader.optional(name, readText) ?? ""]),
    ...ids.map((name) => [name, reader.optional(name, readId) ?? ""]),
  ]) as Record<TextField, string>;
  const payment = said.payment_status || (known?.payment ?? "");
  const fulfilment = said.fulfilment_status || (known?.fulfilment ?? "");
  const stage = layout.stageOf({
    status: said.status,
    payment,
    fulfilment,
    afterSales: said.after_sales,
    isPaid: paidAt !== null,
    isCancelled: cancelledAt !== null,
  });
  const rawStatus = [said.status, payment, fulfilment].filter((word) => word !== "").join(" / ");
  if (stage === null) reader.refuse("unknown_status", columns.at.has("status") ? "status" : null, rawStatus);
  const sum = (name: OrderAmount): number | null => readSum(row, columns, reader, name, money);
  const shopWritten = reader.optional("shop", readText) ?? "";
  const placedAt = instant("placed_at");
  const result = {
    rowNumber: row.number,
    orderNo: orderNo ?? "",
    shop: shopWritten,
    placedAt,
    paidAt,
    endedAt: cancelledAt ?? instant("completed_at"),
    shippedAt: instant("shipped_at"),
    currency: written,
    lines: readExportLines(row, columns, reader, layout, money),
    amounts: Object.fromEntries(orderAmounts.map((name) => [name, sum(name)])) as Record<OrderAmount, number | null>,
    rawStatus,
    texts: { ...said, address: joinedText(row, columns, "address") },
    isShippedByPlatform: /^(amazon|afn)$/i.test(said.fulfilled_by),
  };
  if (placedAt !== null && Date.parse(placedAt) > Date.parse(defaults.now) + 86_400_000)
    reader.refuse("time_in_future", "placed_at", placedAt);
  if (reader.reasons.length > 0 || stage === null) return fail(reader.reasons);
  return ok({ ...result, stage, notes: [...reader.notes, ...maskedNotes(said)] });
}

/** Money columns are summed where a layout names several (discounts); a minus is how some platforms write a discount. */
function readSum(row: RawRow, columns: Columns, reader: RowReader, name: OrderAmount, currency: string): number | null {
  if (name !== "discount" && name !== "fees") return reader.optional(name, (cell) => readMoney(cell, currency));
  const places = [columns.at.get(name), ...(columns.also?.get(name) ?? [])].flatMap((at) => at ?? []);
  let sum: number | null = null;
  for (const at of places) {
    const read = readMoney(unsigned(row.cells[at] ?? emptyCell), currency);
    if (!read.ok) reader.refuse(read.error, name, cellText(row.cells[at] ?? emptyCell));
    else if (read.value !== null) sum = (sum ?? 0) + read.value;
  }
  return sum;
}

function maskedNotes(said: Readonly<Record<TextField, string>>): readonly RowNote[] {
  return (["recipient", "phone", "address"] as const).flatMap((column) =>
    /\*{2,}|^##|^\$\$/.test(said[column]) ? [{ code: "masked" as const, column, found: said[column] }] : [],
  );
}
