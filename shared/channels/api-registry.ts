import type { ChannelApi } from "./api.ts";
import type { ChannelName } from "./registry.ts";

/**
 * The channels whose own API the hub calls, one line each, loaded at the first call. Kept apart from `registry.ts`: the
 * door needs none of it.
 */
const loaders: Readonly<Partial<Record<ChannelName, () => Promise<ChannelApi>>>> = {
  amazon: async () => (await import("./amazon/api.ts")).amazonApi,
  bigcommerce: async () => (await import("./bigcommerce/api.ts")).bigcommerceApi,
  douyin: async () => (await import("./douyin/api.ts")).douyinApi,
  ebay: async () => (await import("./ebay/api.ts")).ebayApi,
  jd: async () => (await import("./jd/api.ts")).jdApi,
  lazada: async () => (await import("./lazada/api.ts")).lazadaApi,
  magento: async () => (await import("./magento/api.ts")).magentoApi,
  pinduoduo: async () => (await import("./pinduoduo/api.ts")).pinduoduoApi,
  shopee: async () => (await import("./shopee/api.ts")).shopeeApi,
  shopify: async () => (await import("./shopify/api.ts")).shopifyApi,
  square: async () => (await import("./square/api.ts")).squareApi,
  taobao: async () => (await import("./taobao/api.ts")).taobaoApi,
  tiktokshop: async () => (await import("./tiktokshop/api.ts")).tiktokshopApi,
  wechat: async () => (await import("./wechat/api.ts")).wechatApi,
  woocommerce: async () => (await import("./woocommerce/api.ts")).woocommerceApi,
};

/** Whether the hub can ask this channel anything. */
export function hasChannelApi(name: string): boolean {
  return Object.hasOwn(loaders, name);
}

/** null for a channel that is only listened to, and for a name that is no channel. */
export async function findChannelApi(name: string): Promise<ChannelApi | null> {
  return Object.hasOwn(loaders, name) ? ((await loaders[name as ChannelName]?.()) ?? null) : null;
}
