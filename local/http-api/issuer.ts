import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import type { Clock, Store } from "../cloud/service.ts";

/** Signs tokens as a merchant's identity provider would, with a key of its own, and serves what verifies them. */
export type Issuer = {
  /** `iss` of its tokens and base of its addresses. */
  readonly url: string;
  readonly keys: { readonly keys: readonly JWK[] };
  sign(
    claims: Readonly<Record<string, unknown>>,
    options: { readonly audience: string; readonly seconds: number },
  ): Promise<string>;
  /** The document at `path`, or null: the discovery document or the key set. */
  document(path: string): unknown;
};

const algorithm = "RS256";
const space = "issuer";

/** Makes its key at the first start; with a lasting store tokens stay valid between runs on the same port. */
export async function makeIssuer(url: string, deps: { readonly store: Store; readonly clock: Clock }): Promise<Issuer> {
  const privateJwk = storedKey(deps.store) ?? (await newKey(deps.store));
  const kid = await calculateJwkThumbprint(privateJwk);
  const key = await importJWK(privateJwk, algorithm);
  const { kty, n, e } = privateJwk;
  const publicJwk: JWK = { kty: kty ?? "RSA", n: n ?? "", e: e ?? "", kid, alg: algorithm, use: "sig" };
  const keys = { keys: [publicJwk] };
  const documents: Readonly<Record<string, unknown>> = {
    "/.well-known/openid-configuration": {
      issuer: url,
      jwks_uri: `${url}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: [algorithm],
      response_types_supported: ["token"],
      subject_types_supported: ["public"],
    },
    "/.well-known/jwks.json": keys,
  };
  return {
    url,
    keys,
    document: (path) => documents[path] ?? null,
    sign(claims, { audience, seconds }) {
      const now = Math.floor(deps.clock.now() / 1000);
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: algorithm, kid, typ: "JWT" })
        .setIssuer(url)
        .setAudience(audience)
        .setIssuedAt(now)
        .setExpirationTime(now + seconds)
        .sign(key);
    },
  };
}

function storedKey(store: Store): JWK | null {
  const stored = store.load(space).find(([key]) => key === "jwk")?.[1];
  return stored === undefined ? null : (JSON.parse(String(stored)) as JWK);
}

async function newKey(store: Store): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = await exportJWK(privateKey);
  store.write([{ space, key: "jwk", value: JSON.stringify(jwk) }]);
  return jwk;
}
