import { amazon } from "./amazon/amazon.ts";
import { bigcommerce } from "./bigcommerce/bigcommerce.ts";
import { type Channel, isWebhookChannel, type WebhookChannel } from "./channel.ts";
import { douyin } from "./douyin/douyin.ts";
import { ebay } from "./ebay/ebay.ts";
import { generic } from "./generic/generic.ts";
import { jd } from "./jd/jd.ts";
import { lazada } from "./lazada/lazada.ts";
import { magento } from "./magento/magento.ts";
import { pinduoduo } from "./pinduoduo/pinduoduo.ts";
import type { ChannelName } from "./registry-data.ts";
import { shopee } from "./shopee/shopee.ts";
import { shopify } from "./shopify/shopify.ts";
import { square } from "./square/square.ts";
import { taobao } from "./taobao/taobao.ts";
import { tiktokshop } from "./tiktokshop/tiktokshop.ts";
import { wechat } from "./wechat/wechat.ts";
import { woocommerce } from "./woocommerce/woocommerce.ts";

/** One line per channel; the type holds it to the list in `registry-data.ts`. */
export const channels = {
  amazon,
  bigcommerce,
  douyin,
  ebay,
  generic,
  jd,
  lazada,
  magento,
  pinduoduo,
  shopee,
  shopify,
  square,
  taobao,
  tiktokshop,
  wechat,
  woocommerce,
} as const satisfies Readonly<Record<ChannelName, Channel>>;

export { channelNames } from "./registry-data.ts";

/** null for a name that is no channel of ours, `constructor` included. */
export function findChannel(name: string): Channel | null {
  return Object.hasOwn(channels, name) ? channels[name as ChannelName] : null;
}

/** null also for a channel that sends no webhooks. */
export function findWebhookChannel(name: string): WebhookChannel | null {
  const channel = findChannel(name);
  return channel !== null && isWebhookChannel(channel) ? channel : null;
}
