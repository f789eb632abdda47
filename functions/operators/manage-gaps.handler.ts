import type * as z from "zod/mini";
import { isDay } from "../../shared/kernel/business-day.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { connectionOf } from "../../shared/operators/connection-of.ts";
import { gapBody, gapView } from "../../shared/operators/gap-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { invalid, json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import type { QueueSender } from "../../shared/platform/ports.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import { readGapDays } from "../../shared/pull/gap-day.ts";
import type { Table } from "../../shared/table/port.ts";

type Services = { readonly table: Table; readonly gaps: QueueSender };

/** Every counted day of a shop, newest first. */
const listGaps = route<Services>({
  roles: ["operator", "finance", "service", "viewer"],
  handle: async ({ principal: { merchantId }, params }, { table }) => {
    const connection = await connectionOf(table, merchantId, params);
    if (!connection.ok) return connection;
    const days = await readGapDays(table, merchantId, connection.value.connectionId);
    return ok(json(200, { items: days.map(gapView), cursor: null }));
  },
});

/** Counts a day anew; the result is in the list within minutes. */
const askForCount = route<Services, Nothing, z.infer<typeof gapBody>>({
  roles: ["operator", "service"],
  body: gapBody,
  handle: async ({ principal: { merchantId }, params, body: { day } }, { table, gaps }) => {
    if (day !== undefined && !isDay(day)) return fail(invalid("body", "day: write it as 2026-11-21"));
    const connection = await connectionOf(table, merchantId, params);
    if (!connection.ok) return connection;
    const { connectionId, channel } = connection.value;
    const message = { merchantId, connectionId, channel, ...(day === undefined ? {} : { day }) };
    await gaps.send([{ body: JSON.stringify(message), groupId: connectionId }]);
    return ok(json(202, { isAsked: true }));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/connections/{connectionId}/gaps": listGaps,
  "POST /v1/connections/{connectionId}/gaps": askForCount,
};

export const handler = httpHandler({
  name: "manage-gaps",
  build: ({ settings }) => ({ table: dynamoTable(settings.TABLE_NAME), gaps: sqsSender(settings.GAP_QUEUE_URL) }),
  routes,
});
