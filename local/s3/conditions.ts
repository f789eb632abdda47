import { awsFault } from "../cloud/fault.ts";
import type { ObjectVersion } from "./object.ts";

type Headers = Readonly<Record<string, string>>;

/** What a conditional write demands of the object that is there now. Faults 412 `PreconditionFailed`, 404 `NoSuchKey`. */
export function checkWriteConditions(headers: Headers, current: ObjectVersion | undefined, key: string): void {
  const noneMatch = headers["if-none-match"];
  const match = headers["if-match"];
  if (noneMatch !== undefined && noneMatch !== "*") {
    throw awsFault("NotImplemented", "A header you provided implies functionality that is not implemented", 501, {
      Header: "If-None-Match",
    });
  }
  if (noneMatch === "*" && current) throw failed("If-None-Match");
  if (match === undefined) return;
  if (!current) throw awsFault("NoSuchKey", "The specified key does not exist.", 404, { Key: key });
  if (!namesEtag(match, current.etag)) throw failed("If-Match");
}

/** For reads and copies: whether the answer is 304. Fault 412 `PreconditionFailed`. `prefix`: `x-amz-copy-source-`. */
export function isUnchanged(headers: Headers, version: ObjectVersion, prefix = ""): boolean {
  const match = headers[`${prefix}if-match`];
  const noneMatch = headers[`${prefix}if-none-match`];
  const since = secondsOf(headers[`${prefix}if-modified-since`]);
  const unmodifiedSince = secondsOf(headers[`${prefix}if-unmodified-since`]);
  const modified = Math.floor(version.modifiedAt / 1000);
  if (match !== undefined && !namesEtag(match, version.etag)) throw failed("If-Match");
  if (match === undefined && unmodifiedSince !== null && modified > unmodifiedSince)
    throw failed("If-Unmodified-Since");
  if (noneMatch !== undefined) return namesEtag(noneMatch, version.etag);
  return since !== null && modified <= since;
}

export function failed(condition: string): Error {
  const message = "At least one of the pre-conditions you specified did not hold";
  return awsFault("PreconditionFailed", message, 412, { Condition: condition });
}

function namesEtag(header: string, etag: string): boolean {
  return header
    .split(",")
    .some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "").replaceAll('"', "") === etag);
}

function secondsOf(date: string | undefined): number | null {
  const ms = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000);
}
