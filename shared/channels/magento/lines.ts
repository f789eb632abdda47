import type { LineFacts } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";
import { isPricedByParts, isShipped, readFamilies, skuOf } from "./families.ts";

/** A line, and what it takes to tell amounts and shipping of the whole order. */
export type Item = { readonly line: LineFacts; readonly rowTotalMinor: number; readonly shipped: number };

/**
 * `items[]`. The unit price comes from `row_total`, rounded up to a whole minor unit, because `price` may have more digits; what that
 * adds is taken off again as discount, so that unit price × quantity − discount + tax is what the line costs.
 */
export function readItems(order: JsonReader, currency: string): readonly Item[] {
  const seen = new Set<string>();
  return readFamilies(order).map((family) => {
    const { at, parent } = family;
    const lineId = at.id("item_id");
    if (seen.has(lineId)) at.refuse("bad_value", "item_id", "two items have this id");
    seen.add(lineId);
    const sold = at.quantity("qty_ordered");
    const quantity = Math.ceil(sold);
    const cost = isPricedByParts(family, currency) ? nothing : costOf(at, quantity, currency);
    const unitPriceMinor = quantity === 0 ? 0 : Math.ceil(cost.rowTotalMinor / quantity);
    const moved = movedOf(at, parent, quantity);
    const line = {
      lineId,
      sku: skuOf(family),
      title: at.textOrNull("name") ?? "",
      variant: variantOf(at, sold),
      quantity,
      removedQuantity: Math.max(0, Math.min(quantity - moved.shipped, moved.refunded + moved.canceled)),
      unitPriceMinor,
      discountMinor: at.exact("row_total", unitPriceMinor * quantity - cost.rowTotalMinor + cost.discountMinor),
      taxMinor: cost.taxMinor,
      totalMinor: at.exact("row_total", cost.rowTotalMinor - cost.discountMinor + cost.taxMinor),
      needsShipping: isShipped(family),
      weightGrams: null,
    };
    return { line, rowTotalMinor: cost.rowTotalMinor, shipped: moved.shipped };
  });
}

/** Something has left, and nothing is still to go. */
export function isFulfilled(items: readonly Item[]): boolean {
  const parcels = items.filter(({ line }) => line.needsShipping);
  const isDone = parcels.every(({ line, shipped }) => shipped + line.removedQuantity >= line.quantity);
  return isDone && parcels.some(({ shipped }) => shipped > 0);
}

type Cost = { readonly rowTotalMinor: number; readonly discountMinor: number; readonly taxMinor: number };

const nothing: Cost = { rowTotalMinor: 0, discountMinor: 0, taxMinor: 0 };

function costOf(at: JsonReader, quantity: number, currency: string): Cost {
  const money = (key: string): number => at.moneyOrZero(key, currency);
  const rowTotal = at.has("row_total") ? money("row_total") : at.exact("price", money("price") * quantity);
  return {
    rowTotalMinor: rowTotal,
    discountMinor: Math.abs(money("discount_amount")),
    taxMinor: at.exact("tax_amount", money("tax_amount") + money("discount_tax_compensation_amount")),
  };
}

type Moved = { readonly shipped: number; readonly refunded: number; readonly canceled: number };

/**
 * Whole pieces that left, were paid back or cancelled. A bundle that ships as one parcel counts them on itself: its parts moved in
 * proportion. Magento's own "still to ship" is ordered − shipped − refunded − cancelled.
 */
function movedOf(at: JsonReader, parent: JsonReader | null, quantity: number): Moved {
  const units = (key: string): number => {
    const own = quantityOrZero(at, key);
    const whole = parent === null ? 0 : quantityOrZero(parent, "qty_ordered");
    const withParent = parent === null || whole === 0 ? 0 : (quantity * quantityOrZero(parent, key)) / whole;
    return Math.min(quantity, Math.floor(Math.max(own, withParent)));
  };
  return { shipped: units("qty_shipped"), refunded: units("qty_refunded"), canceled: units("qty_canceled") };
}

function quantityOrZero(at: JsonReader, key: string): number {
  return at.has(key) ? at.quantity(key) : 0;
}

/** "Black, M"; other options belong to extensions and may hold wishes of the buyer. */
function variantOf(at: JsonReader, sold: number): string | null {
  const chosen = at.child("product_options")?.entries("attributes_info") ?? [];
  const parts = [
    ...chosen.map((attribute) => attribute.textOrNull("value")),
    Number.isInteger(sold) ? null : `sold as ${sold}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(", ");
}
