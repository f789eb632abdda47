import type { LineFacts } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";
import { type AfterSale, unshippedRefunds } from "./after-sales.ts";

/** `main_status` of a line whose money went back before it left. */
const refundedBeforeShipping = "21";

/** `sku_order_list[]`: each is an order of its own under the order, and one of them bears the order's own number. */
export function readLines(order: JsonReader, afterSales: readonly AfterSale[]): readonly LineFacts[] {
  const rows = order.list("sku_order_list");
  const taxesIncluded = rows.some((row) => row.flag("has_tax"));
  const seen = new Set<string>();
  return rows.map((at) => {
    const lineId = at.id("order_id");
    if (seen.has(lineId)) at.refuse("bad_value", "order_id", "two lines have this number");
    seen.add(lineId);
    const quantity = at.count("item_num");
    const unitPriceMinor = at.minor("origin_amount");
    const discountMinor = at.exact(
      "promotion_amount",
      at.minorOrZero("promotion_amount") - at.minorOrZero("modify_amount"),
    );
    const taxMinor = at.minorOrZero("tax_amount");
    const isGone = at.textOrNull("main_status")?.trim() === refundedBeforeShipping;
    return {
      lineId,
      sku: skuOf(at),
      title: at.textOrNull("product_name") ?? "",
      variant: variantOf(at),
      quantity,
      removedQuantity: isGone ? quantity : Math.min(quantity, unshippedRefunds(afterSales, lineId)),
      unitPriceMinor,
      discountMinor,
      taxMinor,
      totalMinor: at.exact("origin_amount", unitPriceMinor * quantity - discountMinor + (taxesIncluded ? 0 : taxMinor)),
      needsShipping: isShipped(at),
      weightGrams: null,
    };
  });
}

/** The merchant's own code of the variant, else the code it was created with ("0" stands for none). */
function skuOf(at: JsonReader): string {
  const outSkuId = at.textOrNull("out_sku_id")?.trim() ?? "";
  return at.textOrNull("code")?.trim() ?? (outSkuId === "0" ? "" : outSkuId);
}

/** "蓝, 12 oz" */
function variantOf(at: JsonReader): string | null {
  const values = at.entries("spec").flatMap((spec) => spec.textOrNull("value") ?? []);
  return values.length === 0 ? null : values.join(", ");
}

/** Not virtual goods (`goods_type` 1), nor what the buyer fetches (`receive_type` 2). */
function isShipped(at: JsonReader): boolean {
  return at.textOrNull("goods_type") !== "1" && at.textOrNull("receive_type") !== "2";
}
