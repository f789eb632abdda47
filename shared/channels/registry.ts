import { type Channel, isWebhookChannel, type WebhookChannel } from "./channel.ts";

/**
 * Every channel of the hub, one line each. A channel is loaded when its first message comes: the start of a function does
 * not pay for channels it may never see.
 */
const loaders = {
  amazon: async () => (await import("./amazon/amazon.ts")).amazon,
  bigcommerce: async () => (await import("./bigcommerce/bigcommerce.ts")).bigcommerce,
  douyin: async () => (await import("./douyin/douyin.ts")).douyin,
  ebay: async () => (await import("./ebay/ebay.ts")).ebay,
  generic: async () => (await import("./generic/generic.ts")).generic,
  jd: async () => (await import("./jd/jd.ts")).jd,
  lazada: async () => (await import("./lazada/lazada.ts")).lazada,
  magento: async () => (await import("./magento/magento.ts")).magento,
  pinduoduo: async () => (await import("./pinduoduo/pinduoduo.ts")).pinduoduo,
  shopee: async () => (await import("./shopee/shopee.ts")).shopee,
  shopify: async () => (await import("./shopify/shopify.ts")).shopify,
  square: async () => (await import("./square/square.ts")).square,
  taobao: async () => (await import("./taobao/taobao.ts")).taobao,
  tiktokshop: async () => (await import("./tiktokshop/tiktokshop.ts")).tiktokshop,
  wechat: async () => (await import("./wechat/wechat.ts")).wechat,
  woocommerce: async () => (await import("./woocommerce/woocommerce.ts")).woocommerce,
} as const satisfies Readonly<Record<string, () => Promise<Channel>>>;

export type ChannelName = keyof typeof loaders;

export const channelNames: readonly ChannelName[] = Object.keys(loaders) as ChannelName[];

/** null for a name that is no channel of ours, `constructor` included. */
export async function findChannel(name: string): Promise<Channel | null> {
  return Object.hasOwn(loaders, name) ? loaders[name as ChannelName]() : null;
}

/** null also for a channel that sends no webhooks. */
export async function findWebhookChannel(name: string): Promise<WebhookChannel | null> {
  const channel = await findChannel(name);
  return channel !== null && isWebhookChannel(channel) ? channel : null;
}
