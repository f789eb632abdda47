import { type PulledName, pulledChannels, pulledNames } from "./pulled/pulled-channels.ts";
import type { Shops } from "./ranges.ts";
import type { Shop } from "./sale.ts";

function shop(connectionId: string, channel: Shop["channel"], secret = `secret-${connectionId}`): Shop {
  return { connectionId, channel, webhook: `http://127.0.0.1/webhooks/${channel}/${connectionId}`, secret };
}

function pulledShop(name: PulledName): Shop {
  const { simulator, secretOf } = pulledChannels[name];
  return shop(`${name}-demo`, name, secretOf(simulator({ now: () => new Date() }).credentials));
}

/** The shops of the demo, without a hub; for tests. */
export const demoShops: Shops = {
  shopify: shop("shopify-demo", "shopify"),
  woocommerce: shop("woocommerce-demo", "woocommerce"),
  dollars: shop("shopify-us", "shopify"),
  mall: shop("mall-demo", "generic"),
  pulled: Object.fromEntries(pulledNames.map((name) => [name, pulledShop(name)])) as Shops["pulled"],
};
