import type * as z from "zod/mini";
import { fail, ok } from "../../shared/kernel/result.ts";
import { fromBody, fromIn, publishedView, publishProblem, scheduleView } from "../../shared/operators/rule-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { makePutInForce, type PutInForce } from "../../shared/routing/put-in-force.ts";
import { unscheduleRuleSet } from "../../shared/rules/rule-store.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly inForce: PutInForce; readonly now: () => Date };
type Params = Readonly<Record<string, string>>;

const versionIn = ({ version = "" }: Params): number | null =>
  /^(0|[1-9]\d{0,5})$/.test(version) ? Number(version) : null;

/** The saved draft becomes the next version. */
const publish = route<Services, Nothing, z.infer<typeof fromBody>>({
  roles: ["operator"],
  body: fromBody,
  handle: async ({ principal: { merchantId, subject }, body }, { inForce, now: clock }) => {
    const now = clock().toISOString();
    const from = fromIn(body, now);
    if (!from.ok) return from;
    const made = await inForce.publish(merchantId, { by: subject, from: from.value, now });
    return made.ok ? ok(json(201, publishedView(made.value))) : fail(publishProblem(made.error));
  },
});

const bringBack = route<Services, Nothing, z.infer<typeof fromBody>>({
  roles: ["operator"],
  body: fromBody,
  handle: async ({ principal: { merchantId }, params, body }, { inForce, now: clock }) => {
    const now = clock().toISOString();
    const [version, from] = [versionIn(params), fromIn(body, now)];
    if (version === null) return fail(notFound("rule set"));
    if (!from.ok) return from;
    const done = await inForce.bringBack(merchantId, version, { from: from.value, now });
    return done.ok ? ok(json(200, scheduleView(done.value))) : fail(publishProblem(done.error));
  },
});

const unschedule = route<Services>({
  roles: ["operator"],
  handle: async ({ principal: { merchantId }, params }, { table, now }) => {
    const version = versionIn(params);
    if (version === null) return fail(notFound("rule set"));
    const done = await unscheduleRuleSet(table, merchantId, version, now().toISOString());
    return done.ok ? ok(json(200, scheduleView(done.value))) : fail(publishProblem(done.error));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "POST /v1/rules/publish": publish,
  "POST /v1/rules/versions/{version}/bring-back": bringBack,
  "DELETE /v1/rules/schedule/{version}": unschedule,
};

export const handler = httpHandler({
  name: "publish-rules",
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const backorders = sqsSender(settings.BACKORDER_QUEUE_URL);
    return { table, inForce: makePutInForce({ table, backorders }), now: clock };
  },
  routes,
});
