import { fail, ok } from "../kernel/result.ts";
import { systemClock } from "./clock.ts";
import { credentialsFrom } from "./env-credentials.ts";
import type { ObjectFiles, StoredObject } from "./ports.ts";
import { callS3, type S3Answer } from "./s3-calls.ts";
import { pathOf, placeOf } from "./s3-place.ts";
import { type SignableRequest, signedHeaders } from "./s3-signature.ts";
import { regionFrom } from "./settings.ts";

const nothing = new Uint8Array();

/** Another object is there, or somebody else is writing one right now. */
const refusedConditions: ReadonlySet<string> = new Set(["PreconditionFailed", "ConditionalRequestConflict"]);

/**
 * The objects of one bucket. Two calls of S3 do not need the SDK's client, which would be a quarter of the bundles that use
 * it (docs/adr/0005-runtime-dependencies.md); its signatures are held against the SDK's own in the tests.
 */
export function s3ObjectFiles(bucket: string): ObjectFiles {
  const call = (method: "GET" | "PUT", key: string, headers: Record<string, string>, body: Uint8Array) =>
    callS3(async () => {
      const region = regionFrom(process.env);
      const place = placeOf(bucket, region, process.env);
      const path = pathOf(place, key);
      const request: SignableRequest = { method, path, query: {}, headers: { ...headers, host: place.host } };
      const keys = { ...credentialsFrom(process.env), region };
      return {
        method,
        url: `${place.origin}${path}`,
        body,
        headers: signedHeaders(request, body, keys, systemClock()),
      };
    });

  return {
    get: async (key) => {
      const answer = await call("GET", key, {}, nothing);
      if (answer.code === "NoSuchKey") return null;
      if (answer.status !== 200) throw refusal("GET", bucket, answer);
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
      const answer = await call("PUT", key, headers, bytes);
      if (answer.status === 200) return ok(null);
      if (refusedConditions.has(answer.code)) return fail({ kind: "exists" });
      throw refusal("PUT", bucket, answer);
    },
  };
}

const META = "x-amz-meta-";

function metadataOf({ headers }: S3Answer): Pick<StoredObject, "metadata"> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith(META));
  if (own.length === 0) return {};
  return { metadata: Object.fromEntries(own.map(([name, value = ""]) => [name.slice(META.length), value])) };
}

function refusal(method: string, bucket: string, { status, code }: S3Answer): Error {
  return new Error(`S3 answered ${status} ${code} to a ${method} in ${bucket}`);
}
