import { systemClock } from "./clock.ts";
import { credentialsFrom } from "./env-credentials.ts";
import { callS3, type S3Answer } from "./s3-calls.ts";
import { pathOf, placeOf } from "./s3-place.ts";
import { queryText, type SignableRequest, signedHeaders } from "./s3-signature.ts";
import { regionFrom } from "./settings.ts";

export type S3ObjectCall = (
  method: SignableRequest["method"],
  key: string,
  options?: {
    readonly query?: Readonly<Record<string, string>>;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: Uint8Array;
  },
) => Promise<S3Answer>;

const nothing = new Uint8Array();

/** Signed calls about the objects of one bucket. */
export function s3ObjectCall(bucket: string): S3ObjectCall {
  return (method, key, { query = {}, headers = {}, body = nothing } = {}) =>
    callS3(async () => {
      const region = regionFrom(process.env);
      const place = placeOf(bucket, region, process.env);
      const path = pathOf(place, key);
      const request: SignableRequest = { method, path, query, headers: { ...headers, host: place.host } };
      const keys = { ...credentialsFrom(process.env), region };
      const search = queryText(query);
      return {
        method,
        url: `${place.origin}${path}${search === "" ? "" : `?${search}`}`,
        body,
        headers: signedHeaders(request, body, keys, systemClock()),
      };
    });
}

export function s3Refusal(method: string, bucket: string, { status, code }: S3Answer): Error {
  return new Error(`S3 answered ${status} ${code} to a ${method} in ${bucket}`);
}
