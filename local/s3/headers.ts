import { storedEncoding } from "../cloud/aws-chunked.ts";
import { awsFault } from "../cloud/fault.ts";
import type { Bucket } from "./bucket.ts";
import { checksumHeaders } from "./checksums.ts";
import type { ObjectVersion } from "./object.ts";
import { notImplemented } from "./request.ts";

type Headers = Readonly<Record<string, string>>;

const kept = ["content-type", "cache-control", "content-disposition", "content-language", "expires"];

const understood = [
  /^x-amz-(date|content-sha256|security-token|user-agent|decoded-content-length|trailer|te|expected-bucket-owner)$/,
  /^x-amz-(id-2|request-id|mp-object-size|source-expected-bucket-owner|signature-version)$/,
  /^x-amz-(checksum-.+|sdk-checksum-algorithm|meta-.+|tagging|tagging-directive|metadata-directive|copy-source.*)$/,
];

/** Refuses by name every `x-amz-…` header whose meaning the emulation would have to ignore. */
export function checkHeaders(headers: Headers, accountId: string): void {
  const unknown = Object.keys(headers).find(
    (name) => name.startsWith("x-amz-") && !isUnderstood(name, headers[name] ?? ""),
  );
  if (unknown !== undefined) throw notImplemented(`the header ${unknown}: ${headers[unknown]}`);
  if ((headers["x-amz-expected-bucket-owner"] ?? accountId) !== accountId) {
    throw awsFault("AccessDenied", "Access Denied", 403);
  }
}

function isUnderstood(name: string, value: string): boolean {
  if (name === "x-amz-acl") return value === "private" || value === "bucket-owner-full-control";
  if (name === "x-amz-storage-class") return value === "STANDARD";
  if (name === "x-amz-server-side-encryption") return value === "AES256";
  return understood.some((pattern) => pattern.test(name));
}

/** What an object keeps of the headers it was written with. */
export function objectHeaders(headers: Headers): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => kept.includes(name) || name.startsWith("x-amz-meta-"));
  const encoding = storedEncoding(headers["content-encoding"]);
  return {
    "content-type": "binary/octet-stream",
    ...Object.fromEntries(own),
    ...(encoding === undefined ? {} : { "content-encoding": encoding }),
  };
}

/** The headers that come with an object, without those about its length. */
export function describingHeaders(
  version: ObjectVersion,
  bucket: Bucket,
  withChecksum: boolean,
): Record<string, string> {
  const tagCount = Object.keys(version.tags).length;
  return {
    ...version.headers,
    ...versionHeader(version, bucket),
    ...(withChecksum ? checksumHeaders(version.checksum) : {}),
    ...(tagCount > 0 ? { "x-amz-tagging-count": String(tagCount) } : {}),
    etag: `"${version.etag}"`,
    "last-modified": new Date(version.modifiedAt).toUTCString(),
    "accept-ranges": "bytes",
    "x-amz-server-side-encryption": "AES256",
  };
}

export function versionHeader(version: ObjectVersion, bucket: Bucket): Record<string, string> {
  return bucket.settings.versioning === "Off" ? {} : { "x-amz-version-id": version.versionId };
}

const overridable = [
  "content-type",
  "content-language",
  "expires",
  "cache-control",
  "content-disposition",
  "content-encoding",
];

/** `response-content-disposition=…` in the query replaces what the object says of itself. */
export function overriddenHeaders(query: URLSearchParams): Record<string, string> {
  const overrides = [...query].filter(([name]) => name.startsWith("response-"));
  const unknown = overrides.find(([name]) => !overridable.includes(name.slice("response-".length)));
  if (unknown) throw notImplemented(`the parameter ${unknown[0]}`);
  return Object.fromEntries(overrides.map(([name, value]) => [name.slice("response-".length), value]));
}

/** `a=1&b=2`, as tags travel in a header. */
export function tagsOfHeader(header: string | undefined): Record<string, string> {
  return checkedTags([...new URLSearchParams(header ?? "")]);
}

export function checkedTags(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const names = new Set(pairs.map(([name]) => name));
  const tooLong = pairs.some(([name, value]) => name === "" || name.length > 128 || value.length > 256);
  if (pairs.length <= 10 && names.size === pairs.length && !tooLong) return Object.fromEntries(pairs);
  throw awsFault(
    pairs.length > 10 ? "BadRequest" : "InvalidTag",
    "Object tags: at most 10, with distinct names of 1 to 128 characters and values of at most 256",
  );
}
