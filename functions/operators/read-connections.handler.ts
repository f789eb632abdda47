import { channelFacts } from "../../shared/channels/channel-facts.ts";
import { readActivity } from "../../shared/intake/connection-activity.ts";
import { ok } from "../../shared/kernel/result.ts";
import { connectionOf } from "../../shared/operators/connection-of.ts";
import { connectionView } from "../../shared/operators/connection-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Route, route } from "../../shared/platform/http-route.ts";
import { roles } from "../../shared/platform/principal.ts";
import { readHealth } from "../../shared/pull/connection-health.ts";
import { fromConnectionItem } from "../../shared/settings/connection.ts";
import { settingsPk, sortKeys } from "../../shared/table/keys.ts";
import { queryAll, type Table } from "../../shared/table/port.ts";

const listConnections = route<Table>({
  roles,
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
  roles,
  handle: async ({ principal: { merchantId }, params }, table) => {
    const found = await connectionOf(table, merchantId, params);
    if (!found.ok) return found;
    const connection = found.value;
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
