import * as z from "zod/mini";
import { isShortName } from "../kernel/ids.ts";
import type { SecretReader } from "../platform/ports.ts";

/** A secret that breaks the shape: an operator has to mend it. */
export class BrokenSecretError extends Error {}

/**
 * One of the secrets that a connection has under `prefix`, as JSON that names the connection itself; `name` and
 * `shape` are for the error's words. null when there is none. Throws `BrokenSecretError`.
 */
export async function readSecretOf<T extends { readonly connectionId: string }>(
  { secrets, prefix }: { readonly secrets: SecretReader; readonly prefix: string },
  connection: string,
  { schema, name, shape }: { readonly schema: z.core.$ZodType<T>; readonly name: string; readonly shape: string },
  options: { readonly fresh?: boolean } = {},
): Promise<T | null> {
  if (!isShortName(connection)) return null;
  const text = await secrets.read(`${prefix}${connection}`, options);
  if (text === null) return null;
  const parsed = z.safeParse(schema, jsonOf(text));
  if (parsed.success && parsed.data.connectionId === connection) return parsed.data;
  throw new BrokenSecretError(`the ${name} of connection ${connection} does not have the shape of ${shape}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
