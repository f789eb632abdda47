import type * as z from "zod/mini";
import { parcelSharing } from "../../shared/channels/channel-facts.ts";
import type { OrderId } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import {
  joinBody,
  joinedView,
  jointProblem,
  jointShipmentBody,
  proposalsView,
  shippedJointlyView,
} from "../../shared/operators/joint-view.ts";
import { labelIn } from "../../shared/operators/shipment-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { type JointDesk, makeJointDesk } from "../../shared/routing/joint/joint-desk.ts";
import { makeCachedSettings } from "../../shared/routing/settings-store.ts";
import { makeCachedMerchant } from "../../shared/settings/cached-merchant.ts";

const packers = ["operator", "warehouse", "service"] as const;
const orderIdIn = (params: Readonly<Record<string, string>>): OrderId => (params["orderId"] ?? "") as OrderId;

/** Orders of one recipient that wait for release. The salt of this answer's comparisons is forgotten with it. */
const propose = route<JointDesk>({
  roles: packers,
  handle: async ({ principal: { merchantId } }, desk) => {
    return ok(json(200, proposalsView(await desk.propose(merchantId))));
  },
});

const join = route<JointDesk, Nothing, z.infer<typeof joinBody>>({
  roles: packers,
  body: joinBody,
  handle: async ({ principal: { merchantId, subject }, body: { orderIds, mayMove = true } }, desk) => {
    const joined = await desk.join({ merchantId, orderIds, mayMove, by: subject });
    if (!joined.ok) return fail(jointProblem(joined.error));
    return ok(json(joined.value.isRepeated ? 200 : 201, joinedView(joined.value)));
  },
});

const part = route<JointDesk>({
  roles: packers,
  handle: async ({ principal: { merchantId, subject }, params }, desk) => {
    const parted = await desk.part({ merchantId, orderId: orderIdIn(params), by: subject });
    return parted.ok ? ok(json(200, { ...parted.value })) : fail(jointProblem(parted.error));
  },
});

/** The one parcel; every order's channel is told of it. */
const ship = route<JointDesk, Nothing, z.infer<typeof jointShipmentBody>>({
  roles: packers,
  body: jointShipmentBody,
  handle: async ({ principal: { merchantId, subject }, params, body }, desk) => {
    const shipped = await desk.ship({ merchantId, orderId: orderIdIn(params), ...labelIn(body), shippedBy: subject });
    return shipped.ok ? ok(json(200, shippedJointlyView(shipped.value))) : fail(jointProblem(shipped.error));
  },
});

export const routes: Readonly<Record<string, Route<JointDesk>>> = {
  "GET /v1/joint-parcels/proposals": propose,
  "POST /v1/joint-parcels": join,
  "DELETE /v1/orders/{orderId}/joint-parcel": part,
  "POST /v1/orders/{orderId}/joint-parcel/shipments": ship,
};

export const handler = httpHandler({
  name: "manage-joint-parcels",
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const [readMerchant, readSettings] = [makeCachedMerchant(table, clock), makeCachedSettings(table, clock)];
    const times = { now: clock, pause: pauseWithJitter };
    return makeJointDesk({ table, readMerchant, readSettings, sharingOf: parcelSharing, ...times });
  },
  routes,
});
