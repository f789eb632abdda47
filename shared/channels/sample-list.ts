import { samples as amazon } from "./amazon/samples.ts";
import { samples as bigcommerce } from "./bigcommerce/samples.ts";
import { samples as douyin } from "./douyin/samples.ts";
import { samples as ebay } from "./ebay/samples.ts";
import { samples as generic } from "./generic/samples.ts";
import { samples as jd } from "./jd/samples.ts";
import { samples as lazada } from "./lazada/samples.ts";
import { samples as magento } from "./magento/samples.ts";
import { samples as pinduoduo } from "./pinduoduo/samples.ts";
import type { ChannelName } from "./registry-data.ts";
import type { Sample } from "./sample.ts";
import { samples as shopee } from "./shopee/samples.ts";
import { samples as shopify } from "./shopify/samples.ts";
import { samples as square } from "./square/samples.ts";
import { samples as taobao } from "./taobao/samples.ts";
import { samples as tiktokshop } from "./tiktokshop/samples.ts";
import { samples as wechat } from "./wechat/samples.ts";
import { samples as woocommerce } from "./woocommerce/samples.ts";

/** Every channel's samples, for tests and commands. */
export const samplesByChannel: Readonly<Record<ChannelName, readonly Sample[]>> = {
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
};
