import type { LineFacts } from "../../orders/facts.ts";
import { sumOf } from "../amounts.ts";
import type { JsonReader } from "../json-reader.ts";

export const currency = "CNY";

type Row = {
  readonly at: JsonReader;
  readonly skuId: string;
  readonly unitPriceMinor: number;
  readonly quantity: number;
};

/**
 * `itemInfoList[]`: rows of one sku at one price are one line. JD gives rows no id that it documents, so a line is named by
 * its JD sku; the cheaper lines of the same sku (gifts, second pieces) by their price as well.
 */
export function readLines(order: JsonReader): readonly LineFacts[] {
  const rows: readonly Row[] = order.list("itemInfoList").map((at) => ({
    at,
    skuId: at.id("skuId"),
    unitPriceMinor: at.money("jdPrice", currency),
    quantity: at.count("itemTotal"),
  }));
  const discounts = discountsBySku(order);
  return [...Map.groupBy(rows, ({ skuId }) => skuId).values()].flatMap((ofSku) => {
    const byPrice = [...Map.groupBy(ofSku, ({ unitPriceMinor }) => unitPriceMinor).values()];
    const dearestFirst = byPrice.toSorted(([a], [b]) => (b?.unitPriceMinor ?? 0) - (a?.unitPriceMinor ?? 0));
    return dearestFirst.flatMap((same, place) => {
      const quantity = sumOf(same, (row) => row.quantity);
      return same.slice(0, 1).map((row) => lineOf({ ...row, quantity }, place === 0, discounts));
    });
  });
}

function lineOf(row: Row, isDearest: boolean, discounts: ReadonlyMap<string, number>): LineFacts {
  const { at, skuId, unitPriceMinor, quantity } = row;
  const discountMinor = isDearest ? (discounts.get(skuId) ?? 0) : 0;
  return {
    lineId: isDearest ? skuId : `${skuId}-${unitPriceMinor}`,
    sku: at.textOrNull("outerSkuId")?.trim() ?? "",
    title: at.textOrNull("skuName") ?? "",
    variant: null,
    quantity,
    removedQuantity: 0,
    unitPriceMinor,
    discountMinor,
    taxMinor: 0,
    totalMinor: at.exact("jdPrice", unitPriceMinor * quantity - discountMinor),
    needsShipping: true,
    weightGrams: null,
  };
}

/** Discounts of one sku; those of the whole order name none and stay with the order. */
function discountsBySku(order: JsonReader): ReadonlyMap<string, number> {
  const ofSkus = order.listOrEmpty("couponDetailList").filter((coupon) => coupon.textOrNull("skuId") !== null);
  const grouped = Map.groupBy(ofSkus, (coupon) => coupon.id("skuId"));
  return new Map(
    [...grouped].map(([skuId, coupons]) => [
      skuId,
      sumOf(coupons, (each) => each.moneyOrZero("couponPrice", currency)),
    ]),
  );
}
