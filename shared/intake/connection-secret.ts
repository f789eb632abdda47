import * as z from "zod/mini";
import { type ConnectionId, connectionId, type MerchantId, merchantId } from "../kernel/ids.ts";
import type { SecretReader } from "../platform/ports.ts";
import { readSecretOf } from "../settings/connection-secrets.ts";

/** What the door needs to know of a shop; kept in the secret `<prefix><connectionId>` as JSON of this very shape. */
export type ConnectionSecret = {
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly channel: string;
  /** Live signing secrets: two while one is being changed, none for a shop that is only asked. */
  readonly secrets: readonly string[];
};

const secretSchema = z.object({
  merchantId: z.string(),
  connectionId: z.string(),
  channel: z.string(),
  secrets: z.array(z.string().check(z.minLength(1))),
});

/** null when there is no such connection. Throws `BrokenSecretError`. */
export async function readConnectionSecret(
  deps: { readonly secrets: SecretReader; readonly secretPrefix: string },
  connection: string,
  options: { readonly fresh?: boolean } = {},
): Promise<ConnectionSecret | null> {
  const from = { secrets: deps.secrets, prefix: deps.secretPrefix };
  const wanted = { schema: secretSchema, name: "secret", shape: "a connection secret" };
  const found = await readSecretOf(from, connection, wanted, options);
  if (found === null) return null;
  return { ...found, merchantId: merchantId(found.merchantId), connectionId: connectionId(found.connectionId) };
}
