import { systemClock } from "./clock.ts";
import { credentialsFrom } from "./env-credentials.ts";
import type { ObjectLinks } from "./ports.ts";
import { pathOf, placeOf } from "./s3-place.ts";
import { queryText, type SignableRequest, signedQuery } from "./s3-signature.ts";
import { regionFrom } from "./settings.ts";

/** Links that work without AWS credentials, with the rights of the function that signed them. */
export function s3ObjectLinks(bucket: string): ObjectLinks {
  const link = (
    method: "GET" | "PUT",
    key: string,
    seconds: number,
    own: Pick<SignableRequest, "query" | "headers">,
  ): string => {
    const region = regionFrom(process.env);
    const place = placeOf(bucket, region, process.env);
    const path = pathOf(place, key);
    const request: SignableRequest = { method, path, query: own.query, headers: { ...own.headers, host: place.host } };
    const keys = { ...credentialsFrom(process.env), region };
    return `${place.origin}${path}?${queryText(signedQuery(request, seconds, keys, systemClock()))}`;
  };

  return {
    uploadLink: async (key, { contentType, seconds, bytes }) => {
      const size = bytes === undefined ? {} : { "content-length": String(bytes) };
      return link("PUT", key, seconds, { query: {}, headers: { "content-type": contentType, ...size } });
    },
    downloadLink: async (key, { fileName, seconds }) => {
      const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
      return link("GET", key, seconds, { query: { "response-content-disposition": disposition }, headers: {} });
    },
  };
}
