import { minorFromDecimalRounded } from "../../kernel/money.ts";
import type { RowReader } from "../row-reader.ts";
import type { ExportLine } from "./export-line.ts";

/**
 * Whole lines in cells, as WooCommerce's order export writes them: `name:Tea|sku:TEA-1|quantity:2|total:39.80`, several
 * joined with `;`, or in words, `Tea (TEA-1) x 2`. A cell of another shape is refused by name.
 */
export function packedLines(cells: readonly string[], currency: string, reader: RowReader): readonly ExportLine[] {
  const items = cells.flatMap((cell) => (cell.includes("|") ? cell.split(/;(?=[a-z_]+:)/i) : [cell]));
  return items.flatMap((item) => {
    const line = item.includes("|") ? fromPairs(item, currency) : fromWords(item);
    if (line === null) reader.refuse("unknown_item", "items", item);
    return line ?? [];
  });
}

function fromPairs(item: string, currency: string): ExportLine | null {
  const pairs = new Map(
    item.split("|").map((pair): [string, string] => {
      const colon = pair.indexOf(":");
      return [pair.slice(0, colon).trim().toLowerCase(), pair.slice(colon + 1).trim()];
    }),
  );
  const quantity = Number(pairs.get("quantity") ?? pairs.get("qty") ?? "");
  if (!Number.isSafeInteger(quantity) || quantity < 1) return null;
  const amount = (name: string): number | null => {
    const minor = minorFromDecimalRounded(pairs.get(name) ?? "", currency);
    return minor.ok ? Math.abs(minor.value) : null;
  };
  return {
    ...blank,
    lineId: pairs.get("id") ?? "",
    sku: pairs.get("sku") ?? "",
    title: pairs.get("name") ?? "",
    quantity,
    grossMinor: amount("subtotal"),
    paidMinor: amount("total"),
    taxMinor: amount("total_tax") ?? amount("tax") ?? 0,
  };
}

const WORDS = /^(?<title>.*?)(?:\s*[([](?:sku:?\s*|#)?(?<sku>[^()[\]]+)[)\]])?\s*[x×]\s*(?<quantity>\d{1,6})$/iu;
const WORDS_FIRST = /^(?<quantity>\d{1,6})\s*[x×]\s*(?<title>.*?)(?:\s*[([](?:sku:?\s*|#)?(?<sku>[^()[\]]+)[)\]])?$/iu;

function fromWords(item: string): ExportLine | null {
  const found = (WORDS.exec(item) ?? WORDS_FIRST.exec(item))?.groups;
  if (found === undefined) return null;
  const quantity = Number(found["quantity"]);
  if (quantity < 1) return null;
  return { ...blank, sku: found["sku"]?.trim() ?? "", title: found["title"]?.trim() ?? "", quantity };
}

const blank: Omit<ExportLine, "quantity"> = {
  lineId: "",
  sku: "",
  title: "",
  variant: "",
  unitPriceMinor: null,
  grossMinor: null,
  paidMinor: null,
  discountMinor: null,
  taxMinor: 0,
  isCancelled: false,
  isShipped: false,
};
