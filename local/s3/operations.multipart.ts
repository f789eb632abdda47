import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { awsFault } from "../cloud/fault.ts";
import { xmlReply } from "../cloud/replies.ts";
import { childText, parseXml, type XmlContent, xml } from "../cloud/xml.ts";
import {
  algorithmOf,
  type Checksum,
  checksumElement,
  checksumHeaders,
  checksumOf,
  verifiedChecksum,
} from "./checksums.ts";
import { checkWriteConditions } from "./conditions.ts";
import { objectHeaders, tagsOfHeader, versionHeader } from "./headers.ts";
import type { Part, Upload } from "./object.ts";
import { checkKey, malformedXml } from "./operations.objects.ts";
import { emptyReply, keyEncoder, type S3Operation, type S3Operations, type S3Tools, xmlns } from "./operations.ts";
import type { S3Request } from "./request.ts";
import { makeUploads, type OpenUpload } from "./uploads.ts";

const smallestPartBytes = 5 * 1024 * 1024;

/** Objects that come in parts. */
export function multipartOperations({ shelves, notices, clock, store }: S3Tools): S3Operations {
  const uploads = makeUploads(store);

  const open = (request: S3Request): OpenUpload => {
    shelves.bucket(request.bucket);
    return uploads.find(request.query.get("uploadId") ?? "", request.bucket, request.key);
  };

  const create: S3Operation = (request) => {
    shelves.bucket(request.bucket);
    checkKey(request.key);
    const checksum = askedChecksum(request);
    const upload: Upload = {
      id: `${crypto.randomUUID()}${crypto.randomUUID()}`.replaceAll("-", ""),
      bucket: request.bucket,
      key: request.key,
      startedAt: clock.now(),
      headers: objectHeaders(request.headers),
      tags: tagsOfHeader(request.headers["x-amz-tagging"]),
      ...(checksum ? { checksum } : {}),
    };
    uploads.start(upload);
    const headers: Record<string, string> = checksum
      ? { "x-amz-checksum-algorithm": checksum.algorithm.toUpperCase(), "x-amz-checksum-type": checksum.type }
      : {};
    const body = { Bucket: upload.bucket, Key: upload.key, UploadId: upload.id };
    return xmlReply(xml("InitiateMultipartUploadResult", body, xmlns), 200, headers);
  };

  const uploadPart: S3Operation = (request) => {
    const target = open(request);
    const number = Number(request.query.get("partNumber"));
    if (!Number.isInteger(number) || number < 1 || number > 10_000) {
      throw awsFault("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
    }
    const checksum = verifiedChecksum(request.headers, request.body);
    const etag = createHash("md5").update(request.body).digest("hex");
    const base = { number, etag, size: request.body.length, modifiedAt: clock.now(), bodyId: crypto.randomUUID() };
    uploads.addPart(target, { ...base, ...(checksum ? { checksum } : {}) }, request.body);
    return emptyReply(200, {
      etag: `"${etag}"`,
      ...checksumHeaders(checksum),
      "x-amz-server-side-encryption": "AES256",
    });
  };

  const complete: S3Operation = async (request) => {
    const target = open(request);
    const { upload } = target;
    const bucket = shelves.bucket(request.bucket);
    const parts = chosenParts(request, target);
    checkWriteConditions(request.headers, bucket.current(request.key), request.key);
    const body = Buffer.concat(parts.map((part) => uploads.bodyOf(part) ?? Buffer.alloc(0)));
    const checksum = upload.checksum && wholeChecksum(upload.checksum, parts, body);
    const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, "hex")));
    const etag = `${createHash("md5").update(digests).digest("hex")}-${parts.length}`;
    const object = { key: upload.key, etag, headers: upload.headers, tags: upload.tags };
    const version = shelves.put(bucket, { ...object, ...(checksum ? { checksum } : {}) }, body);
    uploads.end(target);
    await notices.created(bucket, version, "CompleteMultipartUpload");
    const checksumXml = checksum
      ? { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type }
      : {};
    const result = {
      Location: `/${upload.bucket}/${upload.key}`,
      Bucket: upload.bucket,
      Key: upload.key,
      ETag: `"${etag}"`,
      ...checksumXml,
    };
    return xmlReply(xml("CompleteMultipartUploadResult", result, xmlns), 200, versionHeader(version, bucket));
  };

  const listParts: S3Operation = (request) => {
    const { upload, parts } = open(request);
    const after = Number(request.query.get("part-number-marker") ?? 0);
    const max = Math.min(Number(request.query.get("max-parts") ?? 1000), 1000);
    const rest = [...parts.values()].filter((part) => part.number > after).sort((a, b) => a.number - b.number);
    const page = rest.slice(0, max);
    const body = {
      Bucket: upload.bucket,
      Key: upload.key,
      UploadId: upload.id,
      PartNumberMarker: after,
      NextPartNumberMarker: page.at(-1)?.number,
      MaxParts: max,
      IsTruncated: rest.length > page.length,
      Part: page.map(toPartXml),
    };
    return xmlReply(xml("ListPartsResult", body, xmlns));
  };

  const listUploads: S3Operation = (request) => {
    shelves.bucket(request.bucket);
    const encode = keyEncoder(request);
    const prefix = request.query.get("prefix") ?? "";
    const mine = uploads
      .all()
      .filter(({ upload }) => upload.bucket === request.bucket && upload.key.startsWith(prefix));
    const sorted = mine.map(({ upload }) => upload).sort((a, b) => (a.key < b.key ? -1 : 1));
    const Upload = sorted.map((one) => ({
      Key: encode(one.key),
      UploadId: one.id,
      Initiated: new Date(one.startedAt).toISOString(),
    }));
    return xmlReply(
      xml(
        "ListMultipartUploadsResult",
        { Bucket: request.bucket, Prefix: encode(prefix), IsTruncated: false, Upload },
        xmlns,
      ),
    );
  };

  return {
    CreateMultipartUpload: create,
    UploadPart: uploadPart,
    CompleteMultipartUpload: complete,
    AbortMultipartUpload(request) {
      uploads.end(open(request));
      return emptyReply(204);
    },
    ListParts: listParts,
    ListMultipartUploads: listUploads,
  };
}

