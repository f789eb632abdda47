import type { LineFacts } from "../../orders/facts.ts";
import { sumOf } from "../amounts.ts";
import type { JsonReader } from "../json-reader.ts";
import { readAmount } from "./amount.ts";

/** A line, and what it takes to tell the amounts of the whole order. */
export type Item = { readonly line: LineFacts; readonly costMinor: number };

/**
 * `lineItemCost` is unit price × quantity before discounts. The unit price is rounded up to a whole minor unit; what that adds is
 * taken off again as discount.
 */
export function readItems(order: JsonReader, currency: string, needsShipping: boolean): readonly Item[] {
  const seen = new Set<string>();
  return order.list("lineItems").map((at) => {
    const lineId = at.id("lineItemId");
    if (seen.has(lineId)) at.refuse("bad_value", "lineItemId", "two lines have this id");
    seen.add(lineId);
    const quantity = at.count("quantity");
    if (at.child("lineItemCost") === null) at.refuse("missing_field", "lineItemCost", "an amount is needed");
    const costMinor = readAmount(at, "lineItemCost", currency);
    const unitPriceMinor = quantity === 0 ? 0 : Math.ceil(costMinor / quantity);
    const paidMinor = at.has("discountedLineItemCost") ? readAmount(at, "discountedLineItemCost", currency) : costMinor;
    const taxMinor = sumOf(at.entries("taxes"), (tax) => readAmount(tax, "amount", currency));
    const line = {
      lineId,
      sku: (at.textOrNull("sku") ?? "").trim(),
      title: at.textOrNull("title") ?? "",
      variant: variantOf(at),
      quantity,
      removedQuantity: 0,
      unitPriceMinor,
      discountMinor: at.exact("lineItemCost", unitPriceMinor * quantity - paidMinor),
      taxMinor: at.exact("taxes", taxMinor),
      totalMinor: at.exact("lineItemCost", paidMinor + taxMinor),
      needsShipping,
      weightGrams: null,
    };
    return { line, costMinor };
  });
}

/** "Blue, Large", in eBay's order of the aspects. */
function variantOf(at: JsonReader): string | null {
  const values = at.entries("variationAspects").flatMap((aspect) => aspect.textOrNull("value") ?? []);
  return values.length === 0 ? null : values.join(", ");
}
