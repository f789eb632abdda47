import type { LineFacts } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";

export const currency = "CNY";

type Sold = { readonly discountMinor: number; readonly isGone: boolean };

/**
 * `item_list[]` (nearly always one sku, which then bears the whole discount) and the gifts that ship with it. The article's
 * own number is not taken for a sku: it names all of its skus.
 */
export function readLines(order: JsonReader): readonly LineFacts[] {
  const seen = new Set<string>();
  const lineOf = (at: JsonReader, isGift: boolean): LineFacts => {
    const lineId = `${isGift ? "gift-" : ""}${at.id("sku_id")}`;
    if (seen.has(lineId)) at.refuse("bad_value", "sku_id", "two lines have this sku");
    seen.add(lineId);
    const quantity = at.count("goods_count");
    const unitPriceMinor = isGift ? 0 : at.money("goods_price", currency);
    return {
      lineId,
      sku: at.textOrNull("outer_id")?.trim() ?? "",
      title: at.textOrNull("goods_name") ?? "",
      variant: at.textOrNull("goods_spec"),
      quantity,
      removedQuantity: 0,
      unitPriceMinor,
      discountMinor: 0,
      taxMinor: 0,
      totalMinor: at.exact("goods_price", unitPriceMinor * quantity),
      needsShipping: true,
      weightGrams: null,
    };
  };
  return [
    ...order.list("item_list").map((at) => lineOf(at, false)),
    ...order.listOrEmpty("gift_list").map((at) => lineOf(at, true)),
  ];
}

/** With the order's discount where one line bears it, and nothing left to ship where the money went back before it left. */
export function soldLines(lines: readonly LineFacts[], { discountMinor, isGone }: Sold): readonly LineFacts[] {
  const bought = lines.filter((line) => line.unitPriceMinor > 0);
  return lines.map((line) => {
    const discount = bought.length === 1 && line === bought[0] ? discountMinor : 0;
    return {
      ...line,
      removedQuantity: isGone ? line.quantity : 0,
      discountMinor: discount,
      totalMinor: line.totalMinor - discount,
    };
  });
}
