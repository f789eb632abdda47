import * as z from "zod/mini";
import { merchantId, type OrderId } from "../../shared/kernel/ids.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { fromBus } from "../../shared/platform/input.ts";
import { faultFields, log } from "../../shared/platform/logger.ts";
import { count } from "../../shared/platform/metrics.ts";
import { pauseForTurn, pauseWithJitter } from "../../shared/platform/pause.ts";
import { queueBatchHandler } from "../../shared/platform/queue-handler.ts";
import { faultsRetried } from "../../shared/platform/settle.ts";
import { makeRouteBatch, type RouteRequest } from "../../shared/routing/route-batch.ts";
import { makeRouteOrder } from "../../shared/routing/route-order.ts";
import { makeRouteOrders } from "../../shared/routing/route-orders.ts";
import { makeCachedSettings } from "../../shared/routing/settings-store.ts";

/** The part of `order.approved.v1` that routing needs; its subject is the order's id. */
const approved = z.pipe(
  z.object({ merchantId: z.string(), subject: z.string() }),
  z.transform(
    (event): RouteRequest => ({ merchantId: merchantId(event.merchantId), orderId: event.subject as OrderId }),
  ),
);

/** Finds the goods for approved orders, those of a batch together. */
export const handler = queueBatchHandler({
  name: "route-order",
  input: fromBus<RouteRequest>(approved),
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const inTurn = dynamoTable(settings.TABLE_NAME, { transactTries: 1 });
    const deps = { table, readSettings: makeCachedSettings(table, clock), now: clock, pause: pauseWithJitter };
    return makeRouteBatch({
      routeOrders: makeRouteOrders({ ...deps, table: inTurn, turn: pauseForTurn }),
      routeOrder: makeRouteOrder(deps),
      guard: (run) => faultsRetried("route-order", run),
      onGroupFault: (fault, orders) => {
        log.error("fault of a group", { outcome: "fault", count: orders, ...faultFields(fault) });
        count("Faults", 1, { fn: "route-order" });
      },
    });
  },
  handleBatch: (records, routeBatch, { hasTime }) => routeBatch(records, hasTime),
});
