import { describe, expect, it } from "vitest";
import { findChannelApi } from "../../shared/channels/api-registry.ts";
import { setOnHand } from "../../shared/inventory/set-on-hand.ts";
import { readStock } from "../../shared/inventory/stock-store.ts";
import { sku, warehouseCode } from "../../shared/kernel/ids.ts";
import { toConnectionItem } from "../../shared/settings/connection.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { readListings, saveListing } from "../../shared/writeback/listing.ts";
import { makePublishStock } from "../../shared/writeback/publish-stock.ts";
import { noPublishing } from "../../shared/writeback/settings.ts";
import { aConnectionId, aMerchantId } from "../support/builders.ts";
import { memoryQueue } from "../support/memory-ports.ts";
import { type ApiChannel, shops } from "../support/simulators/shops.ts";
import { misbehaving } from "../support/simulators/simulator.ts";
import { shopApi } from "../support/telling-hub.ts";

type Listed = { readonly listing: Readonly<Record<string, string>>; readonly key: string };

/** How each channel names an article, and the key under which its simulator keeps what it may sell. */
const listings: Readonly<Record<ApiChannel, Listed>> = {
  amazon: { listing: {}, key: "TEA-250" },
  bigcommerce: { listing: { locationId: "1" }, key: "1:TEA-250" },
  douyin: { listing: { skuId: "9223372036854775807", productId: "366020742" }, key: "9223372036854775807" },
  ebay: { listing: {}, key: "TEA-250" },
  jd: { listing: { skuId: "100" }, key: "100" },
  lazada: { listing: { itemId: "1", skuId: "11" }, key: "1:11" },
  magento: { listing: { sourceCode: "main" }, key: "main:TEA-250" },
  pinduoduo: { listing: { goodsId: "600", skuId: "14" }, key: "600:14" },
  shopee: { listing: { itemId: "25800000501" }, key: "25800000501:0" },
  shopify: { listing: { inventoryItemId: "501", locationId: "1" }, key: "501:1" },
  square: { listing: { variationId: "VARJAR0001", locationId: "LDEMOHARBOUR1" }, key: "VARJAR0001:LDEMOHARBOUR1" },
  taobao: { listing: { numIid: "640", skuId: "51" }, key: "640:51" },
  tiktokshop: { listing: { productId: "1729", skuId: "11" }, key: "1729:11" },
  wechat: { listing: { productId: "1729", skuId: "11" }, key: "1729:11" },
  woocommerce: { listing: { productId: "71" }, key: "71" },
};

const tea = sku("TEA-250");
const sha = warehouseCode("SHA");

describe.each(Object.entries(listings) as [ApiChannel, Listed][])(
  "the stock that %s is told",
  (name, { listing, key }) => {
    it.each([1, 2, 3])("ends as what there is, whatever answers are lost (%i)", async (seed) => {
      let ms = Date.parse("2026-12-20T06:00:00.000Z");
      const now = (): Date => new Date(ms);
      const api = await findChannelApi(name);
      if (api === null) throw new Error(`${name} has no API`);
      const simulator = shops[name].make({ now });
      simulator.stock.set(key, 99);
      const table = makeMemoryTable({ now: () => ms });
      const shop = { merchantId: aMerchantId, connectionId: aConnectionId, channel: name };
      await table.put(toConnectionItem(aMerchantId, { ...shop, title: "", zone: "UTC", state: "active" }));
      await saveListing(table, { ...shop, sku: tea }, { listing, quota: null, isOffered: true });
      const bad = misbehaving(simulator, { seed, silent: 0.3, broken: 0.2, rateLimited: 0.1 });
      const publish = makePublishStock({
        table,
        ...shopApi(table, bad, now, api),
        readOffer: async () => ({ stocks: await readStock(table, aMerchantId, tea), open: new Set([sha]), waiting: 0 }),
        queue: memoryQueue(),
        now,
        report: () => undefined,
      });
      const told = async (): Promise<number | undefined> =>
        (await readListings(table, aMerchantId, tea))[0]?.sent?.quantity;

      for (const onHand of [7, 12, 0]) {
        const count = { merchantId: aMerchantId, sku: tea, warehouse: sha, onHand, countKey: `count-${onHand}` };
        await setOnHand(table, count, now().toISOString());
        for (let turn = 0; turn < 60 && (await told()) !== onHand; turn += 1) {
          ms += 60_000;
          await publish({ shop, skus: [tea], stock: { ...noPublishing, isOn: true }, api }, () => 30_000);
        }
        expect([onHand, await told(), simulator.stock.get(key)]).toEqual([onHand, onHand, onHand]);
      }
      expect(simulator.stock.size).toBe(1);
    });
  },
);
