import { amazonApi } from "./amazon/api.ts";
import type { ChannelApi } from "./api.ts";
import { bigcommerceApi } from "./bigcommerce/api.ts";
import { douyinApi } from "./douyin/api.ts";
import { jdApi } from "./jd/api.ts";
import { lazadaApi } from "./lazada/api.ts";
import { magentoApi } from "./magento/api.ts";
import { pinduoduoApi } from "./pinduoduo/api.ts";
import type { ChannelName } from "./registry-data.ts";
import { shopeeApi } from "./shopee/api.ts";
import { shopifyApi } from "./shopify/api.ts";
import { squareApi } from "./square/api.ts";
import { taobaoApi } from "./taobao/api.ts";
import { tiktokshopApi } from "./tiktokshop/api.ts";
import { woocommerceApi } from "./woocommerce/api.ts";

/** The channels whose own API the hub calls, one line each. Kept apart from `registry.ts`: the door needs none of it. */
export const channelApis: Readonly<Partial<Record<ChannelName, ChannelApi>>> = {
  amazon: amazonApi,
  bigcommerce: bigcommerceApi,
  douyin: douyinApi,
  jd: jdApi,
  lazada: lazadaApi,
  magento: magentoApi,
  pinduoduo: pinduoduoApi,
  shopee: shopeeApi,
  shopify: shopifyApi,
  square: squareApi,
  taobao: taobaoApi,
  tiktokshop: tiktokshopApi,
  woocommerce: woocommerceApi,
};

/** null for a channel that is only listened to, and for a name that is no channel. */
export function findChannelApi(name: string): ChannelApi | null {
  return Object.hasOwn(channelApis, name) ? (channelApis[name as ChannelName] ?? null) : null;
}
