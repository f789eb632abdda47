import type { Buffer } from "node:buffer";
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { compareText } from "../../shared/kernel/compare-text.ts";

/** What is signed, as it came: the path still encoded, header names in lower case, the body before any decoding. */
export type SignedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type Credential = {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
};

export type Signed = {
  readonly credential: Credential;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly timestamp: string;
  /** Seconds a presigned URL lives; null for a signature in the Authorization header. */
  readonly expiresSeconds: number | null;
};

export type Verdict = "good" | "unknown-key" | "bad-signature" | "expired" | "not-yet-valid" | "bad-payload-hash";

const headerForm = /^AWS4-HMAC-SHA256 +Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]+)$/;
const skewMs = 15 * 60_000;

/** The signature a request carries, in its Authorization header or its query; null if it carries none we can read. */
export function readSignature(request: SignedRequest): Signed | null {
  const { query, headers } = request;
  const inHeader = headerForm.exec(headers["authorization"] ?? "");
  if (inHeader) {
    const credential = credentialOf(inHeader[1] ?? "");
    const signedHeaders = (inHeader[2] ?? "").split(";");
    const timestamp = headers["x-amz-date"] ?? "";
    return credential && { credential, signedHeaders, signature: inHeader[3] ?? "", timestamp, expiresSeconds: null };
  }
  if (query.get("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256") return null;
  const credential = credentialOf(query.get("X-Amz-Credential") ?? "");
  const expiresSeconds = Number(query.get("X-Amz-Expires"));
  if (!credential || !(expiresSeconds >= 1 && expiresSeconds <= 604_800)) return null;
  return {
    credential,
    signedHeaders: (query.get("X-Amz-SignedHeaders") ?? "").split(";"),
    signature: query.get("X-Amz-Signature") ?? "",
    timestamp: query.get("X-Amz-Date") ?? "",
    expiresSeconds,
  };
}

/** Checks a signature against the secret of its key. `now` (epoch ms) decides whether a presigned URL still lives. */
export function verifySignature(
  request: SignedRequest,
  signed: Signed,
  known: { readonly secret: string | undefined; readonly now: number },
): Verdict {
  if (known.secret === undefined) return "unknown-key";
  const expected = signatureOf(request, signed, known.secret);
  if (!sameText(expected, signed.signature)) return "bad-signature";
  if (signed.expiresSeconds !== null) return presignedVerdict(signed, known.now);
  const claimed = request.headers["x-amz-content-sha256"];
  if (claimed && /^[0-9a-f]{64}$/.test(claimed) && claimed !== sha256(request.body)) return "bad-payload-hash";
  return "good";
}

function presignedVerdict(signed: Signed, now: number): Verdict {
  const signedAt = instantOf(signed.timestamp);
  if (Number.isNaN(signedAt) || signedAt > now + skewMs) return "not-yet-valid";
  return now > signedAt + (signed.expiresSeconds ?? 0) * 1000 ? "expired" : "good";
}

function signatureOf(request: SignedRequest, signed: Signed, secret: string): string {
  const { date, region, service } = signed.credential;
  const scope = `${date}/${region}/${service}/aws4_request`;
  const canonical = canonicalRequest(request, signed);
  const toSign = ["AWS4-HMAC-SHA256", signed.timestamp, scope, sha256(canonical, "latin1")].join("\n");
  return createHmac("sha256", signingKey(secret, signed.credential)).update(toSign).digest("hex");
}

function canonicalRequest(request: SignedRequest, signed: Signed): string {
  const s3 = signed.credential.service === "s3";
  const headers = signed.signedHeaders.map((name) => `${name}:${collapse(request.headers[name] ?? "")}\n`);
  return [
    request.method,
    s3 ? request.path : request.path.split("/").map(encodeUri).join("/"),
    canonicalQuery(request.query),
    headers.join(""),
    signed.signedHeaders.join(";"),
    payloadHash(request, signed),
  ].join("\n");
}

function payloadHash(request: SignedRequest, signed: Signed): string {
  const given = request.headers["x-amz-content-sha256"];
  if (signed.expiresSeconds !== null) {
    return request.query.get("X-Amz-Content-Sha256") ?? given ?? "UNSIGNED-PAYLOAD";
  }
  return given ?? sha256(request.body);
}

function canonicalQuery(query: URLSearchParams): string {
  const pairs = [...query].filter(([name]) => name !== "X-Amz-Signature");
  const encoded = pairs.map(([name, value]) => [encodeUri(name), encodeUri(value)] as const);
  encoded.sort((a, b) => compareText(a[0], b[0]) || compareText(a[1], b[1]));
  return encoded.map(([name, value]) => `${name}=${value}`).join("&");
}

const keyCache = new Map<string, Buffer>();

function signingKey(secret: string, { date, region, service }: Credential): Buffer {
  const name = `${secret}/${date}/${region}/${service}`;
  const cached = keyCache.get(name);
  if (cached) return cached;
  if (keyCache.size > 500) keyCache.clear();
  const steps = [date, region, service, "aws4_request"];
  const key = steps.reduce<Buffer | string>(
    (sofar, step) => createHmac("sha256", sofar).update(step).digest(),
    `AWS4${secret}`,
  ) as Buffer;
  keyCache.set(name, key);
  return key;
}

function credentialOf(text: string): Credential | null {
  const parts = text.split("/");
  const [date, region, service, end] = parts.slice(-4);
  const accessKeyId = parts.slice(0, -4).join("/");
  if (!accessKeyId || !date || !region || !service || end !== "aws4_request") return null;
  return { accessKeyId, date, region, service };
}

/** RFC 3986, as SigV4 wants it: everything but letters, digits and `-_.~` percent-encoded. */
function encodeUri(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function instantOf(timestamp: string): number {
  return Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function sha256(content: Buffer | string, encoding: "latin1" | "utf8" = "utf8"): string {
  const hash = createHash("sha256");
  return (typeof content === "string" ? hash.update(content, encoding) : hash.update(content)).digest("hex");
}

const collapse = (value: string): string => value.trim().replace(/ +/g, " ");

function sameText(a: string, b: string): boolean {
  const [left, right] = [createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest()];
  return timingSafeEqual(left, right);
}
