import { randomBytes } from "node:crypto";
import type * as z from "zod/mini";
import { findChannelApi } from "../../shared/channels/api-registry.ts";
import { channelFacts } from "../../shared/channels/channel-facts.ts";
import type { ConnectionDeps } from "../../shared/connections/connection-keeper.ts";
import { keepCredentials } from "../../shared/connections/keep-credentials.ts";
import { endRotation, rotateSecret } from "../../shared/connections/rotate-secret.ts";
import type { ConnectionId } from "../../shared/kernel/ids.ts";
import { fail, ok } from "../../shared/kernel/result.ts";
import { connectionOf } from "../../shared/operators/connection-of.ts";
import {
  connectionProblem,
  connectionView,
  credentialsBody,
  rotationBody,
} from "../../shared/operators/connection-view.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Nothing, type Route, route } from "../../shared/platform/http-route.ts";
import { secretsManagerReader } from "../../shared/platform/secret-reader.secrets-manager.ts";
import { secretsManagerWriter } from "../../shared/platform/secret-writer.secrets-manager.ts";

const rotate = route<ConnectionDeps, Nothing, z.infer<typeof rotationBody>>({
  roles: ["operator"],
  body: rotationBody,
  handle: async ({ principal: { merchantId }, params, body: { secret } }, deps) => {
    const rotated = await rotateSecret(deps, { merchantId, connectionId: idIn(params), secret });
    return rotated.ok ? ok(json(201, rotated.value)) : fail(connectionProblem(rotated.error));
  },
});

const dropPrevious = route<ConnectionDeps>({
  roles: ["operator"],
  handle: async ({ principal: { merchantId }, params }, deps) => {
    const ended = await endRotation(deps, { merchantId, connectionId: idIn(params) });
    return ended.ok ? ok(json(200, ended.value)) : fail(connectionProblem(ended.error));
  },
});

const setCredentials = route<ConnectionDeps, Nothing, z.infer<typeof credentialsBody>>({
  roles: ["operator"],
  body: credentialsBody,
  handle: async ({ principal: { merchantId }, params, body: { credentials } }, deps) => {
    const connection = await connectionOf(deps.table, merchantId, params);
    if (!connection.ok) return connection;
    const { connectionId, channel } = connection.value;
    const of = { merchantId, connectionId, channel, credentials };
    const kept = await keepCredentials(deps, await findChannelApi(channel), of);
    return kept.ok
      ? ok(json(200, connectionView(connection.value, await channelFacts(channel))))
      : fail(connectionProblem(kept.error));
  },
});

function idIn(params: Readonly<Record<string, string>>): ConnectionId {
  return (params["connectionId"] ?? "") as ConnectionId;
}

export const routes: Readonly<Record<string, Route<ConnectionDeps>>> = {
  "POST /v1/connections/{connectionId}/secrets": rotate,
  "DELETE /v1/connections/{connectionId}/secrets/previous": dropPrevious,
  "PUT /v1/connections/{connectionId}/credentials": setCredentials,
};

export const handler = httpHandler({
  name: "manage-secrets",
  build: ({ settings }) => ({
    table: dynamoTable(settings.TABLE_NAME),
    secrets: { ...secretsManagerReader(), ...secretsManagerWriter() },
    secretPrefix: settings.CONNECTION_SECRET_PREFIX,
    apiSecretPrefix: settings.API_SECRET_PREFIX,
    makeSecret: () => randomBytes(32).toString("hex"),
  }),
  routes,
});
