import { type ConnectionSecret, readConnectionSecret } from "../intake/connection-secret.ts";
import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { SecretReader, SecretWriter } from "../platform/ports.ts";
import type { Table } from "../table/port.ts";

/** What every use case of connections needs. */
export type ConnectionDeps = {
  readonly table: Table;
  /** Reads what was just written: an operator who rotates twice must not meet a minute-old secret. */
  readonly secrets: SecretReader & SecretWriter;
  readonly secretPrefix: string;
  readonly apiSecretPrefix: string;
  /** A new signing secret, for channels that let us choose it. */
  readonly makeSecret: () => string;
};

export type ConnectionProblem =
  /** The id belongs to another merchant, or to a shop on another channel. */
  | { readonly kind: "taken" }
  | { readonly kind: "not_found" }
  | { readonly kind: "unknown_channel"; readonly known: readonly string[] }
  | { readonly kind: "wrong_zone"; readonly zone: string }
  /** The channel's console gives out what it signs with, so none can be made up here. */
  | { readonly kind: "secret_needed"; readonly channel: string }
  /** Credentials the channel's API does not know or still needs, by name. */
  | { readonly kind: "wrong_credentials"; readonly unknown: readonly string[]; readonly missing: readonly string[] }
  /** The channel calls no API and sends no webhooks that want this. */
  | { readonly kind: "not_used"; readonly what: "secrets" | "credentials" };

/** The live signing secrets; null when there are none, or when they are another merchant's. */
export async function ownSecret(
  deps: ConnectionDeps,
  merchant: MerchantId,
  connection: ConnectionId,
): Promise<ConnectionSecret | null> {
  const secret = await readConnectionSecret(deps, connection, { fresh: true });
  return secret?.merchantId === merchant ? secret : null;
}

/**
 * Stores a secret under its name: created when there is none, else replaced if `mayReplace` agrees with what stands there.
 * Another merchant's secret is never touched.
 */
export async function keepSecret<T extends { readonly merchantId: MerchantId; readonly channel: string }>(
  deps: ConnectionDeps,
  name: string,
  wanted: T,
  current: () => Promise<Pick<T, "merchantId" | "channel"> | null>,
): Promise<Result<null, ConnectionProblem>> {
  const created = await deps.secrets.create(name, JSON.stringify(wanted));
  if (created.ok) return ok(null);
  const owner = await current();
  if (owner?.merchantId !== wanted.merchantId || owner.channel !== wanted.channel) return fail({ kind: "taken" });
  await deps.secrets.replace(name, JSON.stringify(wanted));
  return ok(null);
}
