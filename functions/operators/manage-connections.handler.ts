import { randomBytes } from "node:crypto";
import type * as z from "zod/mini";
import { channelFacts } from "../../shared/channels/channel-facts.ts";
import type { ConnectionDeps } from "../../shared/connections/connection-keeper.ts";
import { createConnection } from "../../shared/connections/create-connection.ts";
import { setConnectionState } from "../../shared/connections/set-state.ts";
import type { ConnectionId } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import {
  changedConnectionBody,
  connectionProblem,
  connectionView,
  newConnectionBody,
} from "../../shared/operators/connection-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { secretsManagerReader } from "../../shared/platform/secret-reader.secrets-manager.ts";
import { secretsManagerWriter } from "../../shared/platform/secret-writer.secrets-manager.ts";
import type { Connection } from "../../shared/settings/connection.ts";

const addConnection = route<ConnectionDeps, Nothing, z.infer<typeof newConnectionBody>>({
  roles: ["operator"],
  body: newConnectionBody,
  handle: async ({ principal: { merchantId }, body }, deps) => {
    const { id, ...wanted } = body;
    const made = await createConnection(deps, merchantId, { ...wanted, connectionId: id as ConnectionId });
    if (!made.ok) return fail(connectionProblem(made.error));
    return ok(json(201, { ...(await shown(made.value.connection)), secret: made.value.secret }));
  },
});

const changeConnection = route<ConnectionDeps, Nothing, z.infer<typeof changedConnectionBody>>({
  roles: ["operator"],
  body: changedConnectionBody,
  handle: async ({ principal: { merchantId }, params, body }, { table }) => {
    const changed = await setConnectionState(table, { merchantId, connectionId: idIn(params), state: body.state });
    return changed.ok ? ok(json(200, await shown(changed.value))) : fail(connectionProblem(changed.error));
  },
});

async function shown(connection: Connection): Promise<Readonly<Record<string, unknown>>> {
  return connectionView(connection, await channelFacts(connection.channel));
}

function idIn(params: Readonly<Record<string, string>>): ConnectionId {
  return (params["connectionId"] ?? "") as ConnectionId;
}

export const routes: Readonly<Record<string, Route<ConnectionDeps>>> = {
  "POST /v1/connections": addConnection,
  "PATCH /v1/connections/{connectionId}": changeConnection,
};

export const handler = httpHandler({
  name: "manage-connections",
  build: ({ settings }) => ({
    table: dynamoTable(settings.TABLE_NAME),
    secrets: { ...secretsManagerReader(), ...secretsManagerWriter() },
    secretPrefix: settings.CONNECTION_SECRET_PREFIX,
    apiSecretPrefix: settings.API_SECRET_PREFIX,
    makeSecret: () => randomBytes(32).toString("hex"),
  }),
  routes,
});
