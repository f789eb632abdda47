import { splitByWeights } from "../../kernel/money.ts";
import { cellText, emptyCell, type RawRow } from "../../sheets/rows.ts";
import { tidy } from "../cell-habits.ts";
import type { Columns } from "../find-columns.ts";
import { readCount, readId, readText } from "../read-cell.ts";
import type { RowReader } from "../row-reader.ts";
import type { OrderLayout } from "./layout.ts";
import { packedLines } from "./packed-lines.ts";
import { readMoney, unsigned } from "./read-money.ts";

/** One line of an order as its row has it; amounts of the line in minor units, null where the file does not say. */
export type ExportLine = {
  readonly lineId: string;
  /** "" where the file has none: the order is held until one is known. */
  readonly sku: string;
  readonly title: string;
  readonly variant: string;
  readonly quantity: number;
  readonly unitPriceMinor: number | null;
  /** Price × quantity. */
  readonly grossMinor: number | null;
  /** The same after discounts. */
  readonly paidMinor: number | null;
  readonly discountMinor: number | null;
  readonly taxMinor: number;
  readonly isCancelled: boolean;
  readonly isShipped: boolean;
};

/** The lines of a row: one, or several where a platform packs them into one cell. */
export function readExportLines(
  row: RawRow,
  columns: Columns,
  reader: RowReader,
  layout: OrderLayout,
  currency: string,
): readonly ExportLine[] {
  const packed = itemCells(row, columns);
  if (packed.length > 0) return packedLines(packed, currency, reader);
  const amount = (name: string): number | null => reader.optional(name, (cell) => readMoney(unsigned(cell), currency));
  const status = reader.optional("line_status", readText) ?? "";
  const quantity = reader.optional("quantity", readCount);
  const isCancelled = /^(cancelled|canceled|已取消|已关闭)$/i.test(status);
  // Amazon lists a cancelled item with no units.
  if (quantity === null || (quantity === 0 && !isCancelled)) {
    reader.refuse(quantity === null ? "required" : "zero_quantity", "quantity", quantity === null ? "" : "0");
    return [];
  }
  if (quantity === 0) return [];
  const line: ExportLine = {
    lineId: reader.optional("line_id", readId) ?? "",
    sku: reader.optional("sku", readId) ?? "",
    title: reader.optional("title", readText) ?? "",
    variant: reader.optional("variant", readText) ?? "",
    quantity,
    unitPriceMinor: amount("unit_price"),
    grossMinor: amount("line_amount"),
    paidMinor: amount("line_paid"),
    discountMinor: amount("line_discount"),
    taxMinor: amount("line_tax") ?? 0,
    isCancelled,
    isShipped: /^(fulfilled|shipped)$/i.test(status),
  };
  const articles = layout.joinedBy === undefined ? [] : apart(line.sku, layout.joinedBy);
  if (articles.length < 2) return [line];
  if (articles.length === quantity) return oneEach(line, articles);
  reader.refuse("joined_articles", "sku", line.sku);
  return [];
}

/** Several articles, one unit each, share the money of the row to the last minor unit. */
function oneEach(line: ExportLine, articles: readonly string[]): readonly ExportLine[] {
  const shares = (minor: number | null): readonly (number | null)[] =>
    minor === null
      ? articles.map(() => null)
      : splitByWeights(
          minor,
          articles.map(() => 1),
        );
  const gross = shares(line.unitPriceMinor === null ? line.grossMinor : line.unitPriceMinor * line.quantity);
  const paid = shares(line.paidMinor);
  return articles.map((sku, at) => ({
    ...line,
    lineId: line.lineId === "" ? "" : `${line.lineId}/${at + 1}`,
    sku,
    quantity: 1,
    unitPriceMinor: null,
    grossMinor: gross[at] ?? null,
    paidMinor: paid[at] ?? null,
    discountMinor: null,
  }));
}

function apart(sku: string, by: string): readonly string[] {
  return sku
    .split(by)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function itemCells(row: RawRow, columns: Columns): readonly string[] {
  const places = [columns.at.get("items"), ...(columns.also?.get("items") ?? [])].flatMap((at) => at ?? []);
  return places.map((at) => tidy(cellText(row.cells[at] ?? emptyCell)).text).filter((text) => text !== "");
}
