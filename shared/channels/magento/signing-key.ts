import { createPublicKey, type KeyObject } from "node:crypto";

/** What a secret of this channel holds: the key that checks signatures, and whose events they must be. */
export type SigningKey = {
  readonly key: KeyObject;
  /** Checked against the body's `recipient_client_id`; null for a key that only its owner can sign with. */
  readonly clientId: string | null;
};

const SHORTEST_BITS = 2048;

/**
 * A PEM, in front of it a line `recipient_client_id=<ours>`. Adobe signs the events of all its customers with the same keys, so
 * a public key says nothing without the client id, and is not taken without one. The PEM of a private key stands for a
 * shop of our own making (tests, trials): only who holds it can sign. null for anything else.
 */
export function readSigningKey(secret: string): SigningKey | null {
  const clientId = /^recipient_client_id=(\S+)\s/.exec(secret)?.[1] ?? null;
  const pem = /-----BEGIN ((?:RSA )?PRIVATE|PUBLIC) KEY-----[\s\S]+-----END \1 KEY-----/.exec(secret);
  if (pem === null || (pem[1] === "PUBLIC" && clientId === null)) return null;
  const key = publicKeyOf(pem[0]);
  const bits = key?.asymmetricKeyDetails?.modulusLength ?? 0;
  return key?.asymmetricKeyType === "rsa" && bits >= SHORTEST_BITS ? { key, clientId } : null;
}

function publicKeyOf(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem);
  } catch (error) {
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}
