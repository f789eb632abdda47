import type { Range } from "./make-sales.ts";
import { eastChina, japan, northAmerica, restOfChina, singapore, southChina, southWestChina } from "./places.ts";
import type { PulledName } from "./pulled/pulled-channels.ts";
import type { Shop } from "./sale.ts";

const china = [
  [eastChina, 45],
  [southChina, 22],
  [southWestChina, 18],
  [restOfChina, 15],
] as const;

const chinese = {
  hasRareTales: false,
  currency: "CNY",
  language: "zh",
  taxesIncluded: true,
  taxRate: 0,
  isShippingTaxed: false,
  shippingMinor: [0, 800, 1200],
  towns: china,
} as const;

const american = {
  ...chinese,
  currency: "USD",
  language: "en",
  shippingMinor: [595, 795, 1250],
  towns: [[northAmerica, 1]],
} as const;

const singaporean = { ...american, currency: "SGD", shippingMinor: [0, 199], towns: [[singapore, 1]] } as const;

export type Shops = {
  readonly shopify: Shop;
  readonly woocommerce: Shop;
  readonly dollars: Shop;
  /** The merchant's own mini-program. */
  readonly mall: Shop;
  /** On channels whose orders are asked for. */
  readonly pulled: Readonly<Record<PulledName, Shop>>;
};

/**
 * What each shop of the demo merchant sells. With `scale` 1 it is a day of 320 orders. Channels that answer few questions a
 * second have few.
 */
export function rangesOf(shops: Shops, scale: number): readonly Range[] {
  const { pulled } = shops;
  const ranges: readonly Range[] = [
    { ...chinese, shop: shops.shopify, orders: 76, hasRareTales: true, taxRate: 0.13 },
    { ...chinese, shop: shops.woocommerce, orders: 30, hasRareTales: true, taxesIncluded: false },
    {
      ...chinese,
      shop: shops.woocommerce,
      orders: 20,
      currency: "JPY",
      language: "ja",
      taxesIncluded: false,
      taxRate: 0.1,
      isShippingTaxed: true,
      shippingMinor: [600, 900],
      towns: [[japan, 1]],
    },
    { ...american, shop: shops.dollars, orders: 36, taxesIncluded: false, taxRate: 0.08 },
    { ...chinese, shop: shops.mall, orders: 20 },
    { ...chinese, shop: pulled.taobao, orders: 26 },
    { ...chinese, shop: pulled.douyin, orders: 20 },
    { ...chinese, shop: pulled.pinduoduo, orders: 14 },
    { ...chinese, shop: pulled.jd, orders: 14 },
    { ...chinese, shop: pulled.wechat, orders: 14 },
    { ...american, shop: pulled.tiktokshop, orders: 12 },
    { ...american, shop: pulled.bigcommerce, orders: 8 },
    { ...singaporean, shop: pulled.shopee, orders: 16 },
    { ...singaporean, shop: pulled.lazada, orders: 8 },
  ];
  return ranges.map((range) => ({ ...range, orders: Math.max(3, Math.round(range.orders * scale)) }));
}
