import { findChannelApi } from "../channels/api-registry.ts";
import { channelNames, findChannel, findWebhookChannel } from "../channels/registry.ts";
import { type ConnectionSecret, readConnectionSecret } from "../intake/connection-secret.ts";
import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { isZone } from "../kernel/time.ts";
import { type Connection, readConnection, toConnectionItem } from "../settings/connection.ts";
import type { ConnectionDeps, ConnectionProblem } from "./connection-keeper.ts";
import { keepCredentials } from "./keep-credentials.ts";

export type WantedConnection = {
  readonly connectionId: ConnectionId;
  readonly channel: string;
  readonly title: string;
  readonly zone: string;
  /** What the channel's console shows as signing secret; made up for channels that let the shop choose it. */
  readonly secret?: string | undefined;
  readonly credentials?: Readonly<Record<string, string>> | undefined;
};

/** The secret is given once, here; null when the shop has none or the connection stood there already. */
export type CreatedConnection = { readonly connection: Connection; readonly secret: string | null };

/**
 * Connects one shop. The secret goes first: its name is unique over all merchants, so that of two who want one id only one
 * gets it. Asked twice with the same words, the second time changes nothing.
 */
export async function createConnection(
  deps: ConnectionDeps,
  merchantId: MerchantId,
  wanted: WantedConnection,
): Promise<Result<CreatedConnection, ConnectionProblem>> {
  const { connectionId, channel, title, zone } = wanted;
  if ((await findChannel(channel)) === null) return fail({ kind: "unknown_channel", known: channelNames });
  if (!isZone(zone)) return fail({ kind: "wrong_zone", zone });

  const secrets = await firstSecrets(deps, wanted);
  if (!secrets.ok) return secrets;
  const claimed = await claimId(deps, { merchantId, connectionId, channel, secrets: secrets.value });
  if (!claimed.ok) return claimed;
  if (wanted.credentials !== undefined) {
    const of = { merchantId, connectionId, channel, credentials: wanted.credentials };
    const kept = await keepCredentials(deps, await findChannelApi(channel), of);
    if (!kept.ok) return kept;
  }
  const connection: Connection = { connectionId, channel, title, zone, state: "active" };
  const stored = await deps.table.put(toConnectionItem(merchantId, connection), { kind: "absent", path: "pk" });
  const standing = stored.ok ? connection : await readConnection(deps.table, merchantId, connectionId);
  if (standing?.channel !== channel) return fail({ kind: "taken" });
  return ok({ connection: standing, secret: claimed.value });
}

/** Made up where the shop chooses it. None for a shop that is only asked: what is posted in its name is refused. */
async function firstSecrets(
  deps: ConnectionDeps,
  { channel, secret, credentials }: WantedConnection,
): Promise<Result<readonly string[], ConnectionProblem>> {
  const webhooks = await findWebhookChannel(channel);
  if (webhooks === null) return ok([]);
  if (secret !== undefined) return ok([secret]);
  if (webhooks.choosesSecret === true) return ok([deps.makeSecret()]);
  return credentials === undefined ? fail({ kind: "secret_needed", channel }) : ok([]);
}

/** Also for channels without webhooks: the name is what keeps ids apart over all merchants. */
async function claimId(
  deps: ConnectionDeps,
  wanted: ConnectionSecret,
): Promise<Result<string | null, ConnectionProblem>> {
  const created = await deps.secrets.create(`${deps.secretPrefix}${wanted.connectionId}`, JSON.stringify(wanted));
  if (created.ok) return ok(wanted.secrets[0] ?? null);
  const standing = await readConnectionSecret(deps, wanted.connectionId, { fresh: true });
  const isOurs = standing?.merchantId === wanted.merchantId && standing.channel === wanted.channel;
  return isOurs ? ok(null) : fail({ kind: "taken" });
}
