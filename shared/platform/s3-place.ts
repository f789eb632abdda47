import { encoded } from "./s3-signature.ts";

/** Where a bucket answers: `https://the-bucket.s3.eu-west-1.amazonaws.com`, or a path of another server. */
export type S3Place = { readonly origin: string; readonly host: string; readonly folder: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** Endpoints given in the environment, as the AWS SDKs read them, are addressed by path; AWS itself by the bucket's name. */
export function placeOf(bucket: string, region: string, environment: Environment): S3Place {
  const endpoint = environment["AWS_ENDPOINT_URL_S3"] ?? environment["AWS_ENDPOINT_URL"];
  if (endpoint !== undefined && endpoint !== "") {
    const { origin, host } = new URL(endpoint);
    return { origin, host, folder: `/${bucket}` };
  }
  const host = `${bucket}.s3.${region}.${region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com"}`;
  return { origin: `https://${host}`, host, folder: "" };
}

/** The encoded path of an object; slashes in keys stay. */
export function pathOf(place: S3Place, key: string): string {
  return `${place.folder}/${key.split("/").map(encoded).join("/")}`;
}
