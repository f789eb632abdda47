import { isCurrency } from "../../kernel/currency.ts";
import { shortHash } from "../../kernel/ids.ts";
import { type Books, dayOf } from "../../orders/books.ts";
import type { SettlementHead, SettlementLine } from "../../reconciliation/settlement.ts";
import { cellText, emptyCell, type RawRow } from "../../sheets/rows.ts";
import type { Columns } from "../find-columns.ts";
import type { Layout, SettlementLayout } from "../layouts/layout.ts";
import type { RowNote } from "../notes.ts";
import { readId } from "../read-cell.ts";
import type { RowReason } from "../reasons.ts";
import { makeRowReader, type RowReader } from "../row-reader.ts";
import { generic, platformForms } from "./platform-forms.ts";
import { type RowHead, readPosted, readSigned, type SettlementRow, textOf } from "./settlement-row.ts";

/** The rows of one order in one settlement, or one row that names no order. Its shop is found when it is applied. */
export type SettlementGroup = {
  readonly rows: readonly { readonly rowNumber: number; readonly notes: readonly RowNote[] }[];
  readonly head: Omit<SettlementHead, "channel" | "shop">;
  /** As the file says; empty: it does not. */
  readonly shop: string;
  readonly orderNo: string;
  readonly lines: readonly SettlementLine[];
};

export type ReadSettlement = {
  readonly groups: readonly SettlementGroup[];
  readonly failed: ReadonlyMap<number, readonly RowReason[]>;
};

type Defaults = {
  readonly currency: string;
  readonly books: Books;
  /** What the file says of whole settlements, wherever it does. */
  readonly headRows: readonly RawRow[];
};
type Good = { readonly row: SettlementRow; readonly notes: readonly RowNote[] };

const GENERIC_GRACE_DAYS = 14;

/** Reads the rows of settlements. All rows of an order come together, and all of a settlement that name none. */
export function readSettlementRows(
  rows: readonly RawRow[],
  columns: Columns,
  layout: SettlementLayout | null,
  defaults: Defaults,
): ReadSettlement {
  const heads = headsOf([...defaults.headRows, ...rows], columns, layout, defaults);
  const failed = new Map<number, readonly RowReason[]>();
  const good: Good[] = [];
  for (const row of rows) {
    const reader = makeRowReader(row, columns);
    const read = readRow(reader, row.number, layout, heads, defaults);
    if (reader.reasons.length > 0 || read === null) failed.set(row.number, reader.reasons);
    else good.push({ row: read, notes: reader.notes });
  }
  return { groups: groupsOf(good, layout, defaults), failed };
}

function cell(row: RawRow, columns: Columns, name: string): string {
  return cellText(row.cells[columns.at.get(name) ?? -1] ?? emptyCell).trim();
}

/** The row that says for all of its settlement what no other row says. */
export function isSettlementHead(row: RawRow, columns: Columns, layout: Layout | null): boolean {
  return isHead(row, columns, layout?.settlement ?? null);
}

function isHead(row: RawRow, columns: Columns, layout: SettlementLayout | null): boolean {
  return layout?.form === "amazon" && cell(row, columns, "payout") !== "" && cell(row, columns, "currency") !== "";
}

/** What one row says for all of its settlement: Amazon's first line has the currency, the payout and the days. */
function headsOf(
  rows: readonly RawRow[],
  columns: Columns,
  layout: SettlementLayout | null,
  { currency: own }: Defaults,
): ReadonlyMap<string, RowHead> {
  const heads = new Map<string, RowHead>();
  for (const row of rows) {
    if (!isHead(row, columns, layout)) continue;
    const currency = cell(row, columns, "currency").toUpperCase();
    const reader = makeRowReader(row, columns);
    const time = (name: string) => reader.optional(name, (each) => readPosted(each, "UTC"));
    heads.set(cell(row, columns, "settlement_id"), {
      settlementId: cell(row, columns, "settlement_id"),
      shop: "",
      currency,
      payoutMinor: reader.optional("payout", (each) => readSigned(each, isCurrency(currency) ? currency : own)),
      startsAt: time("starts_at"),
      endsAt: time("ends_at"),
    });
  }
  return heads;
}

