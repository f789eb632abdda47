import { channelFacts } from "../../shared/channels/channel-facts.ts";
import { readActivity } from "../../shared/intake/connection-activity.ts";
import type { ConnectionId } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { connectionView } from "../../shared/operators/connection-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json, notFound } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Route, route } from "../../shared/platform/http-route.ts";
import { readHealth } from "../../shared/pull/connection-health.ts";
import { fromConnectionItem, readConnection } from "../../shared/settings/connection.ts";
import { settingsPk, sortKeys } from "../../shared/table/keys.ts";
import { queryAll, type Table } from "../../shared/table/port.ts";

const readers = ["operator", "service", "viewer", "finance", "warehouse"] as const;

const listConnections = route<Table>({
  roles: readers,
  handle: async ({ principal: { merchantId } }, table) => {
    const sk = { kind: "beginsWith", prefix: sortKeys.connection } as const;
    const items = await queryAll(table, { pk: settingsPk(merchantId), sk });
    const connections = items.map(fromConnectionItem);
    const shown = await Promise.all(
      connections.map(async (each) => connectionView(each, await channelFacts(each.channel))),
    );
    return ok(json(200, { items: shown, cursor: null }));
  },
});

const showConnection = route<Table>({
  roles: readers,
  handle: async ({ principal: { merchantId }, params }, table) => {
    const connection = await readConnection(table, merchantId, (params["connectionId"] ?? "") as ConnectionId);
    if (connection === null) return fail(notFound("connection"));
    const [facts, activity, api] = await Promise.all([
      channelFacts(connection.channel),
      readActivity(table, merchantId, connection.connectionId),
      readHealth(table, merchantId, connection.connectionId),
    ]);
    return ok(json(200, { ...connectionView(connection, facts), health: { ...activity, api } }));
  },
});

export const routes: Readonly<Record<string, Route<Table>>> = {
  "GET /v1/connections": listConnections,
  "GET /v1/connections/{connectionId}": showConnection,
};

/** Reads no secret: what it shows cannot hold one. */
export const handler = httpHandler({
  name: "read-connections",
  build: ({ settings }) => dynamoTable(settings.TABLE_NAME),
  routes,
});
