import type { LineFacts } from "../../orders/facts.ts";
import { sumOf } from "../amounts.ts";
import type { JsonReader } from "../json-reader.ts";

/** A line, and what it takes to tell the amounts and addresses of the whole order. */
export type Item = {
  readonly line: LineFacts;
  /** By how much the rounded unit price is too much for the whole line. */
  readonly roundingMinor: number;
  readonly shipped: number;
  readonly addressId: string | null;
};

/**
 * `/products` of an order, prices with tax. They have four digits, so the unit price comes from the line's total, rounded up to a
 * whole minor unit; what that adds is taken off again as discount. `applied_discounts` are not yet in the line's total.
 */
export function readItems(envelope: JsonReader, currency: string): readonly Item[] {
  const seen = new Set<string>();
  return envelope.list("products").map((at) => {
    const lineId = at.id("id");
    if (seen.has(lineId)) at.refuse("bad_value", "id", "two lines have this id");
    seen.add(lineId);
    const quantity = at.count("quantity");
    const lineMinor = at.money("total_inc_tax", currency);
    const unitPriceMinor = quantity === 0 ? 0 : Math.ceil(lineMinor / quantity);
    const roundingMinor = unitPriceMinor * quantity - lineMinor;
    const discounts = sumOf(at.entries("applied_discounts"), (each) => each.moneyOrZero("amount", currency));
    const shipped = at.countOrNull("quantity_shipped") ?? 0;
    const refunded = at.countOrNull("quantity_refunded") ?? 0;
    const line = {
      lineId,
      sku: at.textOrNull("sku")?.trim() ?? "",
      title: at.textOrNull("name") ?? "",
      variant: variantOf(at),
      quantity,
      removedQuantity: Math.max(0, Math.min(quantity - shipped, refunded)),
      unitPriceMinor,
      discountMinor: at.exact("total_inc_tax", roundingMinor + discounts),
      taxMinor: at.moneyOrZero("total_tax", currency),
      totalMinor: at.exact("total_inc_tax", lineMinor - discounts),
      needsShipping: (at.textOrNull("type") ?? "physical") === "physical",
      weightGrams: null,
    };
    return { line, roundingMinor, shipped, addressId: at.textOrNull("order_address_id") };
  });
}

/** Something has left, and nothing is still to go. */
export function isAllShipped(items: readonly Item[]): boolean {
  const parcels = items.filter(({ line }) => line.needsShipping);
  const isDone = parcels.every(({ line, shipped }) => shipped + line.removedQuantity >= line.quantity);
  return isDone && parcels.some(({ shipped }) => shipped > 0);
}

/** "S, Orange". Text fields, dates and files are left out: they hold wishes of the buyer. */
function variantOf(at: JsonReader): string | null {
  const chosen = at.entries("product_options").filter((option) => choices.has(option.textOrNull("type") ?? ""));
  const values = chosen.map((option) => option.textOrNull("display_value")).filter((value) => value !== null);
  return values.length === 0 ? null : values.join(", ");
}

const choices: ReadonlySet<string> = new Set(["Multiple choice", "Swatch"]);
