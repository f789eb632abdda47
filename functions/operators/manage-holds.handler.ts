import type * as z from "zod/mini";
import type { OrderId } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { holdsView, releaseBody, releaseProblem } from "../../shared/operators/hold-view.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeReleaseHold, type ReleaseHold } from "../../shared/orders/release-hold.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { makeCachedMerchant } from "../../shared/settings/cached-merchant.ts";

/** Lifts a hold that a person may lift. The order goes on to routing unless another one keeps it. */
const release = route<ReleaseHold, Nothing, z.infer<typeof releaseBody>>({
  roles: ["operator", "service"],
  body: releaseBody,
  handle: async ({ principal: { merchantId, subject }, params, body: { note } }, releaseHold) => {
    const { orderId = "", reason = "" } = params;
    const done = await releaseHold({ merchantId, orderId: orderId as OrderId, reason, by: subject, note });
    if (!done.ok) return fail(releaseProblem(done.error));
    const { kind, order } = done.value;
    return ok(json(200, { isRepeated: kind === "repeated", ...holdsView(order) }));
  },
});

export const routes: Readonly<Record<string, Route<ReleaseHold>>> = {
  "POST /v1/orders/{orderId}/holds/{reason}/release": release,
};

export const handler = httpHandler({
  name: "manage-holds",
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const readMerchant = makeCachedMerchant(table, clock);
    return makeReleaseHold(makeChangeOrder({ table, readMerchant, now: clock, pause: pauseWithJitter }));
  },
  routes,
});
