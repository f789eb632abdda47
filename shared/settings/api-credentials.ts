import * as z from "zod/mini";
import { type ConnectionId, isShortName, type MerchantId, merchantId } from "../kernel/ids.ts";
import type { SecretReader } from "../platform/ports.ts";

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

/** null when the connection has none. Throws on a secret that breaks the shape: an operator has to mend it. */
export async function readApiCredentials(
  deps: { readonly secrets: SecretReader; readonly apiSecretPrefix: string },
  connection: ConnectionId,
  options: { readonly fresh?: boolean } = {},
): Promise<ApiCredentials | null> {
  if (!isShortName(connection)) return null;
  const text = await deps.secrets.read(`${deps.apiSecretPrefix}${connection}`, options);
  if (text === null) return null;
  const parsed = z.safeParse(secretSchema, jsonOf(text));
  if (!parsed.success || parsed.data.connectionId !== connection) {
    throw new Error(`the API secret of connection ${connection} does not have the shape of API credentials`);
  }
  return { ...parsed.data, merchantId: merchantId(parsed.data.merchantId), connectionId: connection };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
