import type { LineFacts } from "../../orders/facts.ts";
import { sumOf } from "../amounts.ts";
import type { JsonReader } from "../json-reader.ts";
import { readFulfilment } from "./fulfilments.ts";

/** `line_items[]` of an order, as sold; `removedQuantity` says how many of them will never ship. */
export function readLines(order: JsonReader, currency: string): readonly LineFacts[] {
  const taxesIncluded = order.flag("taxes_included");
  const moved = movedUnits(order);
  const seen = new Set<string>();
  return order.list("line_items").map((at) => {
    const lineId = at.id("id");
    if (seen.has(lineId)) at.refuse("bad_value", "id", "two lines have this id");
    seen.add(lineId);
    const quantity = at.count("quantity");
    const unitPriceMinor = at.money("price", currency);
    const discountMinor = discountOf(at, currency);
    const taxMinor = sumOf(at.listOrEmpty("tax_lines"), (tax) => tax.moneyOrZero("price", currency));
    const net = unitPriceMinor * quantity - discountMinor;
    return {
      lineId,
      sku: at.textOrNull("sku")?.trim() ?? "",
      title: at.textOrNull("title") ?? at.textOrNull("name") ?? "",
      variant: at.textOrNull("variant_title"),
      quantity,
      removedQuantity: removedBeforeShipping(at, quantity, moved.get(lineId) ?? nothingMoved),
      unitPriceMinor,
      discountMinor,
      taxMinor,
      totalMinor: at.exact("price", net + (taxesIncluded ? 0 : taxMinor)),
      needsShipping: isShipped(at),
      weightGrams: gramsOf(at),
    };
  });
}

/** Units of a line that went out, and those given back, by whether they had left the house. */
type Moved = { readonly shipped: number; readonly returned: number; readonly refunded: number };

const nothingMoved: Moved = { shipped: 0, returned: 0, refunded: 0 };

function movedUnits(order: JsonReader): ReadonlyMap<string, Moved> {
  const moved = new Map<string, Moved>();
  const add = (lineId: string, units: Partial<Moved>): void => {
    const before = moved.get(lineId) ?? nothingMoved;
    moved.set(lineId, {
      shipped: before.shipped + (units.shipped ?? 0),
      returned: before.returned + (units.returned ?? 0),
      refunded: before.refunded + (units.refunded ?? 0),
    });
  };
  for (const fulfilment of order.listOrEmpty("fulfillments").map(readFulfilment)) {
    if (fulfilment.state === "cancelled") continue;
    for (const { lineId, quantity } of fulfilment.lines) add(lineId, { shipped: quantity });
  }
  for (const line of order.listOrEmpty("refunds").flatMap((refund) => refund.listOrEmpty("refund_line_items"))) {
    const isReturn = line.textOrNull("restock_type") === "return";
    add(line.id("line_item_id"), { [isReturn ? "returned" : "refunded"]: line.count("quantity") });
  }
  return moved;
}

/**
 * A unit is removed when it is gone from the order, did not come back after shipping, and is neither shipped nor still to
 * be shipped. `current_quantity` falls with edits, refunds and returns alike, and a refund without restocking may leave
 * the goods to be shipped: only Shopify's own `fulfillable_quantity` tells. Older versions lack one or the other.
 */
function removedBeforeShipping(at: JsonReader, quantity: number, moved: Moved): number {
  const current = at.countOrNull("current_quantity");
  const fulfillable = at.countOrNull("fulfillable_quantity");
  const gone = current === null ? moved.refunded : quantity - current - moved.returned;
  const leftOver = fulfillable === null ? gone : quantity - moved.shipped - fulfillable;
  return Math.min(quantity, Math.max(0, Math.min(gone, leftOver)));
}

/** Allocations hold the line's part of every discount, `total_discount` only those given on the line itself. */
function discountOf(at: JsonReader, currency: string): number {
  const allocations = at.listOrEmpty("discount_allocations");
  if (allocations.length === 0) return at.moneyOrZero("total_discount", currency);
  return sumOf(allocations, (allocation) => allocation.money("amount", currency));
}

function isShipped(at: JsonReader): boolean {
  const requiresShipping = at.has("requires_shipping") ? at.flag("requires_shipping") : true;
  return requiresShipping && !at.flag("gift_card");
}

/** 0 is what shops leave when they never weighed the article. */
function gramsOf(at: JsonReader): number | null {
  const grams = Number(at.textOrNull("grams") ?? 0);
  return Number.isSafeInteger(grams) && grams > 0 ? grams : null;
}
