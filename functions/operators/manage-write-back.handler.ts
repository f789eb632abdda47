import type * as z from "zod/mini";
import { ok } from "../../shared/kernel/result.ts";
import { connectionOf } from "../../shared/operators/connection-of.ts";
import { writeBackBody, writeBackView } from "../../shared/operators/listing-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import type { QueueSender } from "../../shared/platform/ports.ts";
import { sqsSender } from "../../shared/platform/queue-sender.sqs.ts";
import type { Table } from "../../shared/table/port.ts";
import { toPublishMessage } from "../../shared/writeback/publish-message.ts";
import { toWriteBackItem, type WriteBackSettings, writeBackOf } from "../../shared/writeback/settings.ts";

type Services = { readonly table: Table; readonly queue: QueueSender };

const showSettings = route<Services>({
  roles: ["operator", "warehouse", "service", "viewer"],
  handle: async ({ principal: { merchantId }, params }, { table }) => {
    const connection = await connectionOf(table, merchantId, params);
    if (!connection.ok) return connection;
    return ok(json(200, writeBackView(await writeBackOf(table, merchantId, connection.value))));
  },
});

/** From now on: every listing of the shop is told anew, because each number may be another. */
const setSettings = route<Services, Nothing, z.infer<typeof writeBackBody>>({
  roles: ["operator"],
  body: writeBackBody,
  handle: async ({ principal: { merchantId }, params, body }, { table, queue }) => {
    const connection = await connectionOf(table, merchantId, params);
    if (!connection.ok) return connection;
    const { connectionId, channel } = connection.value;
    const settings: WriteBackSettings = { connectionId, channel, ...body };
    await table.put(toWriteBackItem(merchantId, settings));
    if (body.stock.isOn)
      await queue.send([toPublishMessage({ merchantId, connectionId, channel, sku: null, after: null })]);
    return ok(json(200, writeBackView(settings)));
  },
});

export const routes: Readonly<Record<string, Route<Services>>> = {
  "GET /v1/connections/{connectionId}/write-back": showSettings,
  "PUT /v1/connections/{connectionId}/write-back": setSettings,
};

export const handler = httpHandler({
  name: "manage-write-back",
  build: ({ settings }) => ({
    table: dynamoTable(settings.TABLE_NAME),
    queue: sqsSender(settings.PUBLISH_QUEUE_URL),
  }),
  routes,
});
