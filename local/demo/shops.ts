import type { LocalJson } from "../hub/local-json.ts";
import type { ChannelWorld } from "./pulled/channel-world.ts";
import { type PulledName, pulledChannels, pulledNames } from "./pulled/pulled-channels.ts";
import type { Shops } from "./ranges.ts";
import type { Shop } from "./sale.ts";

/** The demo merchant's shops: those that were set up with the hub, and those that the demo connects. Throws when one is missing. */
export function shopsOf({ api, connections }: LocalJson, world: ChannelWorld): Shops {
  const shop = (id: string, channel: Shop["channel"]): Shop => {
    const found = connections.find((each) => each.id === id && each.channel === channel);
    const [secret] = Object.values(found?.secrets ?? {});
    if (found === undefined || secret === undefined)
      throw new Error(`the hub has no ${channel} connection ${id} with a secret; see local/seed/demo.json`);
    return { connectionId: id, channel, webhook: found.webhook, secret };
  };
  const pulled = pulledNames.map((name) => [name, pulledShop(name, api, world)] as const);
  return {
    shopify: shop("shopify-demo", "shopify"),
    woocommerce: shop("woocommerce-demo", "woocommerce"),
    dollars: shop("shopify-us", "shopify"),
    mall: shop("mall-demo", "generic"),
    pulled: Object.fromEntries(pulled) as Shops["pulled"],
  };
}

function pulledShop(name: PulledName, api: string, world: ChannelWorld): Shop {
  const connectionId = `${name}-demo`;
  return {
    connectionId,
    channel: name,
    webhook: `${api}/webhooks/${name}/${connectionId}`,
    secret: pulledChannels[name].secretOf(world.shops[name].credentials),
  };
}
