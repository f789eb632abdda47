import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { awsFault } from "../cloud/fault.ts";
import { xmlReply } from "../cloud/replies.ts";
import { childText, parseXml, xml } from "../cloud/xml.ts";
import type { Bucket } from "./bucket.ts";
import { checksumHeaders, verifiedChecksum } from "./checksums.ts";
import { checkWriteConditions, isUnchanged } from "./conditions.ts";
import {
  checkedTags,
  describingHeaders,
  objectHeaders,
  overriddenHeaders,
  tagsOfHeader,
  versionHeader,
} from "./headers.ts";
import type { ObjectVersion } from "./object.ts";
import { emptyReply, type S3Operation, type S3Operations, type S3Tools, xmlns } from "./operations.ts";
import { readRange } from "./range.ts";
import type { S3Request } from "./request.ts";

const keyLimitBytes = 1024;

/** Writing, reading, removing and tagging single objects. */
export function objectOperations({ shelves, notices }: S3Tools): S3Operations {
  const putObject: S3Operation = async (request) => {
    const bucket = shelves.bucket(request.bucket);
    checkKey(request.key);
    const checksum = verifiedChecksum(request.headers, request.body);
    checkWriteConditions(request.headers, bucket.current(request.key), request.key);
    const etag = createHash("md5").update(request.body).digest("hex");
    const object = {
      key: request.key,
      etag,
      headers: objectHeaders(request.headers),
      tags: tagsOfHeader(request.headers["x-amz-tagging"]),
    };
    const version = shelves.put(bucket, { ...object, ...(checksum ? { checksum } : {}) }, request.body);
    await notices.created(bucket, version, "PutObject");
    return emptyReply(200, {
      etag: `"${etag}"`,
      ...versionHeader(version, bucket),
      ...checksumHeaders(checksum),
      "x-amz-server-side-encryption": "AES256",
    });
  };

  const getObject: S3Operation = (request) => {
    const bucket = shelves.bucket(request.bucket);
    const version = findVersion(bucket, request);
    const isKnown = isUnchanged(request.headers, version);
    const range = readRange(request.headers["range"], version.size);
    const wantsChecksum = request.headers["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED" && !range;
    const headers = { ...describingHeaders(version, bucket, wantsChecksum), ...overriddenHeaders(request.query) };
    if (isKnown) return emptyReply(304, headers);
    const body = shelves.bodyOf(version);
    if (!range) return { status: 200, headers: { ...headers, "content-length": String(version.size) }, body };
    const { first, last } = range;
    const partHeaders = {
      "content-range": `bytes ${first}-${last}/${version.size}`,
      "content-length": String(last - first + 1),
    };
    return { status: 206, headers: { ...headers, ...partHeaders }, body: body.subarray(first, last + 1) };
  };

  const deleteObject: S3Operation = (request) => {
    const bucket = shelves.bucket(request.bucket);
    const ifMatch = request.headers["if-match"];
    if (ifMatch !== undefined) checkWriteConditions({ "if-match": ifMatch }, bucket.current(request.key), request.key);
    const removed = shelves.remove(bucket, request.key, request.query.get("versionId") ?? undefined);
    if (!removed) return emptyReply(204);
    const marker: Record<string, string> = removed.deleteMarker ? { "x-amz-delete-marker": "true" } : {};
    return emptyReply(204, { ...versionHeader(removed, bucket), ...marker });
  };

  const getTagging: S3Operation = (request) => {
    const bucket = shelves.bucket(request.bucket);
    const version = findVersion(bucket, request);
    const tags = Object.entries(version.tags).map(([Key, Value]) => ({ Key, Value }));
    const body = xml("Tagging", { TagSet: { Tag: tags } }, xmlns);
    return xmlReply(body, 200, versionHeader(version, bucket));
  };

  const putTagging: S3Operation = (request) => {
    const bucket = shelves.bucket(request.bucket);
    const version = findVersion(bucket, request);
    shelves.retag(bucket, version, readTagging(request));
    return emptyReply(200, versionHeader(version, bucket));
  };

  const deleteTagging: S3Operation = (request) => {
    const bucket = shelves.bucket(request.bucket);
    const version = findVersion(bucket, request);
    shelves.retag(bucket, version, {});
    return emptyReply(204, versionHeader(version, bucket));
  };

  return {
    PutObject: putObject,
    GetObject: getObject,
    HeadObject: getObject,
    DeleteObject: deleteObject,
    GetObjectTagging: getTagging,
    PutObjectTagging: putTagging,
    DeleteObjectTagging: deleteTagging,
  };
}

/** The version a request means. Faults 404 `NoSuchKey`, `NoSuchVersion`, 405 for a delete marker by its id. */
export function findVersion(bucket: Bucket, request: Pick<S3Request, "key" | "query">): ObjectVersion {
  const versionId = request.query.get("versionId");
  if (versionId === null) {
    const current = bucket.current(request.key);
    if (current) return current;
    throw awsFault("NoSuchKey", "The specified key does not exist.", 404, { Key: request.key });
  }
  const version = bucket.versionsOf(request.key).find((one) => one.versionId === versionId);
  if (!version) {
    const facts = { Key: request.key, VersionId: versionId };
    throw awsFault("NoSuchVersion", "The specified version does not exist.", 404, facts);
  }
  if (version.deleteMarker)
    throw awsFault("MethodNotAllowed", "The specified method is not allowed against this resource.", 405);
  return version;
}

export function checkKey(key: string): void {
  if (Buffer.byteLength(key) <= keyLimitBytes) return;
  throw awsFault("KeyTooLongError", "Your key is too long", 400, { MaxSizeAllowed: String(keyLimitBytes) });
}

function readTagging(request: S3Request): Record<string, string> {
  verifiedChecksum(request.headers, request.body);
  const tagging = parseXml(request.body.toString("utf8"));
  const tags = tagging?.children.find((child) => child.name === "TagSet")?.children;
  if (tagging?.name !== "Tagging" || !tags) throw malformedXml();
  return checkedTags(tags.map((tag) => [childText(tag, "Key") ?? "", childText(tag, "Value") ?? ""]));
}

export function malformedXml(): Error {
  return awsFault(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
}
