import { Buffer } from "node:buffer";
import type { HttpAnswer } from "./answer.ts";
import type { CorsSpec } from "./api.ts";

type Headers = Readonly<Record<string, string>>;

/** The answer to a preflight request; null when CORS is not configured or it is none. */
export function preflight(cors: CorsSpec | null, method: string, headers: Headers): HttpAnswer | null {
  const isPreflight =
    method === "OPTIONS" && headers["origin"] !== undefined && "access-control-request-method" in headers;
  if (cors === null || !isPreflight) return null;
  return {
    status: 204,
    headers: {
      ...corsHeaders(cors, headers),
      ...(cors.methods.length === 0 ? {} : { "access-control-allow-methods": cors.methods.join(",") }),
      ...(cors.headers.length === 0 ? {} : { "access-control-allow-headers": cors.headers.join(",") }),
      ...(cors.maxAgeSeconds === null ? {} : { "access-control-max-age": String(cors.maxAgeSeconds) }),
    },
    cookies: [],
    body: Buffer.alloc(0),
  };
}

/** What the gateway adds to every answer for an allowed origin. */
export function corsHeaders(cors: CorsSpec | null, headers: Headers): Headers {
  const origin = headers["origin"];
  if (cors === null || origin === undefined) return {};
  const isAnyAllowed = cors.origins.includes("*");
  if (!isAnyAllowed && !cors.origins.includes(origin)) return {};
  return {
    "access-control-allow-origin": isAnyAllowed ? "*" : origin,
    ...(cors.allowsCredentials ? { "access-control-allow-credentials": "true" } : {}),
    ...(cors.exposed.length === 0 ? {} : { "access-control-expose-headers": cors.exposed.join(",") }),
  };
}
