import { createHash, createHmac } from "node:crypto";

export type SigningKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
};

/** A request as it will be sent: `path` is encoded already, header names are lower-case, `host` is among them. */
export type SignableRequest = {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
};

const algorithm = "AWS4-HMAC-SHA256";
/** Links do not know the body that their holder will send. */
const unsignedPayload = "UNSIGNED-PAYLOAD";

/**
 * The headers that prove who sends the request and that nothing of it was changed, body included: AWS Signature
 * Version 4 as the S3 manual describes it (docs.aws.amazon.com, "Authenticating Requests (AWS Signature Version 4)").
 */
export function signedHeaders(
  request: SignableRequest,
  body: Uint8Array,
  keys: SigningKeys,
  now: Date,
): Record<string, string> {
  const time = timeOf(now);
  const payloadHash = createHash("sha256").update(body).digest("hex");
  const headers = { ...request.headers, ...tokenOf(keys, "x-amz-security-token") };
  const signed = { ...headers, "x-amz-content-sha256": payloadHash, "x-amz-date": time };
  const signature = signatureOf({ ...request, headers: signed }, payloadHash, keys, time);
  const credential = `${keys.accessKeyId}/${scopeOf(time, keys)}`;
  const authorization = `${algorithm} Credential=${credential}, SignedHeaders=${namesOf(signed)}, Signature=${signature}`;
  return { ...signed, authorization };
}

/** The query that lets its holder send exactly this request, with these headers, for `seconds`. */
export function signedQuery(
  request: SignableRequest,
  seconds: number,
  keys: SigningKeys,
  now: Date,
): Record<string, string> {
  const time = timeOf(now);
  const query = {
    ...request.query,
    ...tokenOf(keys, "X-Amz-Security-Token"),
    "X-Amz-Algorithm": algorithm,
    "X-Amz-Content-Sha256": unsignedPayload,
    "X-Amz-Credential": `${keys.accessKeyId}/${scopeOf(time, keys)}`,
    "X-Amz-Date": time,
    "X-Amz-Expires": String(seconds),
    "X-Amz-SignedHeaders": namesOf(request.headers),
  };
  return { ...query, "X-Amz-Signature": signatureOf({ ...request, query }, unsignedPayload, keys, time) };
}

/** `a=1&b=2`, sorted and encoded as signatures demand; also good to be sent. */
export function queryText(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join("&");
}

/** Everything but letters, digits and `-_.~` as %XX, which is more than `encodeURIComponent` does. */
export function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function signatureOf(request: SignableRequest, payloadHash: string, keys: SigningKeys, time: string): string {
  const { method, path, query, headers } = request;
  const headerLines = sortedNames(headers).map((name) => `${name}:${headers[name]?.trim().replace(/\s+/g, " ")}\n`);
  const canonical = [method, path, queryText(query), headerLines.join(""), namesOf(headers), payloadHash].join("\n");
  const scope = scopeOf(time, keys);
  const toSign = [algorithm, time, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  const key = scope
    .split("/")
    .reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${keys.secretAccessKey}`);
  return hmac(key, toSign).toString("hex");
}

function scopeOf(time: string, { region }: SigningKeys): string {
  return `${time.slice(0, 8)}/${region}/s3/aws4_request`;
}

/** `20261120T080000Z` */
function timeOf(now: Date): string {
  return now.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

function tokenOf({ sessionToken }: SigningKeys, name: string): Record<string, string> {
  return sessionToken === undefined ? {} : { [name]: sessionToken };
}

function namesOf(headers: Readonly<Record<string, string>>): string {
  return sortedNames(headers).join(";");
}

function sortedNames(headers: Readonly<Record<string, string>>): string[] {
  return Object.keys(headers).sort();
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