function readRow(
  reader: RowReader,
  rowNumber: number,
  layout: SettlementLayout | null,
  heads: ReadonlyMap<string, RowHead>,
  { currency: own, books: { zone } }: Defaults,
): SettlementRow | null {
  const settlementId = reader.optional("settlement_id", readId) ?? "";
  if (settlementId === "" && layout?.form === "shopify") reader.refuse("not_paid_out", "settlement_id", "");
  else if (settlementId === "" && (layout === null || layout.form === "amazon"))
    reader.refuse("required", "settlement_id", "");
  const head = heads.get(settlementId);
  const fallback = layout === null || layout.form === "shopify" ? own : null;
  const said = textOf(reader, "currency").toUpperCase();
  const currency = said === "" ? (layout?.currency ?? head?.currency ?? fallback ?? "") : said;
  if (!isCurrency(currency)) {
    reader.refuse(said === "" ? "no_settlement_head" : "unknown_currency", "currency", said);
    return null;
  }
  const amounts = (layout === null ? generic : platformForms[layout.form])(reader, currency);
  const timeZone = layout?.form === "amazon" ? "UTC" : zone;
  const posted = (name: string) => reader.optional(name, (each) => readPosted(each, timeZone));
  const at = amounts.length === 0 ? (head?.endsAt ?? head?.startsAt ?? null) : posted("posted_at");
  if (at === null) reader.refuse("required", "posted_at", "");
  const orderNo = reader.optional("order_no", readId) ?? "";
  const references = ["reference", "item", "shipment", "adjustment", "promotion"].map((name) => textOf(reader, name));
  return {
    rowNumber,
    head: head ?? {
      ...{ settlementId, shop: textOf(reader, "shop"), currency, payoutMinor: null, startsAt: null },
      endsAt: layout?.form === "shopify" ? posted("ends_at") : null,
    },
    at: at ?? "",
    orderNo: layout?.form === "alipay" ? orderNo.replace(/^T\d+N?P(?=\d)/, "") : orderNo,
    sku: reader.optional("sku", readId) ?? "",
    lineId: reader.optional("line_id", readId) ?? "",
    reference: references.filter((text) => text !== "").join(" "),
    amounts,
  };
}

function groupsOf(good: readonly Good[], layout: SettlementLayout | null, { books }: Defaults): SettlementGroup[] {
  const seen = new Map<string, number>();
  const spans = spansOf(good, layout, books);
  const groups = Map.groupBy(good, ({ row }) => {
    const alone = row.orderNo === "" ? row.rowNumber : "";
    return JSON.stringify([settlementOf(row, layout, books), row.orderNo, alone]);
  });
  return [...groups.values()].flatMap((some): SettlementGroup[] => {
    const first = some[0]?.row;
    if (first === undefined) return [];
    const settlementId = settlementOf(first, layout, books);
    const span = spans.get(settlementId) ?? { from: dayOf(first.at, books), to: dayOf(first.at, books) };
    return [
      {
        rows: some.map(({ row, notes }) => ({ rowNumber: row.rowNumber, notes })),
        head: {
          ...{ settlementId, ...span, currency: first.head.currency ?? "", payoutMinor: first.head.payoutMinor },
          graceDays: layout?.graceDays ?? GENERIC_GRACE_DAYS,
        },
        shop: first.head.shop,
        orderNo: first.orderNo,
        lines: some.flatMap(({ row }) => linesOf(row, settlementId, books, seen)),
      },
    ];
  });
}

/** A platform without payouts has months, e.g. `taobao-2026-11`. */
function settlementOf({ head, at }: SettlementRow, layout: SettlementLayout | null, books: Books): string {
  return head.settlementId === "" ? `${layout?.platform ?? ""}-${dayOf(at, books).slice(0, 7)}` : head.settlementId;
}

type Span = { readonly from: string; readonly to: string };

/** The days that the platform says, else those of the rows; of a month the whole month. */
function spansOf(good: readonly Good[], layout: SettlementLayout | null, books: Books): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const { row } of good) {
    const id = settlementOf(row, layout, books);
    const day = dayOf(row.at, books);
    if (row.head.settlementId === "") {
      spans.set(id, monthOf(day));
      continue;
    }
    const { startsAt, endsAt } = row.head;
    const [first, last] = [startsAt, endsAt].map((at) => (at === null ? day : dayOf(at, books))) as [string, string];
    const before = spans.get(id) ?? { from: first, to: last };
    spans.set(id, { from: first < before.from ? first : before.from, to: last > before.to ? last : before.to });
  }
  return spans;
}

function monthOf(day: string): Span {
  const [year = 0, month = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { from: `${day.slice(0, 7)}-01`, to: `${day.slice(0, 7)}-${String(last).padStart(2, "0")}` };
}

/** A line without a number of its own is named by what it says, and by how often the settlement has said it before. */
function linesOf(row: SettlementRow, settlementId: string, books: Books, seen: Map<string, number>): SettlementLine[] {
  return row.amounts.map((amount, at) => {
    const { orderNo, sku, reference } = row;
    const line = { ...amount, at: row.at, day: dayOf(row.at, books), orderNo, sku, reference };
    if (row.lineId !== "") return { lineId: at === 0 ? row.lineId : `${row.lineId}.${at + 1}`, ...line };
    const name = shortHash(JSON.stringify([settlementId, Object.entries(line)])).slice(0, 16);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { lineId: `${name}.${count}`, ...line };
  });
}