function askedChecksum(request: S3Request): Upload["checksum"] {
  const name = request.headers["x-amz-checksum-algorithm"];
  if (name === undefined) return undefined;
  const algorithm = algorithmOf(name);
  const type = request.headers["x-amz-checksum-type"] ?? (algorithm === "crc64nvme" ? "FULL_OBJECT" : "COMPOSITE");
  if (!algorithm || (type !== "FULL_OBJECT" && type !== "COMPOSITE")) {
    throw awsFault("InvalidRequest", "Checksum algorithm or type provided is unsupported.");
  }
  return { algorithm, type };
}

/** The parts the request names, in its order. Faults `InvalidPart`, `InvalidPartOrder`, `EntityTooSmall`. */
function chosenParts(request: S3Request, { parts }: OpenUpload): readonly Part[] {
  const document = parseXml(request.body.toString("utf8"));
  const named = document?.children.filter((child) => child.name === "Part") ?? [];
  if (document?.name !== "CompleteMultipartUpload" || named.length === 0) throw malformedXml();
  const chosen = named.map((element) => {
    const part = parts.get(Number(childText(element, "PartNumber")));
    const given = part?.checksum && childText(element, checksumElement(part.checksum.algorithm));
    const sameChecksum = given === undefined || given === part?.checksum?.value;
    if (part && sameChecksum && childText(element, "ETag")?.replaceAll('"', "") === part.etag) return part;
    throw awsFault(
      "InvalidPart",
      "One or more of the specified parts could not be found. The part might not have been uploaded, or the specified entity tag might not have matched the part's entity tag.",
    );
  });
  if (chosen.some((part, index) => index > 0 && part.number <= (chosen[index - 1]?.number ?? 0))) {
    throw awsFault(
      "InvalidPartOrder",
      "The list of parts was not in ascending order. Parts must be ordered by part number.",
    );
  }
  if (chosen.slice(0, -1).some((part) => part.size < smallestPartBytes)) {
    throw awsFault("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
  }
  return chosen;
}

function wholeChecksum(
  { algorithm, type }: Pick<Checksum, "algorithm" | "type">,
  parts: readonly Part[],
  body: Buffer,
): Checksum {
  if (type === "FULL_OBJECT") return { algorithm, type, value: checksumOf(algorithm, body) };
  const ofParts = Buffer.concat(parts.map((part) => Buffer.from(part.checksum?.value ?? "", "base64")));
  return { algorithm, type, value: `${checksumOf(algorithm, ofParts)}-${parts.length}` };
}

function toPartXml(part: Part): XmlContent {
  const { checksum } = part;
  return {
    PartNumber: part.number,
    LastModified: new Date(part.modifiedAt).toISOString(),
    ETag: `"${part.etag}"`,
    Size: part.size,
    ...(checksum ? { [checksumElement(checksum.algorithm)]: checksum.value } : {}),
  };
}
