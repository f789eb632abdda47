import { fail, ok } from "../kernel/result.ts";
import type { ObjectFiles, StoredObject } from "./ports.ts";
import type { S3Answer } from "./s3-calls.ts";
import { s3ObjectCall, s3Refusal } from "./s3-object-call.ts";

/** Another object is there, or somebody else is writing one right now. */
const refusedConditions: ReadonlySet<string> = new Set(["PreconditionFailed", "ConditionalRequestConflict"]);

/**
 * The objects of one bucket. Two calls of S3 do not need the SDK's client, which would be a quarter of the bundles that use
 * it (docs/adr/0005-runtime-dependencies.md); its signatures are held against the SDK's own in the tests.
 */
export function s3ObjectFiles(bucket: string): ObjectFiles {
  const call = s3ObjectCall(bucket);
  return {
    get: async (key) => {
      const answer = await call("GET", key);
      if (answer.code === "NoSuchKey") return null;
      if (answer.status !== 200) throw s3Refusal("GET", bucket, answer);
      const { etag = "", "content-type": contentType = "application/octet-stream" } = answer.headers;
      return { body: answer.body, etag, contentType, ...metadataOf(answer) };
    },
    put: async (key, body, { contentType, contentEncoding, onlyIfAbsent, onlyIfEtag }) => {
      const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
      const headers = {
        "content-length": String(bytes.byteLength),
        "content-type": contentType,
        ...(contentEncoding === undefined ? {} : { "content-encoding": contentEncoding }),
        ...(onlyIfAbsent === true ? { "if-none-match": "*" } : {}),
        ...(onlyIfEtag === undefined ? {} : { "if-match": onlyIfEtag }),
      };
      const answer = await call("PUT", key, { headers, body: bytes });
      if (answer.status === 200) return ok(null);
      if (refusedConditions.has(answer.code)) return fail({ kind: "exists" });
      throw s3Refusal("PUT", bucket, answer);
    },
  };
}

const META = "x-amz-meta-";

export function metadataOf({ headers }: S3Answer): Pick<StoredObject, "metadata"> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith(META));
  if (own.length === 0) return {};
  return { metadata: Object.fromEntries(own.map(([name, value = ""]) => [name.slice(META.length), value])) };
}
