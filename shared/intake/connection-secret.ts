import * as z from "zod/mini";
import { type ConnectionId, connectionId, isShortName, type MerchantId, merchantId } from "../kernel/ids.ts";
import type { SecretReader } from "../platform/ports.ts";

/** What the door needs to know of a shop; kept in the secret `<prefix><connectionId>` as JSON of this very shape. */
export type ConnectionSecret = {
  readonly merchantId: MerchantId;
  readonly connectionId: ConnectionId;
  readonly channel: string;
  /** Live signing secrets: two while one is being changed. */
  readonly secrets: readonly string[];
};

const secretSchema = z.object({
  merchantId: z.string(),
  connectionId: z.string(),
  channel: z.string(),
  secrets: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
});

/** A secret that breaks the shape: an operator has to mend it. */
export class BrokenSecretError extends Error {}

/** null when there is no such connection. Throws `BrokenSecretError`. */
export async function readConnectionSecret(
  deps: { readonly secrets: SecretReader; readonly secretPrefix: string },
  connection: string,
  options: { readonly fresh?: boolean } = {},
): Promise<ConnectionSecret | null> {
  if (!isShortName(connection)) return null;
  const text = await deps.secrets.read(`${deps.secretPrefix}${connection}`, options);
  if (text === null) return null;
  const parsed = z.safeParse(secretSchema, jsonOf(text));
  if (!parsed.success || parsed.data.connectionId !== connection) {
    throw new BrokenSecretError(
      `the secret of connection ${connection} does not have the shape of a connection secret`,
    );
  }
  const { data } = parsed;
  return { ...data, merchantId: merchantId(data.merchantId), connectionId: connectionId(data.connectionId) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
