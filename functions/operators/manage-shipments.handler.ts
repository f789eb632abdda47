import * as z from "zod/mini";
import { makeBindLots } from "../../shared/inventory/lots/bind-lots.ts";
import { unbindLots } from "../../shared/inventory/lots/unbind-lots.ts";
import { makeCachedProducts } from "../../shared/inventory/products/cached-products.ts";
import type { OrderId, ShipmentId } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { parcelIn, parcelsView, shipmentBody, shipmentProblem } from "../../shared/operators/shipment-view.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeShipOrder, type ShipOrder } from "../../shared/orders/ship-order.ts";
import { makeUnshipOrder, type UnshipOrder } from "../../shared/orders/unship-order.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { makeCachedMerchant } from "../../shared/settings/cached-merchant.ts";

type Services = {
  readonly shipOrder: ShipOrder;
  readonly unshipOrder: UnshipOrder;
};
type Params = Readonly<Record<string, string>>;

const packers = ["operator", "warehouse", "service"] as const;
const cancelQuery = z.object({ reason: z.optional(z.string().check(z.minLength(1), z.maxLength(200))) });

const idsIn = (params: Params): { readonly orderId: OrderId; readonly shipmentId: ShipmentId } => ({
  orderId: (params["orderId"] ?? "") as OrderId,
  shipmentId: (params["shipmentId"] ?? "") as ShipmentId,
});

/** Records a parcel; the channel is told next. The same `key` (or carrier and number) again changes nothing. */
const ship = route<Services, Nothing, z.infer<typeof shipmentBody>>({
  roles: packers,
  body: shipmentBody,
  handle: async ({ principal: { merchantId, subject }, params, body }, { shipOrder }) => {
    const { orderId } = idsIn(params);
    const shipped = await shipOrder({ merchantId, orderId, shippedBy: subject, ...parcelIn(body) });
    if (!shipped.ok) return fail(shipmentProblem(shipped.error));
    const { kind, shipmentId, order } = shipped.value;
    return ok(
      json(kind === "shipped" ? 201 : 200, { shipmentId, isRepeated: kind === "repeated", ...parcelsView(order) }),
    );
  },
});

/** Takes a parcel back that was recorded by mistake. */
const unship = route<Services, z.infer<typeof cancelQuery>>({
  roles: packers,
  query: cancelQuery,
  handle: async ({ principal: { merchantId }, params, query }, { unshipOrder }) => {
    const unshipped = await unshipOrder({ merchantId, ...idsIn(params), reason: query.reason ?? null });
    if (!unshipped.ok) return fail(shipmentProblem(unshipped.error));
    const { kind, order } = unshipped.value;
    return ok(json(200, { isRepeated: kind === "repeated", ...parcelsView(order) }));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "POST /v1/orders/{orderId}/shipments": ship,
  "DELETE /v1/orders/{orderId}/shipments/{shipmentId}": unship,
};

export const handler = httpHandler({
  name: "manage-shipments",
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const readMerchant = makeCachedMerchant(table, clock);
    const changeOrder = makeChangeOrder({ table, readMerchant, now: clock, pause: pauseWithJitter });
    return {
      shipOrder: makeShipOrder(changeOrder, makeBindLots({ table, readProducts: makeCachedProducts(table, clock) })),
      unshipOrder: makeUnshipOrder(changeOrder, (request) => unbindLots(table, request)),
    };
  },
  routes,
});
