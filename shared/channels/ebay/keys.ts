import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/** What a secret of this channel holds. */
export type EbaySecret = {
  /** Chosen by us when the address was registered; proves the address is ours. */
  readonly verificationToken: string | null;
  readonly keys: readonly NamedKey[];
};

export type NamedKey = {
  readonly kid: string;
  readonly publicKey: KeyObject;
  /** Only of a key pair of our own making (tests, trials). */
  readonly privateKey: KeyObject | null;
};

const KEY = /kid=(\S+)\s+-----BEGIN (PUBLIC|PRIVATE) KEY-----([A-Za-z0-9+/=\s]+)-----END \2 KEY-----/g;

/**
 * `verification_token=…`, then for each key `kid=…` and its PEM, line ends or not (eBay's answer has none). What is of another
 * shape, or no key on a curve, is left out.
 */
export function readSecret(secret: string): EbaySecret {
  const keys = [...secret.matchAll(KEY)].flatMap(([, kid = "", kind = "", base64 = ""]) => {
    const key = readKey(kind, Buffer.from(base64, "base64"));
    return key === null ? [] : [{ kid, ...key }];
  });
  return { verificationToken: /verification_token=([\w-]+)/.exec(secret)?.[1] ?? null, keys };
}

function readKey(kind: string, der: Buffer): Omit<NamedKey, "kid"> | null {
  try {
    const privateKey = kind === "PRIVATE" ? createPrivateKey({ key: der, format: "der", type: "pkcs8" }) : null;
    const publicKey = privateKey
      ? createPublicKey(privateKey)
      : createPublicKey({ key: der, format: "der", type: "spki" });
    return publicKey.asymmetricKeyType === "ec" ? { publicKey, privateKey } : null;
  } catch (error) {
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}
