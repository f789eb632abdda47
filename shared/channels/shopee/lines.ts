import type { LineFacts } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";

/** Whether the seller ships at all: not what lies in Shopee's warehouse, nor what a booking has sent ahead. */
function isShippedBySeller(order: JsonReader): boolean {
  return order.textOrNull("fulfillment_flag") !== "fulfilled_by_shopee" && !order.flag("advance_package");
}

export function readLines(order: JsonReader, currency: string): readonly LineFacts[] {
  const needsShipping = isShippedBySeller(order);
  const lines = new Map<string, LineFacts>();
  for (const at of order.list("item_list")) {
    const line = readLine(at, currency, needsShipping);
    const same = lines.get(line.lineId);
    if (same !== undefined && same.unitPriceMinor !== line.unitPriceMinor) {
      at.refuse("bad_value", "order_item_id", "two items have this id and different prices");
    }
    lines.set(line.lineId, same === undefined ? line : added(at, same, line.quantity));
  }
  return [...lines.values()];
}

/**
 * The price the buyer saw. A bundle deal has none for its parts (0): then the price before the deal, and what the deal took
 * off is part of the order's discount.
 */
function readLine(at: JsonReader, currency: string, needsShipping: boolean): LineFacts {
  const quantity = at.count("model_quantity_purchased");
  const deal = at.moneyOrZero("model_discounted_price", currency);
  const unitPriceMinor = deal === 0 ? at.moneyOrZero("model_original_price", currency) : deal;
  return {
    lineId: lineIdOf(at),
    sku: (at.textOrNull("model_sku") ?? at.textOrNull("item_sku") ?? "").trim(),
    title: at.textOrNull("item_name") ?? "",
    variant: at.textOrNull("model_name"),
    quantity,
    removedQuantity: 0,
    unitPriceMinor,
    discountMinor: 0,
    taxMinor: 0,
    totalMinor: at.exact("model_discounted_price", unitPriceMinor * quantity),
    needsShipping,
    weightGrams: null,
  };
}

/**
 * Items have no id of their own: those of one bundle share `order_item_id`, and one article may stand in two deals. The same
 * four parts stand in the packages.
 */
export function lineIdOf(at: JsonReader): string {
  const orZero = (key: string): string => (at.has(key) ? at.id(key) : "0");
  return [at.id("item_id"), orZero("model_id"), orZero("order_item_id"), orZero("promotion_group_id")].join("-");
}

function added(at: JsonReader, line: LineFacts, more: number): LineFacts {
  const quantity = line.quantity + more;
  return { ...line, quantity, totalMinor: at.exact("model_discounted_price", line.unitPriceMinor * quantity) };
}
