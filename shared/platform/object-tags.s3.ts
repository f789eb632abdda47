import { s3ObjectCall } from "./s3-object-call.ts";

const TAG = /<Tag><Key>([^<]*)<\/Key><Value>([^<]*)<\/Value><\/Tag>/g;

/** The tags of an object of this bucket; none of one that is gone. Values with `&` come as S3 escapes them. */
export function s3ObjectTags(bucket: string): (key: string) => Promise<Readonly<Record<string, string>>> {
  const call = s3ObjectCall(bucket);
  return async (key) => {
    const answer = await call("GET", key, { query: { tagging: "" } });
    if (answer.code === "NoSuchKey") return {};
    if (answer.status !== 200)
      throw new Error(`S3 answered ${answer.status} ${answer.code} when asked for tags in ${bucket}`);
    const text = answer.body.toString("utf8").replace(/>\s+</g, "><");
    return Object.fromEntries([...text.matchAll(TAG)].map(([, name = "", value = ""]) => [name, value]));
  };
}
