import * as z from "zod/mini";
import { type ConnectionId, type MerchantId, merchantId } from "../kernel/ids.ts";
import type { SecretReader } from "../platform/ports.ts";
import { readSecretOf } from "./connection-secrets.ts";

/**
 * What the hub signs in with at a channel's own API; kept in the secret `<prefix><connectionId>` as JSON of this very shape,
 * apart from the signing secrets, so that the door for webhooks cannot read it.
 */
export type ApiCredentials = {
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly channel: string;
  /** By the names that the channel's `api.ts` lists. */
  readonly credentials: Readonly<Record<string, string>>;
};

const secretSchema = z.object({
  merchantId: z.string(),
  connectionId: z.string(),
  channel: z.string(),
  credentials: z.record(z.string(), z.string()),
});

/** null when the connection has none. Throws `BrokenSecretError`. */
export async function readApiCredentials(
  deps: { readonly secrets: SecretReader; readonly apiSecretPrefix: string },
  connection: ConnectionId,
  options: { readonly fresh?: boolean } = {},
): Promise<ApiCredentials | null> {
  const from = { secrets: deps.secrets, prefix: deps.apiSecretPrefix };
  const wanted = { schema: secretSchema, name: "API secret", shape: "API credentials" };
  const found = await readSecretOf(from, connection, wanted, options);
  return found === null ? null : { ...found, merchantId: merchantId(found.merchantId), connectionId: connection };
}
