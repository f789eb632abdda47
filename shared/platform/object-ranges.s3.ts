import { metadataOf } from "./object-files.s3.ts";
import type { ObjectRanges } from "./ports.ts";
import { s3ObjectCall, s3Refusal } from "./s3-object-call.ts";

/** It is gone, or another one by now. */
const otherObject: ReadonlySet<string> = new Set(["NoSuchKey", "PreconditionFailed"]);

/** Parts of the objects of one bucket. */
export function s3ObjectRanges(bucket: string): ObjectRanges {
  const call = s3ObjectCall(bucket);
  return {
    getRange: async (key, from, to, etag) => {
      const pinned = etag === undefined ? {} : { "if-match": etag };
      const part = await call("GET", key, { headers: { ...pinned, range: `bytes=${from}-${to - 1}` } });
      // An empty object has no ranges: it answers as a whole only.
      const answer = part.code === "InvalidRange" ? await call("GET", key, { headers: pinned }) : part;
      if (otherObject.has(answer.code)) return null;
      if (answer.status !== 206 && answer.status !== 200) throw s3Refusal("GET", bucket, answer);
      const { etag: found = "", "content-type": contentType = "application/octet-stream" } = answer.headers;
      const stated = /\/(\d+)$/.exec(answer.headers["content-range"] ?? "")?.[1];
      const totalBytes = stated === undefined ? answer.body.byteLength : Number(stated);
      const body = answer.status === 206 ? answer.body : answer.body.subarray(from, to);
      return { body, totalBytes, etag: found, contentType, ...metadataOf(answer) };
    },
  };
}
