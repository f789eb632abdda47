import { readSecretFields } from "../secret-fields.ts";
import { type AesKey, readAesKey } from "./secure-mode.ts";

/** What a secret of this channel holds: the token that signs, and in secure mode the key that encrypts. */
export type Keys = { readonly token: string; readonly aes: AesKey | null };

/**
 * `token=…` for the plain mode, `token=…;aes_key=…;app_id=…` for the secure one, whose key then is needed: a plain message
 * would be one that anybody could have written. null for anything else.
 */
export function readKeys(secret: string): Keys | null {
  const plain = readSecretFields(secret, ["token"]);
  if (plain === null) return null;
  if (!/(^|[;\s])(aes_key|app_id)\s*=/.test(secret)) return { token: plain.token, aes: null };
  const secure = readSecretFields(secret, ["aes_key", "app_id"]);
  const aes = secure === null ? null : readAesKey(secure.aes_key, secure.app_id);
  return aes === null ? null : { token: plain.token, aes };
}
