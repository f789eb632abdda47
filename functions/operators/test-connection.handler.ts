import { findChannelApi } from "../../shared/channels/api-registry.ts";
import { findWebhookChannel } from "../../shared/channels/registry.ts";
import { type ApiTestDeps, testApi } from "../../shared/connections/test-api.ts";
import { type SigningDeps, testSigning } from "../../shared/connections/test-signing.ts";
import { ok } from "../../shared/kernel/result.ts";
import { connectionOf } from "../../shared/operators/connection-of.ts";
import { channelPorts } from "../../shared/platform/channel-ports.ts";
import { dynamoTable } from "../../shared/platform/dynamo-table.ts";
import { json } from "../../shared/platform/http-answer.ts";
import { httpHandler } from "../../shared/platform/http-handler.ts";
import { type Route, route } from "../../shared/platform/http-route.ts";
import { makeUseChannelApi } from "../../shared/pull/use-channel-api.ts";
import type { Table } from "../../shared/table/port.ts";

export type TestServices = SigningDeps &
  Pick<ApiTestDeps, "findApi"> & {
    readonly table: Table;
    /** Made anew for each test: what earlier calls have learnt of a shop may be what the operator has just mended. */
    readonly makeUseApi: () => ApiTestDeps["useApi"];
  };

/** The gateway in front answers by itself after half a minute. */
const LONGEST_MS = 15_000;

const testConnection = route<TestServices>({
  roles: ["operator"],
  handle: async ({ principal: { merchantId }, params }, deps) => {
    const found = await connectionOf(deps.table, merchantId, params);
    if (!found.ok) return found;
    const { connectionId, channel } = found.value;
    const shop = { merchantId, connectionId, channel };
    const startedAt = deps.now();
    const msLeft = (): number => LONGEST_MS - (deps.now().getTime() - startedAt.getTime());
    const signing = await testSigning(deps, shop);
    const api = await testApi({ ...deps, useApi: deps.makeUseApi() }, shop, msLeft);
    return ok(json(200, { id: connectionId, channel, testedAt: startedAt.toISOString(), signing, api }));
  },
});

export const routes: Readonly<Record<string, Route<TestServices>>> = {
  "POST /v1/connections/{connectionId}/test": testConnection,
};

export const handler = httpHandler({
  name: "test-connection",
  build: ({ settings, clock }) => {
    const table = dynamoTable(settings.TABLE_NAME);
    const ports = channelPorts("test-connection", clock);
    const secrets = { ...ports.secrets, read: (name: string) => ports.secrets.read(name, { fresh: true }) };
    const deps = { ...ports, secrets, table, findApi: findChannelApi, apiSecretPrefix: settings.API_SECRET_PREFIX };
    return {
      ...deps,
      findChannel: findWebhookChannel,
      secretPrefix: settings.CONNECTION_SECRET_PREFIX,
      makeUseApi: () => makeUseChannelApi({ ...deps, mostWaitMs: 5_000 }),
    };
  },
  routes,
});
