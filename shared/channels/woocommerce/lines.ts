import type { LineFacts } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";

/**
 * `line_items[]`. WooCommerce has no unit price that ties: `price` is an unrounded float, so it comes from `subtotal` (the
 * line before discount and without tax), rounded up to a whole minor unit. What that adds is taken off again as discount
 * (at most one minor unit less than the quantity): unit price × quantity − discount is the line's `total`, always.
 */
export function readLines(order: JsonReader, currency: string): readonly LineFacts[] {
  const items = order.list("line_items");
  const bundles = bundlesOf(items);
  const isShipped = order.has("needs_processing") ? mayShip(order) : true;
  const seen = new Set<string>();
  return items.map((at) => {
    const lineId = at.id("id");
    if (seen.has(lineId)) at.refuse("bad_value", "id", "two lines have this id");
    seen.add(lineId);
    const sold = at.quantity("quantity");
    const quantity = Math.ceil(sold);
    const subtotalMinor = subtotalOf(at, currency);
    const totalMinor = at.money("total", currency);
    const taxMinor = at.moneyOrZero("total_tax", currency);
    const unitPriceMinor = quantity === 0 ? 0 : Math.ceil(subtotalMinor / quantity);
    return {
      lineId,
      sku: at.textOrNull("sku")?.trim() ?? "",
      title: at.textOrNull("name") ?? "",
      variant: variantOf(at, sold),
      quantity,
      removedQuantity: 0,
      unitPriceMinor,
      discountMinor: at.exact("subtotal", unitPriceMinor * quantity - totalMinor),
      taxMinor,
      totalMinor: at.exact("total", totalMinor + taxMinor),
      needsShipping: isShipped && !at.flag("virtual") && !shipsAsOtherLines(at, bundles),
      weightGrams: null,
    };
  });
}

export function subtotalOf(at: JsonReader, currency: string): number {
  return at.has("subtotal") ? at.moneyOrZero("subtotal", currency) : at.moneyOrZero("total", currency);
}

/**
 * An order of downloads only: no processing needed, no way of shipping, no address. All three, because the first is also
 * said of an order whose products were deleted since.
 */
function mayShip(order: JsonReader): boolean {
  const hasAddress = order.child("shipping")?.textOrNull("country") != null;
  return order.flag("needs_processing") || order.listOrEmpty("shipping_lines").length > 0 || hasAddress;
}

/** Containers of product bundles and composites, by line id: do they have an article number of their own? */
type Bundles = ReadonlyMap<string, { readonly hasSku: boolean }>;

function bundlesOf(items: readonly JsonReader[]): Bundles {
  const parents = new Set(items.map(parentOf));
  const containers = items.filter((at) => parents.has(at.textOrNull("id")));
  return new Map(containers.map((at) => [at.textOrNull("id") ?? "", { hasSku: at.textOrNull("sku") !== null }]));
}

function parentOf(at: JsonReader): string | null {
  return at.textOrNull("bundled_by") ?? at.textOrNull("composite_parent");
}

/**
 * A container with an article number is one parcel item, and its unpriced children lie inside it. A container without
 * one is only a name over its children, and they are what ships.
 */
function shipsAsOtherLines(at: JsonReader, bundles: Bundles): boolean {
  const own = bundles.get(at.textOrNull("id") ?? "");
  if (own !== undefined) return !own.hasSku;
  const parent = bundles.get(parentOf(at) ?? "");
  const isUnpriced = !/[1-9]/.test(`${at.textOrNull("subtotal") ?? ""}${at.textOrNull("total") ?? ""}`);
  return parent?.hasSku === true && isUnpriced;
}

/** "black, M". Other meta data belongs to plugins and may hold names or wishes of the buyer. */
function variantOf(at: JsonReader, sold: number): string | null {
  const isVariation = at.has("variation_id") && at.textOrNull("variation_id") !== "0";
  const attributes = at.entries("meta_data").filter((meta) => {
    const key = meta.textOrNull("key") ?? "_";
    return key.startsWith("pa_") || (isVariation && !key.startsWith("_"));
  });
  const values = attributes.map((meta) => meta.textOrNull("display_value") ?? meta.textOrNull("value"));
  const parts = [...values, Number.isInteger(sold) ? null : `sold as ${sold}`].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(", ");
}
