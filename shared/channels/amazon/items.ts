import { sumOf } from "../amounts.ts";
import type { JsonReader } from "../json-reader.ts";
import { refuseRepeatedIds, type SoldItem } from "./sold.ts";

/** `orderItems[]` of 2026-01-01. `breakdowns` hold the money of the whole quantity by kind; a discount may be negative. */
export function readItems(order: JsonReader, currency: string): readonly SoldItem[] {
  return refuseRepeatedIds(
    order.list("orderItems").map((at) => readItem(at, currency)),
    "orderItemId",
  );
}

function readItem(at: JsonReader, currency: string): SoldItem {
  const product = at.child("product");
  const quantity = at.count("quantityOrdered");
  const money = breakdownOf(at, currency);
  const unit = product?.child("price")?.child("unitPrice") ?? null;
  const unitPriceMinor = unit?.moneyOrZero("amount", currency) ?? rounded(money.total("ITEM"), quantity);
  const rounding = unit === null ? unitPriceMinor * quantity - money.total("ITEM") : 0;
  const shippingDiscount = money.part("DISCOUNT", "SHIPPING");
  const tax = money.total("TAX");
  const otherTax = ["SHIPPING", "GIFT_WRAP", "COD_FEE", "OTHER"].reduce((sum, of) => sum + money.part("TAX", of), 0);
  return {
    at,
    lineId: at.id("orderItemId"),
    sku: product?.textOrNull("sellerSku")?.trim() ?? "",
    title: product?.textOrNull("title") ?? "",
    quantity,
    removedQuantity: removedOf(at, quantity),
    unitPriceMinor,
    discountMinor: at.exact("proceeds", money.total("DISCOUNT") - shippingDiscount + rounding),
    taxMinor: at.exact("proceeds", tax - otherTax),
    shippingMinor: money.total("SHIPPING"),
    shippingDiscountMinor: shippingDiscount,
    otherTaxMinor: otherTax,
    feesMinor: at.exact("proceeds", money.total("GIFT_WRAP") + money.total("COD_FEE") + money.total("OTHER")),
  };
}

/** Neither sent nor still to be sent: the item was cancelled, in whole or in part. */
function removedOf(at: JsonReader, quantity: number): number {
  const fulfillment = at.child("fulfillment");
  if (fulfillment === null || !fulfillment.has("quantityUnfulfilled")) return 0;
  const kept = fulfillment.count("quantityUnfulfilled") + (fulfillment.countOrNull("quantityFulfilled") ?? 0);
  return Math.max(0, quantity - kept);
}

type Breakdown = {
  total(type: string): number;
  /** The part of a type that is for one thing; 0 when the type is not split. */
  part(type: string, subtype: string): number;
};

function breakdownOf(at: JsonReader, currency: string): Breakdown {
  const rows = at.child("proceeds")?.listOrEmpty("breakdowns") ?? [];
  const ofType = (type: string): readonly JsonReader[] => rows.filter((row) => row.textOrNull("type") === type);
  return {
    total: (type) => sumOf(ofType(type), (row) => amountOf(row.child("subtotal"), currency)),
    part: (type, subtype) => {
      const parts = ofType(type).flatMap((row) => row.listOrEmpty("detailedBreakdowns"));
      return sumOf(
        parts.filter((part) => part.textOrNull("subtype") === subtype),
        (part) => amountOf(part.child("value"), currency),
      );
    },
  };
}

function amountOf(money: JsonReader | null, currency: string): number {
  return Math.abs(money?.moneyOrZero("amount", currency) ?? 0);
}

/** A unit price that is never too low: what is too much is taken off again as discount. */
export function rounded(totalMinor: number, quantity: number): number {
  return quantity === 0 ? 0 : Math.ceil(totalMinor / quantity);
}
