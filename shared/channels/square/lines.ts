import type { LineFacts } from "../../orders/facts.ts";
import { sumOf } from "../amounts.ts";
import type { JsonReader } from "../json-reader.ts";
import { moneyOf } from "./money.ts";

/** What the whole order says about its lines. */
export type LineSetting = {
  readonly currency: string;
  /** Every tax of the order is inside its prices. */
  readonly taxesIncluded: boolean;
  /** `uid` of the taxes inside the prices. */
  readonly insideTaxes: ReadonlySet<string>;
  readonly isShipped: boolean;
  /** `item_variation_data.sku` by the id of the variation: an order holds no article numbers. */
  readonly skus: ReadonlyMap<string, string>;
};

/** A line with its pieces as sold, which may be a fraction. */
export type Item = { readonly line: LineFacts; readonly roundingMinor: number };

/**
 * `line_items[]`. `gross_sales_money` is price and modifiers × quantity, before discount and tax on top; the unit price comes from it,
 * rounded up to a whole minor unit, and what that adds is taken off again as discount.
 */
export function readItems(order: JsonReader, setting: LineSetting): readonly Item[] {
  const seen = new Set<string>();
  return order.list("line_items").map((at) => {
    const lineId = at.id("uid");
    if (seen.has(lineId)) at.refuse("bad_value", "uid", "two lines have this id");
    seen.add(lineId);
    return readItem(at, lineId, setting);
  });
}

function readItem(at: JsonReader, lineId: string, setting: LineSetting): Item {
  const { currency, taxesIncluded, isShipped, skus } = setting;
  const sold = at.quantity("quantity");
  const quantity = piecesOf(at);
  const grossMinor = moneyOf(at, "gross_sales_money", currency);
  const unitPriceMinor = quantity === 0 ? 0 : Math.ceil(grossMinor / quantity);
  const roundingMinor = unitPriceMinor * quantity - grossMinor;
  const discountMinor = at.exact("gross_sales_money", moneyOf(at, "total_discount_money", currency) + roundingMinor);
  const taxMinor = taxOf(at, setting);
  const net = unitPriceMinor * quantity - discountMinor;
  const line = {
    lineId,
    sku: skus.get(at.textOrNull("catalog_object_id") ?? "") ?? "",
    title: at.textOrNull("name") ?? "",
    variant: variantOf(at, sold),
    quantity,
    removedQuantity: 0,
    unitPriceMinor,
    discountMinor,
    taxMinor,
    totalMinor: at.exact("total_money", net + (taxesIncluded ? 0 : taxMinor)),
    needsShipping: isShipped && at.textOrNull("item_type") !== "GIFT_CARD",
    weightGrams: null,
  };
  return { line, roundingMinor };
}

/** Whole pieces of a decimal text: 0.75 kg is one piece to be handed out. */
export function piecesOf(at: JsonReader): number {
  const pieces = Math.ceil(at.quantity("quantity"));
  if (pieces <= 1_000_000_000) return pieces;
  at.refuse("bad_value", "quantity", "the quantity is too large");
  return 0;
}

/** Taxes inside the price count only where all are: an order may have both kinds. */
function taxOf(at: JsonReader, { currency, taxesIncluded, insideTaxes }: LineSetting): number {
  if (taxesIncluded || insideTaxes.size === 0) return moneyOf(at, "total_tax_money", currency);
  const onTop = at.entries("applied_taxes").filter((tax) => !insideTaxes.has(tax.textOrNull("tax_uid") ?? ""));
  return at.exact(
    "applied_taxes",
    sumOf(onTop, (tax) => moneyOf(tax, "applied_money", currency)),
  );
}

/** "Larger, sold as 0.75". Modifiers belong to the dish, and notes to the buyer. */
function variantOf(at: JsonReader, sold: number): string | null {
  const parts = [at.textOrNull("variation_name"), Number.isInteger(sold) ? null : `sold as ${sold}`];
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? null : known.join(", ");
}
