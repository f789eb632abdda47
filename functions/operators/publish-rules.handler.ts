import type * as z from "zod/mini";
import { fail, ok } from "../../shared/kernel/result.ts";
import {
  fromBody,
  fromIn,
  noDraft,
  publishedView,
  publishProblem,
  scheduleView,
} from "../../shared/operators/rule-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import type { QueueSender } from "../../shared/platform/ports.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { readPlainRules } from "../../shared/routing/settings-store.ts";
import { wakeWaiting } from "../../shared/routing/wake-waiting.ts";
import { bringBackRuleSet, publishRuleSet, readRuleDraft, unscheduleRuleSet } from "../../shared/rules/rule-store.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly backorders: QueueSender; readonly now: () => Date };
type Params = Readonly<Record<string, string>>;

const versionIn = ({ version = "" }: Params): number | null =>
  /^(0|[1-9]\d{0,5})$/.test(version) ? Number(version) : null;

/** The saved draft becomes the next version. Orders that wait are looked at again once it holds. */
const publish = route<Services, Nothing, z.infer<typeof fromBody>>({
  roles: ["operator"],
  body: fromBody,
  handle: async ({ principal: { merchantId, subject }, body }, { table, backorders, now }) => {
    const at = now().toISOString();
    const from = fromIn(body, at);
    if (!from.ok) return from;
    const saved = await readRuleDraft(table, merchantId);
    if (saved === null) return fail(noDraft);
    const above = (await readPlainRules(table, merchantId)).version;
    const made = await publishRuleSet(table, merchantId, saved.draft, {
      by: subject,
      from: from.value,
      now: at,
      above,
    });
    if (!made.ok) return fail(publishProblem(made.error));
    await backorders.send(wakeWaiting(merchantId, at, from.value));
    return ok(json(201, publishedView(made.value)));
  },
});

const bringBack = route<Services, Nothing, z.infer<typeof fromBody>>({
  roles: ["operator"],
  body: fromBody,
  handle: async ({ principal: { merchantId }, params, body }, { table, backorders, now }) => {
    const at = now().toISOString();
    const [version, from] = [versionIn(params), fromIn(body, at)];
    if (version === null) return fail(notFound("rule set"));
    if (!from.ok) return from;
    const done = await bringBackRuleSet(table, merchantId, version, { from: from.value, now: at });
    if (!done.ok) return fail(publishProblem(done.error));
    await backorders.send(wakeWaiting(merchantId, at, from.value));
    return ok(json(200, scheduleView(done.value)));
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
  build: ({ settings, clock }) => ({
    table: dynamoTable(settings.TABLE_NAME),
    backorders: sqsSender(settings.BACKORDER_QUEUE_URL),
    now: clock,
  }),
  routes,
});
