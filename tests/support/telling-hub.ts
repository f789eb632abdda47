import type { ChannelApi } from "../../shared/channels/api.ts";
import { makeUseChannelApi, type UseChannelApi } from "../../shared/pull/use-channel-api.ts";
import type { Table } from "../../shared/table/port.ts";
import { aConnectionId, aMerchantId } from "./builders.ts";
import { memorySecretStore } from "./memory-ports.ts";
import { plainApi } from "./plain-shop.ts";
import { httpOf, type Simulator } from "./simulators/simulator.ts";

/** The hub's way to a shop's API, the plain one unless told, with rate limit and credentials as it is deployed. */
export function shopApi(
  table: Table,
  simulator: Simulator,
  now: () => Date,
  api: ChannelApi = plainApi,
): { readonly useApi: UseChannelApi; readonly findApi: (channel: string) => Promise<ChannelApi | null> } {
  const findApi = async (channel: string): Promise<ChannelApi | null> => (channel === api.name ? api : null);
  const secret = {
    merchantId: aMerchantId,
    connectionId: aConnectionId,
    channel: api.name,
    credentials: simulator.credentials,
  };
  const useApi = makeUseChannelApi({
    table,
    secrets: memorySecretStore({ [`api/${aConnectionId}`]: JSON.stringify(secret) }),
    apiSecretPrefix: "api/",
    now,
    pause: async () => undefined,
    random: () => 0.5,
    newId: () => crypto.randomUUID(),
    http: httpOf(simulator),
    findApi,
    onSignInNeeded: () => undefined,
  });
  return { useApi, findApi };
}
