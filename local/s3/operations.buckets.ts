import { Buffer } from "node:buffer";
import { awsFault } from "../cloud/fault.ts";
import { xmlReply } from "../cloud/replies.ts";
import { childText, parseXml, type XmlContent, xml } from "../cloud/xml.ts";
import type { Bucket } from "./bucket.ts";
import { type Listed, listKeys } from "./listing.ts";
import { malformedXml } from "./operations.objects.ts";
import { emptyReply, keyEncoder, type S3Operation, type S3Operations, type S3Tools, xmlns } from "./operations.ts";
import type { S3Request } from "./request.ts";

/** Buckets themselves, and the lists of what is in them. */
export function bucketOperations({ shelves, accountId, region }: S3Tools): S3Operations {
  const owner = { ID: accountId, DisplayName: "local" };

  const createBucket: S3Operation = (request) => {
    const existing = shelves.buckets().find((bucket) => bucket.settings.name === request.bucket);
    if (!existing) shelves.createBucket(request.bucket, {});
    return emptyReply(200, { location: `/${request.bucket}` });
  };

  const listBuckets: S3Operation = (request) => {
    const prefix = request.query.get("prefix") ?? "";
    const chosen = shelves.buckets().filter((bucket) => bucket.settings.name.startsWith(prefix));
    const Bucket = chosen
      .map(({ settings }) => ({
        Name: settings.name,
        CreationDate: new Date(settings.createdAt).toISOString(),
        BucketRegion: region,
      }))
      .sort((a, b) => (a.Name < b.Name ? -1 : 1));
    return xmlReply(xml("ListAllMyBucketsResult", { Buckets: { Bucket }, Owner: owner }, xmlns));
  };

  /** The parts that both versions of the list have. */
  function list(
    request: S3Request,
    bucket: Bucket,
    after: string,
  ): { listed: Listed; common: Record<string, XmlContent> } {
    const encode = keyEncoder(request);
    const prefix = request.query.get("prefix") ?? "";
    const delimiter = request.query.get("delimiter") ?? "";
    const max = readMax(request);
    const keys = bucket.keys().filter((key) => bucket.current(key));
    const listed = max === 0 ? nothing : listKeys(keys, { prefix, delimiter, after, max });
    const Contents = listed.keys.map((key) => toContents(bucket, key, encode));
    const common = {
      Name: bucket.settings.name,
      Prefix: encode(prefix),
      Delimiter: delimiter === "" ? undefined : encode(delimiter),
      MaxKeys: max,
      EncodingType: request.query.get("encoding-type") ?? undefined,
      IsTruncated: listed.next !== undefined,
      Contents,
      CommonPrefixes: listed.commonPrefixes.map((one) => ({ Prefix: encode(one) })),
    };
    return { listed, common };
  }

  const listObjects: S3Operation = (request) => {
    const marker = request.query.get("marker") ?? "";
    const encode = keyEncoder(request);
    const { listed, common } = list(request, shelves.bucket(request.bucket), marker);
    const NextMarker = listed.next === undefined ? undefined : encode(listed.next);
    return xmlReply(xml("ListBucketResult", { Marker: encode(marker), NextMarker, ...common }, xmlns));
  };

  const listObjectsV2: S3Operation = (request) => {
    if (request.query.get("list-type") !== "2")
      throw awsFault("InvalidArgument", "Invalid List Type specified in Request");
    const startAfter = request.query.get("start-after") ?? "";
    const token = request.query.get("continuation-token");
    const after = token === null ? startAfter : readToken(token);
    const { listed, common } = list(request, shelves.bucket(request.bucket), after);
    const body = {
      ...common,
      KeyCount: listed.keys.length + listed.commonPrefixes.length,
      StartAfter: startAfter === "" ? undefined : keyEncoder(request)(startAfter),
      ContinuationToken: token ?? undefined,
      NextContinuationToken: listed.next === undefined ? undefined : toToken(listed.next),
    };
    return xmlReply(xml("ListBucketResult", body, xmlns));
  };

  const listVersions: S3Operation = (request) => {
    const bucket = shelves.bucket(request.bucket);
    if (request.query.get("delimiter"))
      throw awsFault("NotImplemented", "The local cloud does not know delimiter of ListObjectVersions", 501);
    const encode = keyEncoder(request);
    const { page, next } = versionPage(bucket, request);
    const entries = page.map((version) => {
      const about = {
        Key: encode(version.key),
        VersionId: version.versionId,
        IsLatest: bucket.versionsOf(version.key)[0] === version,
        LastModified: new Date(version.modifiedAt).toISOString(),
        Owner: owner,
      };
      if (version.deleteMarker) return xml("DeleteMarker", about);
      return xml("Version", { ...about, ETag: `"${version.etag}"`, Size: version.size, StorageClass: "STANDARD" });
    });
    const head = {
      Name: bucket.settings.name,
      Prefix: encode(request.query.get("prefix") ?? ""),
      MaxKeys: readMax(request),
      EncodingType: request.query.get("encoding-type") ?? undefined,
      IsTruncated: next !== undefined,
      NextKeyMarker: next && encode(next.key),
      NextVersionIdMarker: next?.versionId,
    };
    const headXml = Object.entries(head).map(([name, value]) => xml(name, value));
    return xmlReply(xml("ListVersionsResult", { raw: [...headXml, ...entries].join("") }, xmlns));
  };

  const putVersioning: S3Operation = (request) => {
    const document = parseXml(request.body.toString("utf8"));
    const status = document && childText(document, "Status");
    if (status !== "Enabled" && status !== "Suspended") throw malformedXml();
    shelves.changeBucket(shelves.bucket(request.bucket), { versioning: status });
    return emptyReply(200);
  };

  const getVersioning: S3Operation = (request) => {
    const { versioning } = shelves.bucket(request.bucket).settings;
    return xmlReply(xml("VersioningConfiguration", versioning === "Off" ? {} : { Status: versioning }, xmlns));
  };

  const getLocation: S3Operation = (request) => {
    shelves.bucket(request.bucket);
    return xmlReply(xml("LocationConstraint", region === "us-east-1" ? "" : region, xmlns));
  };

  return {
    CreateBucket: createBucket,
    ListBuckets: listBuckets,
    HeadBucket(request) {
      shelves.bucket(request.bucket);
      return emptyReply(200, { "x-amz-bucket-region": region });
    },
    DeleteBucket(request) {
      shelves.deleteBucket(shelves.bucket(request.bucket));
      return emptyReply(204);
    },
    GetBucketLocation: getLocation,
    GetBucketVersioning: getVersioning,
    PutBucketVersioning: putVersioning,
    ListObjects: listObjects,
    ListObjectsV2: listObjectsV2,
    ListObjectVersions: listVersions,
  };
}

