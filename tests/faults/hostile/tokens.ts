import { createHmac } from "node:crypto";
import { type CryptoKey, exportSPKI, generateKeyPair, importJWK, SignJWT } from "jose";
import { makeClock } from "../../../local/cloud/clock.ts";
import { makeMemoryStore } from "../../../local/cloud/store.memory.ts";
import { makeAuthorizer } from "../../../local/http-api/authorize.ts";
import { type Issuer, makeIssuer } from "../../../local/http-api/issuer.ts";
import { principalOf } from "../../../shared/platform/principal.ts";
import { attack, type HostileInput, marker } from "./hostile-input.ts";

// Tokens before API Gateway, for which the local authorizer stands, and claims before the hub's own reading of them.
const audience = "orderhub";
const clock = makeClock();
const claims = { sub: marker, merchant: "demo", role: "operator" };
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const seconds = (): number => Math.floor(clock.now() / 1_000);
const whole = (): object => ({ ...claims, iss: issuerUrl, aud: audience, exp: seconds() + 600 });
const issuerUrl = "https://issuer.example";

type Forge = (issuer: Issuer) => Promise<string> | string;

async function answerTo(forge: Forge): Promise<string> {
  const issuer = await makeIssuer(issuerUrl, { store: makeMemoryStore(), clock });
  const authorize = makeAuthorizer(issuer, clock.now);
  const route = { apiId: "a", routeKey: "GET /v1/orders", integrationId: "i", authorizerId: "jwt", scopes: [] };
  const authorizer = { id: "jwt", apiId: "a", issuer: issuerUrl, audience: [audience] };
  const answer = await authorize(`Bearer ${await forge(issuer)}`, route, authorizer);
  if (!answer.ok) return `${answer.answer.status} before any function`;
  const context = { authorizer: { jwt: { claims: answer.claims?.claims ?? {} } } };
  const principal = principalOf({ requestContext: context } as unknown as Parameters<typeof principalOf>[0]);
  return principal === null ? "401 by the function" : `let in as ${principal.role} of ${principal.merchantId}`;
}

async function publicPem({ keys }: Issuer): Promise<string> {
  const [jwk] = keys.keys;
  return exportSPKI((await importJWK({ ...jwk }, "RS256", { extractable: true })) as CryptoKey);
}

async function signedByAnother(header: object): Promise<string> {
  const { privateKey } = await generateKeyPair("RS256");
  return new SignJWT({ ...whole() }).setProtectedHeader({ alg: "RS256", ...header }).sign(privateKey);
}

const unsigned = (alg: string): string => `${part({ alg, typ: "JWT" })}.${part(whole())}.`;
const signed = (issuer: Issuer, over: object, options: { audience?: string; seconds?: number } = {}): Promise<string> =>
  issuer.sign({ ...claims, ...over }, { audience, seconds: 600, ...options });

const forged: readonly (readonly [name: string, forge: Forge])[] = [
  ["alg none", () => unsigned("none")],
  ["alg None", () => unsigned("None")],
  ["alg none with a signature", () => `${unsigned("none")}AAAA`],
  [
    "HS256 with the public key as secret",
    async (issuer) => {
      const text = `${part({ alg: "HS256", kid: issuer.keys.keys[0]?.kid })}.${part(whole())}`;
      return `${text}.${createHmac("sha256", await publicPem(issuer))
        .update(text)
        .digest("base64url")}`;
    },
  ],
  ["another key under the same kid", (issuer) => signedByAnother({ kid: issuer.keys.keys[0]?.kid })],
  ["a kid that is a path", () => signedByAnother({ kid: "../../../../dev/null" })],
  ["a kid that is SQL", () => signedByAnother({ kid: "x' UNION SELECT 'key" })],
  ["a key set of its own", () => signedByAnother({ jku: "http://169.254.169.254/keys" })],
  ["a certificate of its own", () => signedByAnother({ x5u: "http://169.254.169.254/cert" })],
  [
    "a key in its own header",
    async (issuer) => signedByAnother({ jwk: { ...issuer.keys.keys[0] }, kid: issuer.keys.keys[0]?.kid }),
  ],
  ["an extension that must be understood", () => `${part({ alg: "RS256", crit: ["b64"], b64: false })}.{}.AAAA`],
  ["no signature", async (issuer) => (await signed(issuer, {})).replace(/[^.]+$/, "")],
  [
    "claims changed after signing",
    async (issuer) => (await signed(issuer, {})).replace(/\.[^.]+\./, `.${part(whole())}.`),
  ],
  ["run out", (issuer) => signed(issuer, {}, { seconds: -60 })],
  ["another audience", (issuer) => signed(issuer, {}, { audience: "other" })],
  ["not valid yet", (issuer) => signed(issuer, { nbf: seconds() + 600 })],
  ["a signature of zeros that fits every text", () => `${part({ alg: "ES256" })}.${part(whole())}.${"A".repeat(86)}`],
  [
    "a key of another kind",
    (issuer) => `${part({ alg: "EdDSA", kid: issuer.keys.keys[0]?.kid })}.${part(whole())}.AAAA`,
  ],
  ["a kid of every object", () => signedByAnother({ kid: "__proto__" })],
  ["a kid that is no text", () => `${part({ alg: "RS256", kid: { toString: "x" } })}.${part(whole())}.AAAA`],
  ["an algorithm that is no text", () => `${part({ alg: ["RS256", "none"] })}.${part(whole())}.AAAA`],
  ["encrypted instead of signed", () => `${part({ alg: "dir", enc: "A256GCM" })}..AAAA.AAAA.AAAA`],
  ["claims that are a list", () => `${part({ alg: "RS256" })}.${part([whole()])}.AAAA`],
  ["JSON a hundred thousand deep", () => `${Buffer.from("[".repeat(100_000)).toString("base64url")}.e30.AAAA`],
  ["a NUL in the signature", async (issuer) => `${await signed(issuer, {})}\u0000`],
  ["another token behind it", async (issuer) => `${await signed(issuer, {})}, ${await signed(issuer, {})}`],
  ["a megabyte of nothing", () => "e".repeat(1_000_000)],
  ["a megabyte of points", () => ".".repeat(1_000_000)],
];

const claimed: readonly (readonly [name: string, over: object])[] = [
  ["two merchants", { merchant: ["demo", "other"] }],
  ["a merchant with a path", { merchant: "demo/../other" }],
  ["a merchant with a key's divider", { merchant: "demo#other" }],
  ["a merchant that is a prototype", { merchant: "__proto__" }],
  ["no merchant", { merchant: "" }],
  ["a role that there is not", { role: "root" }],
  ["several roles", { role: ["viewer", "operator"] }],
  ["a role of every object", { role: "constructor" }],
];

export const hostileTokens: readonly HostileInput[] = [
  ...forged.map(([name, forge]) => attack("token", name, /^401 before any function$/, () => answerTo(forge))),
  ...claimed.map(([name, over]) =>
    attack("token", name, /^401 by the function$/, () => answerTo((issuer) => signed(issuer, over))),
  ),
];
