import type { Range } from "./make-sales.ts";
import { eastChina, japan, northAmerica, restOfChina, southChina, southWestChina } from "./places.ts";
import type { Shop } from "./sale.ts";

const china = [
  [eastChina, 45],
  [southChina, 22],
  [southWestChina, 18],
  [restOfChina, 15],
] as const;

const chinese = {
  currency: "CNY",
  language: "zh",
  isShippingTaxed: false,
  shippingMinor: [0, 800, 1200],
  towns: china,
} as const;

export type Shops = { readonly shopify: Shop; readonly woocommerce: Shop; readonly dollars: Shop };

/**
 * What each shop of the demo merchant sells: yuan on two platforms, yen on one of them, dollars in a shop of
 * its own. With `scale` 1 it is a day of 286 orders.
 */
export function rangesOf(shops: Shops, scale: number): readonly Range[] {
  const ranges: readonly Range[] = [
    { ...chinese, shop: shops.shopify, orders: 140, hasRareTales: true, taxesIncluded: true, taxRate: 0.13 },
    { ...chinese, shop: shops.woocommerce, orders: 60, hasRareTales: true, taxesIncluded: false, taxRate: 0 },
    {
      shop: shops.woocommerce,
      orders: 36,
      hasRareTales: false,
      currency: "JPY",
      language: "ja",
      taxesIncluded: false,
      taxRate: 0.1,
      isShippingTaxed: true,
      shippingMinor: [600, 900],
      towns: [[japan, 1]],
    },
    {
      shop: shops.dollars,
      orders: 50,
      hasRareTales: false,
      currency: "USD",
      language: "en",
      taxesIncluded: false,
      taxRate: 0.08,
      isShippingTaxed: false,
      shippingMinor: [595, 795, 1250],
      towns: [[northAmerica, 1]],
    },
  ];
  return ranges.map((range) => ({ ...range, orders: Math.max(1, Math.round(range.orders * scale)) }));
}
