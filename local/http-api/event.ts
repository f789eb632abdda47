import type { Buffer } from "node:buffer";
import { accountId } from "../hub/arns.ts";
import { decode, type RouteMatch } from "./routes.ts";

export type HttpRequest = {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  readonly queryString: string;
  /** Lower-case names; several of one name joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type EventFacts = {
  readonly apiId: string;
  readonly match: RouteMatch;
  readonly claims: JwtClaims | null;
  readonly now: number;
};

export type JwtClaims = {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
};

/** Content that reaches the function as text; anything else comes as base64. */
const textual = /^(?:text\/|application\/(?:json|javascript|xml)\b)/i;

/** The event of payload format 2.0, as API Gateway hands it to a function. */
export function toEvent(request: HttpRequest, facts: EventFacts): Readonly<Record<string, unknown>> {
  const { cookie, ...headers } = request.headers;
  const query = queryOf(request.queryString);
  const routeKey = facts.match.route.routeKey;
  const path = decode(request.path);
  const isBase64Encoded = request.body.length > 0 && !textual.test(request.headers["content-type"] ?? "");
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: request.queryString,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(query === null ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId,
      apiId: facts.apiId,
      ...(facts.claims === null ? {} : { authorizer: { jwt: facts.claims } }),
      domainName: headers["host"] ?? "",
      domainPrefix: facts.apiId,
      http: {
        method: request.method,
        path,
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: crypto.randomUUID(),
      routeKey,
      stage: "$default",
      time: accessLogTime(facts.now),
      timeEpoch: facts.now,
    },
    ...(Object.keys(facts.match.pathParameters).length === 0 ? {} : { pathParameters: facts.match.pathParameters }),
    ...(request.body.length === 0 ? {} : { body: request.body.toString(isBase64Encoded ? "base64" : "utf8") }),
    isBase64Encoded,
  };
}

/** Several of one name are joined by a comma; null where there is no query. */
function queryOf(text: string): Readonly<Record<string, string>> | null {
  if (text === "") return null;
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    query[name] = Object.hasOwn(query, name) ? `${query[name]},${value}` : value;
  }
  return query;
}

/** `12/Mar/2026:19:03:58 +0000`. */
function accessLogTime(now: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(now).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
