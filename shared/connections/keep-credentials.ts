import type { ChannelApi } from "../channels/api.ts";
import { fail, type Result } from "../kernel/result.ts";
import { type ApiCredentials, readApiCredentials } from "../settings/api-credentials.ts";
import { type ConnectionDeps, type ConnectionProblem, keepSecret } from "./connection-keeper.ts";

/** Kept beside what the channel asks for: when a token ends, and another address than the channel's own. */
const always = ["expiresAt", "apiUrl"];

/** Stores what the hub signs in with at the channel, in place of what was there. */
export async function keepCredentials(
  deps: ConnectionDeps,
  api: ChannelApi | null,
  wanted: ApiCredentials,
): Promise<Result<null, ConnectionProblem>> {
  if (api === null) return fail({ kind: "not_used", what: "credentials" });
  const given = Object.keys(wanted.credentials);
  const known = new Set([...api.credentials.map(({ name }) => name), ...always]);
  const unknown = given.filter((name) => !known.has(name));
  const missing = api.credentials
    .filter(({ name, isOptional }) => isOptional !== true && !wanted.credentials[name])
    .map(({ name }) => name);
  if (unknown.length > 0 || missing.length > 0) return fail({ kind: "wrong_credentials", unknown, missing });
  return keepSecret(deps, `${deps.apiSecretPrefix}${wanted.connectionId}`, wanted, () =>
    readApiCredentials(deps, wanted.connectionId, { fresh: true }),
  );
}
