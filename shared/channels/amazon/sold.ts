import type { Amounts, HeaderFacts, LineFacts } from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import type { JsonReader } from "../json-reader.ts";

/** One order item in our terms, whichever version of the API told it; amounts in minor units, all of them positive. */
export type SoldItem = {
  readonly at: JsonReader;
  readonly lineId: string;
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly removedQuantity: number;
  readonly unitPriceMinor: number;
  /** On the article, and what a rounded unit price is too much. */
  readonly discountMinor: number;
  readonly taxMinor: number;
  readonly shippingMinor: number;
  readonly shippingDiscountMinor: number;
  /** Tax of shipping, gift wrap and the like. */
  readonly otherTaxMinor: number;
  /** Gift wrap, the fee for cash on delivery. */
  readonly feesMinor: number;
};

export type Sale = {
  readonly channelOrderNo: string;
  readonly currency: string;
  readonly placedAt: string;
  readonly totalMinor: number;
  readonly tags: readonly string[];
  readonly items: readonly SoldItem[];
  /** Amazon's own warehouses send it: nothing of it is ours to ship. */
  readonly isShippedByAmazon: boolean;
};

/** Header and lines belong together; `at` is the order, for amounts that are too large. */
export function toSold(
  at: JsonReader,
  sale: Sale,
): { readonly header: HeaderFacts; readonly lines: readonly LineFacts[] } {
  const amounts = amountsOf(at, sale);
  const header = {
    channelOrderNo: sale.channelOrderNo,
    currency: sale.currency,
    placedAt: sale.placedAt,
    amounts,
    discrepancyMinor: at.exact("proceeds", discrepancyOf(amounts)),
    buyerRef: null,
    note: null,
    tags: sale.tags,
    isTest: false,
  };
  return { header, lines: sale.items.map((item) => toLine(item, amounts.taxesIncluded, !sale.isShippedByAmazon)) };
}

/**
 * Amazon never says whether its prices hold the tax (they do in Europe and Japan, not in America): they do when the order
 * adds up without the tax and not with it.
 */
function amountsOf(at: JsonReader, { items, totalMinor }: Sale): Amounts {
  const taxMinor = sumOf(items, (item) => item.taxMinor + item.otherTaxMinor);
  const parts = {
    itemsMinor: at.exact(
      "orderItems",
      sumOf(items, (item) => item.unitPriceMinor * item.quantity),
    ),
    discountMinor: at.exact(
      "orderItems",
      sumOf(items, (item) => item.discountMinor + item.shippingDiscountMinor),
    ),
    shippingMinor: at.exact(
      "orderItems",
      sumOf(items, (item) => item.shippingMinor),
    ),
    feesMinor: at.exact(
      "orderItems",
      sumOf(items, (item) => item.feesMinor),
    ),
    taxMinor: at.exact("orderItems", taxMinor),
    totalMinor,
  };
  const taxesIncluded = taxMinor > 0 && discrepancyOf({ ...parts, taxesIncluded: true }) === 0;
  return { ...parts, taxesIncluded };
}

function toLine(item: SoldItem, taxesIncluded: boolean, needsShipping: boolean): LineFacts {
  const { at, lineId, sku, title, quantity, removedQuantity, unitPriceMinor, discountMinor, taxMinor } = item;
  const net = unitPriceMinor * quantity - discountMinor;
  return {
    lineId,
    sku,
    title,
    variant: null,
    quantity,
    removedQuantity,
    unitPriceMinor,
    discountMinor,
    taxMinor,
    totalMinor: at.exact("quantityOrdered", net + (taxesIncluded ? 0 : taxMinor)),
    needsShipping,
    weightGrams: null,
  };
}

/** Refuses a second item with the id of the first. */
export function refuseRepeatedIds(items: readonly SoldItem[], key: string): readonly SoldItem[] {
  const seen = new Set<string>();
  for (const { at, lineId } of items) {
    if (seen.has(lineId)) at.refuse("bad_value", key, "two items have this id");
    seen.add(lineId);
  }
  return items;
}
