import { systemClock } from "./clock.ts";
import { credentialsFrom } from "./env-credentials.ts";
import { callS3 } from "./s3-calls.ts";
import { pathOf, placeOf } from "./s3-place.ts";
import { queryText, type SignableRequest, signedHeaders } from "./s3-signature.ts";
import { regionFrom } from "./settings.ts";

const TAG = /<Tag><Key>([^<]*)<\/Key><Value>([^<]*)<\/Value><\/Tag>/g;
const nothing = new Uint8Array();

/** The tags of an object of this bucket; none of one that is gone. Values with `&` come as S3 escapes them. */
export function s3ObjectTags(bucket: string): (key: string) => Promise<Readonly<Record<string, string>>> {
  return async (key) => {
    const answer = await callS3(async () => {
      const region = regionFrom(process.env);
      const place = placeOf(bucket, region, process.env);
      const path = pathOf(place, key);
      const query = { tagging: "" };
      const request: SignableRequest = { method: "GET", path, query, headers: { host: place.host } };
      const keys = { ...credentialsFrom(process.env), region };
      const headers = signedHeaders(request, nothing, keys, systemClock());
      return { method: "GET", url: `${place.origin}${path}?${queryText(query)}`, body: nothing, headers };
    });
    if (answer.code === "NoSuchKey") return {};
    if (answer.status !== 200)
      throw new Error(`S3 answered ${answer.status} ${answer.code} when asked for tags in ${bucket}`);
    const text = answer.body.toString("utf8").replace(/>\s+</g, "><");
    return Object.fromEntries([...text.matchAll(TAG)].map(([, name = "", value = ""]) => [name, value]));
  };
}
