import type { LocalJson } from "../hub/local-json.ts";
import type { Shops } from "./ranges.ts";
import type { Shop } from "./sale.ts";

/** The demo merchant's shops on the running hub: two for yuan (and yen), one for dollars. Throws when one is missing. */
export function shopsOf({ connections }: LocalJson): Shops {
  const shop = (id: string, channel: Shop["channel"]): Shop => {
    const found = connections.find((each) => each.id === id && each.channel === channel);
    const [secret] = Object.values(found?.secrets ?? {});
    if (found === undefined || secret === undefined)
      throw new Error(`the hub has no ${channel} connection ${id} with a secret; see local/seed/demo.json`);
    return { connectionId: id, channel, webhook: found.webhook, secret };
  };
  return {
    shopify: shop("shopify-demo", "shopify"),
    woocommerce: shop("woocommerce-demo", "woocommerce"),
    dollars: shop("shopify-us", "shopify"),
  };
}
