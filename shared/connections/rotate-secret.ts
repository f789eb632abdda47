import { findWebhookChannel } from "../channels/registry.ts";
import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { type ConnectionDeps, type ConnectionProblem, ownSecret } from "./connection-keeper.ts";

/** Two are live while the shop is told the new one; a third would only be a forgotten one. */
const MOST_LIVE = 2;

export type Rotated = {
  /** The new first secret, shown once. */
  readonly secret: string;
  readonly liveSecrets: number;
};

/**
 * Puts a new secret before the live one, which goes on being accepted until `endRotation`. The door sees it within a
 * minute, and at once when a signature fails. Giving the secret that is first already changes nothing.
 */
export async function rotateSecret(
  deps: ConnectionDeps,
  of: { readonly merchantId: MerchantId; readonly connectionId: ConnectionId; readonly secret: string | undefined },
): Promise<Result<Rotated, ConnectionProblem>> {
  const standing = await ownSecret(deps, of.merchantId, of.connectionId);
  if (standing === null) return fail({ kind: "not_found" });
  const { channel } = standing;
  const webhooks = await findWebhookChannel(channel);
  if (webhooks === null) return fail({ kind: "not_used", what: "secrets" });
  if (of.secret === undefined && webhooks.choosesSecret !== true) return fail({ kind: "secret_needed", channel });
  const secret = of.secret ?? deps.makeSecret();
  const secrets = [secret, ...standing.secrets.filter((each) => each !== secret)].slice(0, MOST_LIVE);
  if (standing.secrets[0] !== secret) await replace(deps, { ...standing, secrets });
  return ok({ secret, liveSecrets: secrets.length });
}

/** Only the newest secret stays live. Ending it twice does no harm. */
export async function endRotation(
  deps: ConnectionDeps,
  of: { readonly merchantId: MerchantId; readonly connectionId: ConnectionId },
): Promise<Result<{ readonly liveSecrets: number }, ConnectionProblem>> {
  const standing = await ownSecret(deps, of.merchantId, of.connectionId);
  if (standing === null) return fail({ kind: "not_found" });
  if (standing.secrets.length > 1) await replace(deps, { ...standing, secrets: standing.secrets.slice(0, 1) });
  return ok({ liveSecrets: Math.min(standing.secrets.length, 1) });
}

async function replace(
  deps: ConnectionDeps,
  secret: { readonly connectionId: ConnectionId; readonly secrets: readonly string[] },
): Promise<void> {
  await deps.secrets.replace(`${deps.secretPrefix}${secret.connectionId}`, JSON.stringify(secret));
}
