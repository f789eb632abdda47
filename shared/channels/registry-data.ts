/** Every channel of the hub, as data only, so that `infra` and documents may import it. One line per channel. */
export const channelTitles = {
  amazon: "Amazon",
  bigcommerce: "BigCommerce",
  douyin: "Douyin shop",
  ebay: "eBay",
  generic: "Own shop",
  jd: "JD",
  lazada: "Lazada",
  magento: "Magento / Adobe Commerce",
  pinduoduo: "Pinduoduo",
  shopee: "Shopee",
  shopify: "Shopify",
  square: "Square",
  taobao: "Taobao / Tmall",
  tiktokshop: "TikTok Shop",
  wechat: "WeChat store",
  woocommerce: "WooCommerce",
} as const;

export type ChannelName = keyof typeof channelTitles;

export const channelNames: readonly ChannelName[] = Object.keys(channelTitles) as ChannelName[];
