import { createHash } from "node:crypto";
import type { WebhookChannel } from "../channel.ts";
import { readKeys } from "./keys.ts";
import { encrypt, encryptedIn } from "./secure-mode.ts";
import { plainSignature, secureSignature } from "./verify.ts";

type Sample = Parameters<WebhookChannel["sign"]>[0];

export const sign: WebhookChannel["sign"] = () => ({ "content-type": "application/json" });

/** Of a sealed body in secure mode, else plain. With a secret that is none the signature is a word that fits nothing. */
export function signQuery({ body, secret, deliveryNo, now = new Date() }: Sample): Readonly<Record<string, string>> {
  const keys = readKeys(secret);
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const nonce = createHash("sha1").update(deliveryNo).digest("hex").slice(0, 10);
  const query = { timestamp, nonce };
  if (keys === null) return { ...query, signature: "unsigned" };
  const signature = plainSignature(keys.token, query);
  if (keys.aes === null) return { ...query, signature };
  const encrypted = encryptedIn(body) ?? "";
  const msg_signature = secureSignature(keys.token, query, encrypted);
  return { ...query, signature, encrypt_type: "aes", msg_signature };
}

/** The 16 bytes that are random in WeChat's hands come from the message here: the same in, the same out. */
export function seal({ body, secret }: Sample): Uint8Array {
  const aes = readKeys(secret)?.aes ?? null;
  if (aes === null) return body;
  const random = createHash("sha256").update(body).digest().subarray(0, 16);
  const sealed = { Encrypt: encrypt(body, random, aes), ToUserName: "gh_orderhub" };
  return new TextEncoder().encode(JSON.stringify(sealed));
}
