import { awsFault, isAwsFault } from "../cloud/fault.ts";
import { xmlReply } from "../cloud/replies.ts";
import { childText, parseXml, type XmlElement, xml } from "../cloud/xml.ts";
import { checksumOf, verifiedChecksum } from "./checksums.ts";
import { checkWriteConditions, failed, isUnchanged } from "./conditions.ts";
import { objectHeaders, tagsOfHeader, versionHeader } from "./headers.ts";
import type { ObjectVersion } from "./object.ts";
import { checkKey, findVersion, malformedXml } from "./operations.objects.ts";
import { type S3Operation, type S3Operations, type S3Tools, xmlns } from "./operations.ts";
import type { S3Request } from "./request.ts";

/** Copies and batch deletes. */
export function copyDeleteOperations({ shelves, notices }: S3Tools): S3Operations {
  function sourceOf(request: S3Request): ObjectVersion {
    const source = readCopySource(request.headers["x-amz-copy-source"] ?? "");
    const version = findVersion(shelves.bucket(source.bucket), source);
    if (isUnchanged(request.headers, version, "x-amz-copy-source-")) throw failed("x-amz-copy-source-if-none-match");
    return version;
  }

  const copyObject: S3Operation = async (request) => {
    const bucket = shelves.bucket(request.bucket);
    checkKey(request.key);
    const source = sourceOf(request);
    const replaces = directive(request, "x-amz-metadata-directive") === "REPLACE";
    const retags = directive(request, "x-amz-tagging-directive") === "REPLACE";
    checkSelfCopy(request, source, replaces || retags);
    checkWriteConditions(request.headers, bucket.current(request.key), request.key);
    const body = shelves.bodyOf(source);
    const { checksum } = source;
    const whole = checksum && {
      ...checksum,
      type: "FULL_OBJECT" as const,
      value: checksumOf(checksum.algorithm, body),
    };
    const version = shelves.put(
      bucket,
      {
        key: request.key,
        etag: source.etag,
        headers: replaces ? objectHeaders(request.headers) : source.headers,
        tags: retags ? tagsOfHeader(request.headers["x-amz-tagging"]) : source.tags,
        ...(whole ? { checksum: whole } : {}),
      },
      body,
    );
    await notices.created(bucket, version, "CopyObject");
    const result = { LastModified: new Date(version.modifiedAt).toISOString(), ETag: `"${version.etag}"` };
    return xmlReply(xml("CopyObjectResult", result, xmlns), 200, versionHeader(version, bucket));
  };

  const deleteObjects: S3Operation = (request) => {
    const bucket = shelves.bucket(request.bucket);
    const { objects, quiet } = readDelete(request);
    const deleted: Record<string, string>[] = [];
    const errors: Record<string, string>[] = [];
    for (const { key, versionId, etag } of objects) {
      try {
        if (etag !== undefined) checkWriteConditions({ "if-match": etag }, bucket.current(key), key);
        const removed = shelves.remove(bucket, key, versionId);
        deleted.push({ Key: key, ...(versionId === undefined ? {} : { VersionId: versionId }), ...markerOf(removed) });
      } catch (error) {
        if (!isAwsFault(error)) throw error;
        errors.push({ Key: key, Code: error.code, Message: error.message });
      }
    }
    return xmlReply(xml("DeleteResult", { Deleted: quiet ? [] : deleted, Error: errors }, xmlns));
  };

  return { CopyObject: copyObject, DeleteObjects: deleteObjects };
}

function markerOf(removed: ObjectVersion | null): Record<string, string> {
  if (!removed?.deleteMarker) return {};
  return { DeleteMarker: "true", DeleteMarkerVersionId: removed.versionId };
}

function readCopySource(header: string): { bucket: string; key: string; query: URLSearchParams } {
  const [path = "", query = ""] = header.split(/\?(?=versionId=)/, 2);
  const [, bucket = "", key = ""] = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(path)) ?? [];
  if (bucket === "")
    throw awsFault("InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  return { bucket, key, query: new URLSearchParams(query) };
}

function directive(request: S3Request, header: string): "COPY" | "REPLACE" {
  const value = request.headers[header] ?? "COPY";
  if (value === "COPY" || value === "REPLACE") return value;
  throw awsFault("InvalidArgument", `Unknown ${header}: ${value}`);
}

function checkSelfCopy(request: S3Request, source: ObjectVersion, changes: boolean): void {
  if (changes || source.bucket !== request.bucket || source.key !== request.key) return;
  throw awsFault(
    "InvalidRequest",
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

type ToDelete = { readonly key: string; readonly versionId: string | undefined; readonly etag: string | undefined };

/** Up to 1000 keys; the body must come with a digest, as S3 demands. */
export function readDelete(request: Pick<S3Request, "headers" | "body">): {
  objects: readonly ToDelete[];
  quiet: boolean;
} {
  const checked = verifiedChecksum(request.headers, request.body);
  if (!checked && request.headers["content-md5"] === undefined) {
    throw awsFault("InvalidRequest", "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  }
  const document = parseXml(request.body.toString("utf8"));
  if (document?.name !== "Delete") throw malformedXml();
  const objects = document.children.filter((child) => child.name === "Object").map(toDelete);
  if (objects.length === 0 || objects.length > 1000) throw malformedXml();
  return { objects, quiet: childText(document, "Quiet") === "true" };
}

function toDelete(element: XmlElement): ToDelete {
  const key = childText(element, "Key");
  if (key === undefined) throw malformedXml();
  return { key, versionId: childText(element, "VersionId"), etag: childText(element, "ETag") };
}
