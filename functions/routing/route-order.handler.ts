import * as z from "zod/mini";
import { merchantId, type OrderId } from "../../shared/kernel/ids.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { fromBus } from "../../shared/platform/input.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { queueHandler } from "../../shared/platform/queue-handler.ts";
import { makeRouteOrder } from "../../shared/routing/route-order.ts";
import { routeOutcome } from "../../shared/routing/route-outcome.ts";
import { makeCachedSettings } from "../../shared/routing/settings-store.ts";

/** The part of `order.approved.v1` that routing needs; its subject is the order's id. */
const approved = z.object({ merchantId: z.string(), subject: z.string() });

/** Finds the goods for each approved order. */
export const handler = queueHandler({
  name: "route-order",
  input: fromBus<z.infer<typeof approved>>(approved),
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    return makeRouteOrder({
      table,
      readSettings: makeCachedSettings(table, clock),
      now: clock,
      pause: pauseWithJitter,
    });
  },
  handle: async (event, routeOrder) =>
    routeOutcome(await routeOrder(merchantId(event.merchantId), event.subject as OrderId)),
});
