import * as z from "zod/mini";
import { sweepLots } from "../../shared/inventory/lots/sweep-lots.ts";
import { makeProveStock, type ProveDeps } from "../../shared/inventory/proof/prove-stock.ts";
import { merchantId } from "../../shared/kernel/ids.ts";
import { done, park, retry } from "../../shared/kernel/outcome.ts";
import { readHeldUnits } from "../../shared/orders/held-units.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { log } from "../../shared/platform/logger.ts";
import { count } from "../../shared/platform/metrics.ts";
import { queueHandler } from "../../shared/platform/queue-handler.ts";
import { readMerchantSettings } from "../../shared/settings/merchant-settings.ts";

const asked = z.object({ merchantId: z.string() });

/** Every night by the merchant's schedule, and whenever somebody asks: first lots expire, then all numbers are proven. */
export const handler = queueHandler({
  name: "prove-stock",
  input: asked,
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const readHeld: ProveDeps["readHeld"] = (merchant, orderIds) => readHeldUnits(table, merchant, orderIds);
    return { table, clock, proveStock: makeProveStock({ table, readHeld, now: clock }) };
  },
  handle: async (event, { table, clock, proveStock }) => {
    const merchant = await readMerchantSettings(table, merchantId(event.merchantId));
    if (merchant === null) return park(`there is no merchant "${event.merchantId}"`);
    const swept = await sweepLots({ table, now: clock }, merchant);
    if (swept.books > 0)
      log.info("lots swept", { merchantId: event.merchantId, why: `${swept.notices} notices of ${swept.books} books` });
    for (const { sku, warehouse, lot, expiresOn } of swept.unreadable) {
      const why = `lot ${lot} expires on ${expiresOn}, which is no day: on hold until its units are adjusted out and in again`;
      log.warn("a lot whose expiry nobody can read", { merchantId: event.merchantId, sku, warehouse, why });
    }
    const { positions, orders, drifts, pending } = await proveStock(merchant.merchantId);
    const why = `${drifts} drifts and ${pending} moving positions of ${positions}, by ${orders} open orders`;
    log.info("stock proven", { merchantId: event.merchantId, why, count: drifts });
    count("StockDrifts", drifts, { fn: "prove-stock" });
    return swept.left > 0 ? retry("others keep writing the lots of some positions") : done;
  },
});
