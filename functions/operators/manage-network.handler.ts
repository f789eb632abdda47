import type * as z from "zod/mini";
import { isShortName, type WarehouseCode } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { carrierBody, changedWarehouse, warehouseBody, warehouseView } from "../../shared/operators/network-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { invalid, json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import type { QueueSender } from "../../shared/platform/ports.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { toCarrierItem } from "../../shared/routing/costs/carrier.ts";
import { sweepsOf } from "../../shared/routing/reroute-message.ts";
import { fromWarehouseItem, toWarehouseItem } from "../../shared/routing/settings-store.ts";
import { wakeWaiting } from "../../shared/routing/wake-waiting.ts";
import { carrierKey, warehouseKey } from "../../shared/table/keys.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = {
  readonly table: Table;
  readonly reroutes: QueueSender;
  readonly backorders: QueueSender;
  readonly now: () => Date;
};

/** Its rate table, the whole of it. */
const setCarrier = route<Services, Nothing, z.infer<typeof carrierBody>>({
  roles: ["operator"],
  body: carrierBody,
  handle: async ({ principal: { merchantId }, params, body }, { table, backorders, now }) => {
    const code = params["carrier"] ?? "";
    if (!isShortName(code.toLowerCase()))
      return fail(invalid("body", "the carrier's code is letters, digits and dashes"));
    const carrier = { code, ...body };
    await table.put(toCarrierItem(merchantId, carrier));
    await backorders.send(wakeWaiting(merchantId, now().toISOString()));
    return ok(json(200, carrier));
  },
});

const dropCarrier = route<Services>({
  roles: ["operator"],
  handle: async ({ principal: { merchantId }, params }, { table }) => {
    const gone = await table.delete(carrierKey(merchantId, params["carrier"] ?? ""), { kind: "exists", path: "pk" });
    return gone.ok ? ok(json(200, { isRemoved: true })) : fail(notFound("carrier"));
  },
});

/**
 * Hours, capacity, handling, priority; what a closed one was to send is planned anew, and what an open one can send now is
 * looked for among the orders that wait. Places and names are set up with the merchant.
 */
const setWarehouse = route<Services, Nothing, z.infer<typeof warehouseBody>>({
  roles: ["operator"],
  body: warehouseBody,
  handle: async ({ principal: { merchantId }, params, body }, { table, reroutes, backorders, now }) => {
    const item = await table.get(warehouseKey(merchantId, (params["warehouse"] ?? "") as WarehouseCode));
    if (item === null) return fail(notFound("warehouse"));
    const changed = changedWarehouse(fromWarehouseItem(item), body);
    await table.put(toWarehouseItem(merchantId, changed));
    // Also when it was closed before: an earlier request may have ended between the two.
    if (body.isActive === false) await reroutes.send(sweepsOf(merchantId, changed.code));
    else if (changed.isActive) await backorders.send(wakeWaiting(merchantId, now().toISOString()));
    return ok(json(200, warehouseView(changed)));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "PUT /v1/carriers/{carrier}": setCarrier,
  "DELETE /v1/carriers/{carrier}": dropCarrier,
  "PATCH /v1/warehouses/{warehouse}": setWarehouse,
};

export const handler = httpHandler({
  name: "manage-network",
  build: ({ settings, clock }) => ({
    table: dynamoTable(settings.TABLE_NAME),
    reroutes: sqsSender(settings.REROUTE_QUEUE_URL),
    backorders: sqsSender(settings.BACKORDER_QUEUE_URL),
    now: clock,
  }),
  routes,
});
