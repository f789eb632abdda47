import { createCipheriv, createDecipheriv } from "node:crypto";
import { parseJson } from "../../kernel/lossless-json.ts";
import { isSameText } from "../hmac-signature.ts";
import { fieldOf } from "./xml.ts";

/** The 32 bytes behind the console's 43 letters, and the app whose messages they encrypt. */
export type AesKey = { readonly bytes: Uint8Array; readonly appId: string };

const BLOCK = 32;
const RANDOM = 16;
const LENGTH = 4;

export function readAesKey(encodingAesKey: string, appId: string): AesKey | null {
  const bytes = Buffer.from(`${encodingAesKey}=`, "base64");
  return /^[A-Za-z0-9]{43}$/.test(encodingAesKey) && bytes.length === 32 ? { bytes, appId } : null;
}

/** The encrypted text of `{"Encrypt":"…"}` or `<Encrypt>…</Encrypt>`; null for a body that has none. */
export function encryptedIn(body: Uint8Array): string | null {
  const json = parseJson(body);
  if (!json.ok) return fieldOf(new TextDecoder().decode(body), "Encrypt");
  const { value } = json;
  if (value === null || typeof value !== "object" || !("Encrypt" in value)) return null;
  return typeof value.Encrypt === "string" && value.Encrypt !== "" ? value.Encrypt : null;
}

/**
 * AES-256-CBC, the key's first half as vector, padded by PKCS#7 to 32 bytes: 16 random bytes, the message's length, the message,
 * the app's id. null unless all of it is so and the app is ours.
 */
export function decrypt(encrypted: string, { bytes: key, appId }: AesKey): Uint8Array | null {
  const cipherText = Buffer.from(encrypted, "base64");
  if (cipherText.length === 0 || cipherText.length % 16 !== 0) return null;
  const decipher = createDecipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(cipherText), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  const end = padded.length - padding;
  if (padding < 1 || padding > BLOCK || end < RANDOM + LENGTH) return null;
  const start = RANDOM + LENGTH;
  const length = padded.readUInt32BE(RANDOM);
  if (start + length > end) return null;
  const isOurs = isSameText(padded.toString("utf8", start + length, end), appId);
  return isOurs ? new Uint8Array(padded.subarray(start, start + length)) : null;
}

/** `random` are 16 bytes. */
export function encrypt(message: Uint8Array, random: Uint8Array, { bytes: key, appId }: AesKey): string {
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(message.length);
  const plain = Buffer.concat([random, length, message, Buffer.from(appId)]);
  const padding = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString("base64");
}
