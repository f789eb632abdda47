import type * as z from "zod/mini";
import type { OrderId } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { rerouteBody, reroutedView, rerouteIn, rerouteProblem } from "../../shared/operators/reroute-view.ts";
import { placesIn, splitBody, splitProblem, splitView } from "../../shared/operators/split-view.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import { makeRerouteOrder, type RerouteOrder } from "../../shared/orders/reroute-order.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { makeSplitOrder, type SplitOrder } from "../../shared/routing/by-hand/split-order.ts";
import { makeCachedSettings } from "../../shared/routing/settings-store.ts";
import { makeCachedMerchant } from "../../shared/settings/cached-merchant.ts";

type Desk = { readonly rerouteOrder: RerouteOrder; readonly splitOrder: SplitOrder };

/** Gives back what has not left and has it planned anew; routing follows within seconds. */
const reroute = route<Desk, Nothing, z.infer<typeof rerouteBody>>({
  roles: ["operator", "warehouse", "service"],
  body: rerouteBody,
  handle: async ({ principal: { merchantId, subject }, params, body }, { rerouteOrder }) => {
    const orderId = (params["orderId"] ?? "") as OrderId;
    const answer = await rerouteOrder({ merchantId, orderId, by: subject, ...rerouteIn(body) });
    if (!answer.ok) return fail(rerouteProblem(answer.error));
    return ok(json(answer.value.kind === "given_back" ? 202 : 200, reroutedView(answer.value)));
  },
});

/** Moves what has not left to where somebody wants it to leave from, at once or not at all. */
const split = route<Desk, Nothing, z.infer<typeof splitBody>>({
  roles: ["operator", "warehouse", "service"],
  body: splitBody,
  handle: async ({ principal: { merchantId, subject }, params, body }, { splitOrder }) => {
    const orderId = (params["orderId"] ?? "") as OrderId;
    const request = { merchantId, orderId, places: placesIn(body), note: body.note, by: subject };
    const answer = await splitOrder(request);
    return answer.ok ? ok(json(200, splitView(answer.value))) : fail(splitProblem(answer.error));
  },
});

export const routes: Readonly<Record<string, Route<Desk>>> = {
  "POST /v1/orders/{orderId}/reroute": reroute,
  "POST /v1/orders/{orderId}/split": split,
};

export const handler = httpHandler({
  name: "plan-anew",
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const readMerchant = makeCachedMerchant(table, clock);
    const times = { now: clock, pause: pauseWithJitter };
    return {
      rerouteOrder: makeRerouteOrder(makeChangeOrder({ table, readMerchant, ...times })),
      splitOrder: makeSplitOrder({ table, readSettings: makeCachedSettings(table, clock), ...times }),
    };
  },
  routes,
});
