import type * as z from "zod/mini";
import type { OrderId } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { rerouteBody, reroutedView, rerouteIn, rerouteProblem } from "../../shared/operators/reroute-view.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeRerouteOrder, type RerouteOrder } from "../../shared/orders/reroute-order.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { makeCachedMerchant } from "../../shared/settings/cached-merchant.ts";

/** Gives back what has not left and has it planned anew; routing follows within seconds. */
const reroute = route<RerouteOrder, Nothing, z.infer<typeof rerouteBody>>({
  roles: ["operator", "warehouse", "service"],
  body: rerouteBody,
  handle: async ({ principal: { merchantId, subject }, params, body }, rerouteOrder) => {
    const orderId = (params["orderId"] ?? "") as OrderId;
    const answer = await rerouteOrder({ merchantId, orderId, by: subject, ...rerouteIn(body) });
    if (!answer.ok) return fail(rerouteProblem(answer.error));
    return ok(json(answer.value.kind === "given_back" ? 202 : 200, reroutedView(answer.value)));
  },
});

export const routes: Readonly<Record<string, Route<RerouteOrder>>> = {
  "POST /v1/orders/{orderId}/reroute": reroute,
};

export const handler = httpHandler({
  name: "plan-anew",
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const readMerchant = makeCachedMerchant(table, clock);
    return makeRerouteOrder(makeChangeOrder({ table, readMerchant, now: clock, pause: pauseWithJitter }));
  },
  routes,
});
