import { awsFault } from "../cloud/fault.ts";
import type { AwsRequest } from "../cloud/service.ts";

/** An S3 request with its bucket, key and operation found out. */
export type S3Request = {
  readonly operation: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  /** Headers, with those a presigned URL carries in its query (`x-amz-…`) among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AwsRequest["body"];
  readonly accessKeyId: string;
};

type Route = { readonly operation: string; readonly query: readonly string[] };

const listing = ["prefix", "delimiter", "encoding-type", "max-keys"];

/** Method, level, and the query parameter that makes an operation of its own (`-`: none) → what it is. */
const routes: Readonly<Record<string, Route>> = {
  "GET account -": { operation: "ListBuckets", query: ["max-buckets", "prefix"] },
  "GET bucket -": { operation: "ListObjects", query: [...listing, "marker"] },
  "GET bucket list-type": {
    operation: "ListObjectsV2",
    query: [...listing, "list-type", "continuation-token", "start-after", "fetch-owner"],
  },
  "GET bucket versions": {
    operation: "ListObjectVersions",
    query: [...listing, "versions", "key-marker", "version-id-marker"],
  },
  "GET bucket location": { operation: "GetBucketLocation", query: ["location"] },
  "GET bucket versioning": { operation: "GetBucketVersioning", query: ["versioning"] },
  "GET bucket uploads": { operation: "ListMultipartUploads", query: ["uploads", "prefix", "encoding-type"] },
  "PUT bucket -": { operation: "CreateBucket", query: [] },
  "PUT bucket versioning": { operation: "PutBucketVersioning", query: ["versioning"] },
  "HEAD bucket -": { operation: "HeadBucket", query: [] },
  "DELETE bucket -": { operation: "DeleteBucket", query: [] },
  "POST bucket delete": { operation: "DeleteObjects", query: ["delete"] },
  "GET object -": { operation: "GetObject", query: ["versionId", "response-*"] },
  "HEAD object -": { operation: "HeadObject", query: ["versionId", "response-*"] },
  "PUT object -": { operation: "PutObject", query: [] },
  "DELETE object -": { operation: "DeleteObject", query: ["versionId"] },
  "GET object tagging": { operation: "GetObjectTagging", query: ["tagging", "versionId"] },
  "PUT object tagging": { operation: "PutObjectTagging", query: ["tagging", "versionId"] },
  "DELETE object tagging": { operation: "DeleteObjectTagging", query: ["tagging", "versionId"] },
  "POST object uploads": { operation: "CreateMultipartUpload", query: ["uploads"] },
  "PUT object uploadId": { operation: "UploadPart", query: ["uploadId", "partNumber"] },
  "POST object uploadId": { operation: "CompleteMultipartUpload", query: ["uploadId"] },
  "DELETE object uploadId": { operation: "AbortMultipartUpload", query: ["uploadId"] },
  "GET object uploadId": { operation: "ListParts", query: ["uploadId", "max-parts", "part-number-marker"] },
};

const selectors = ["list-type", "versions", "location", "versioning", "uploads", "delete", "tagging", "uploadId"];

/** Parameters of signatures of either version, and the operation's name that SDKs add. */
const ofSignature = /^(x-amz-.+|x-id|AWSAccessKeyId|Signature|Expires)$/i;

/** Reads the operation off a path-style request. Fault 501 `NotImplemented` for what the emulation does not know. */
export function readS3Request(request: AwsRequest): S3Request {
  const [, bucket = "", ...rest] = request.path.split("/");
  const key = decoded(rest.join("/"));
  const level = key !== "" ? "object" : bucket !== "" ? "bucket" : "account";
  const selector = selectors.find((name) => request.query.has(name)) ?? "-";
  const route = routes[`${request.method} ${level} ${selector}`];
  const names = [...request.query.keys()].filter((name) => !ofSignature.test(name));
  if (!route) throw notImplemented(`${request.method} on a ${level} with ${names.join(", ") || "no parameter"}`);
  const unknown = names.find((name) => !route.query.some((known) => known === name || isWildcard(known, name)));
  if (unknown !== undefined) throw notImplemented(`the parameter ${unknown} of ${route.operation}`);
  const copies = request.headers["x-amz-copy-source"] !== undefined;
  if (copies && route.operation === "UploadPart") throw notImplemented("UploadPartCopy");
  return {
    operation: copies && route.operation === "PutObject" ? "CopyObject" : route.operation,
    bucket: decoded(bucket),
    key,
    query: request.query,
    headers: { ...hoisted(request.query), ...request.headers },
    body: request.body,
    accessKeyId: request.accessKeyId,
  };
}

const isWildcard = (known: string, name: string): boolean => known.endsWith("*") && name.startsWith(known.slice(0, -1));

/**
 * A presigned URL may carry `x-amz-…` headers in its query; those of the signature itself start with `X-Amz-`. S3 does not
 * look at checksums there, which is as well: the JavaScript SDK signs that of an empty body into them
 * (github.com/ministackorg/ministack/issues/1695, read 2026-11).
 */
function hoisted(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query].filter(([name]) => /^x-amz-(?!checksum-|sdk-checksum-)/.test(name)));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    if (cause instanceof URIError) throw awsFault("InvalidURI", "Couldn't parse the specified URI.");
    throw cause;
  }
}

export function notImplemented(what: string): Error {
  return awsFault("NotImplemented", `The local cloud does not know ${what}`, 501);
}