const nothing: Listed = { keys: [], commonPrefixes: [], next: undefined };

function toContents(bucket: Bucket, key: string, encode: (key: string) => string): XmlContent {
  const version = bucket.current(key);
  const checksum = version?.checksum;
  return {
    Key: encode(key),
    LastModified: new Date(version?.modifiedAt ?? 0).toISOString(),
    ETag: `"${version?.etag}"`,
    ChecksumAlgorithm: checksum?.algorithm.toUpperCase(),
    ChecksumType: checksum?.type,
    Size: version?.size,
    StorageClass: "STANDARD",
  };
}

function versionPage(
  bucket: Bucket,
  request: S3Request,
): { page: ReturnType<Bucket["versionsOf"]>; next?: { key: string; versionId: string } } {
  const prefix = request.query.get("prefix") ?? "";
  const keyMarker = request.query.get("key-marker") ?? "";
  const versionMarker = request.query.get("version-id-marker");
  const all = bucket
    .keys()
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => bucket.versionsOf(key));
  const at = all.findLastIndex(
    (version) =>
      version.key < keyMarker ||
      (version.key === keyMarker && (versionMarker === null || version.versionId === versionMarker)),
  );
  const rest = keyMarker === "" ? all : all.slice(at + 1);
  const page = rest.slice(0, readMax(request));
  const last = page.at(-1);
  return rest.length > page.length && last ? { page, next: { key: last.key, versionId: last.versionId } } : { page };
}

function readMax(request: S3Request): number {
  const text = request.query.get("max-keys") ?? "1000";
  const max = Number(text);
  if (!Number.isInteger(max) || max < 0)
    throw awsFault("InvalidArgument", "Provided max-keys not an integer or within integer range");
  return Math.min(max, 1000);
}

const toToken = (key: string): string => Buffer.from(`1${key}`).toString("base64");

function readToken(token: string): string {
  const text = Buffer.from(token, "base64").toString("utf8");
  if (!text.startsWith("1")) throw awsFault("InvalidArgument", "The continuation token provided is incorrect");
  return text.slice(1);
}
