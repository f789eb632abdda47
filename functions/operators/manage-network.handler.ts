import type * as z from "zod/mini";
import { isShortName, type WarehouseCode } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { carrierBody, warehouseBody, warehouseView } from "../../shared/operators/network-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { invalid, json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { type ChangeNetwork, makeChangeNetwork } from "../../shared/routing/change-network.ts";
import { carrierBytes, MOST_CARRIER_BYTES } from "../../shared/routing/costs/carrier.ts";

/** Its rate table, the whole of it. */
const setCarrier = route<ChangeNetwork, Nothing, z.infer<typeof carrierBody>>({
  roles: ["operator"],
  body: carrierBody,
  handle: async ({ principal: { merchantId }, params, body }, network) => {
    const code = params["carrier"] ?? "";
    if (!isShortName(code.toLowerCase()))
      return fail(invalid("body", "the carrier's code is letters, digits and dashes"));
    const carrier = { code, ...body };
    const bytes = carrierBytes(carrier);
    if (bytes > MOST_CARRIER_BYTES)
      return fail(invalid("body", `its tariffs take ${bytes} bytes, at most ${MOST_CARRIER_BYTES} fit`));
    await network.setCarrier(merchantId, carrier);
    return ok(json(200, carrier));
  },
});

const dropCarrier = route<ChangeNetwork>({
  roles: ["operator"],
  handle: async ({ principal: { merchantId }, params }, network) => {
    const isRemoved = await network.dropCarrier(merchantId, params["carrier"] ?? "");
    return isRemoved ? ok(json(200, { isRemoved })) : fail(notFound("carrier"));
  },
});

/** Whether it is open, hours, capacity, handling, priority. */
const setWarehouse = route<ChangeNetwork, Nothing, z.infer<typeof warehouseBody>>({
  roles: ["operator"],
  body: warehouseBody,
  handle: async ({ principal: { merchantId }, params, body }, network) => {
    const changed = await network.changeWarehouse(merchantId, (params["warehouse"] ?? "") as WarehouseCode, body);
    return changed === null ? fail(notFound("warehouse")) : ok(json(200, warehouseView(changed)));
  },
});

export const routes: Readonly<Record<string, Route<ChangeNetwork>>> = {
  "PUT /v1/carriers/{carrier}": setCarrier,
  "DELETE /v1/carriers/{carrier}": dropCarrier,
  "PATCH /v1/warehouses/{warehouse}": setWarehouse,
};

export const handler = httpHandler({
  name: "manage-network",
  build: ({ settings, clock }) =>
    makeChangeNetwork({
      table: dynamoTable(settings.TABLE_NAME),
      reroutes: sqsSender(settings.REROUTE_QUEUE_URL),
      backorders: sqsSender(settings.BACKORDER_QUEUE_URL),
      now: clock,
    }),
  routes,
});
