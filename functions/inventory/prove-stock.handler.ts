import * as z from "zod/mini";
import { makeProveStock } from "../../shared/inventory/proof/prove-stock.ts";
import { merchantId } from "../../shared/kernel/ids.ts";
import { done } from "../../shared/kernel/outcome.ts";
import { readHeldUnits } from "../../shared/orders/held-units.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { log } from "../../shared/platform/logger.ts";
import { count } from "../../shared/platform/metrics.ts";
import { queueHandler } from "../../shared/platform/queue-handler.ts";

const asked = z.object({ merchantId: z.string() });

/** Every night by the merchant's schedule, and whenever somebody asks. */
export const handler = queueHandler({
  name: "prove-stock",
  input: asked,
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    return makeProveStock({
      table,
      readHeld: (merchant, orderIds) => readHeldUnits(table, merchant, orderIds),
      now: clock,
    });
  },
  handle: async (event, proveStock) => {
    const { positions, orders, drifts, pending } = await proveStock(merchantId(event.merchantId));
    const why = `${drifts} drifts and ${pending} moving positions of ${positions}, by ${orders} open orders`;
    log.info("stock proven", { merchantId: event.merchantId, why, count: drifts });
    count("StockDrifts", drifts, { fn: "prove-stock" });
    return done;
  },
});
