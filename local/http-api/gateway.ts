import type { FunctionRuntime } from "../lambda/runtime.ts";
import type { Site } from "../template/site.ts";
import { gatewayAnswer, type HttpAnswer, toAnswer } from "./answer.ts";
import { makeAuthorizer } from "./authorize.ts";
import { corsHeaders, preflight } from "./cors.ts";
import { type HttpRequest, type JwtClaims, toEvent } from "./event.ts";
import type { Issuer } from "./issuer.ts";
import { makeRouter, type RouteMatch } from "./routes.ts";

/** The HTTP API of the template: takes a request, finds the route, checks the token, invokes the function. */
export type Gateway = {
  handle(request: HttpRequest): Promise<HttpAnswer>;
  /** Requests being answered. */
  openRequests(): number;
};

export type GatewayDeps = {
  readonly site: Pick<Site, "apis" | "routes" | "integrations" | "authorizers">;
  readonly runtimeOf: (functionName: string) => FunctionRuntime | undefined;
  readonly issuer: Issuer;
  readonly now: () => number;
};

/** API Gateway's own limits for an HTTP API, and the one of a synchronous invocation. */
export const bodyLimitBytes = 10 * 1024 * 1024;
const headerLimitBytes = 10_240;
const eventLimitBytes = 6 * 1024 * 1024;

export function makeGateway({ site, runtimeOf, issuer, now }: GatewayDeps): Gateway {
  const api = site.apis[0] ?? { id: "none", name: "none", cors: null };
  const route = makeRouter(site.routes);
  const authorize = makeAuthorizer(issuer, now);
  let open = 0;

  async function handle(request: HttpRequest): Promise<HttpAnswer> {
    open += 1;
    try {
      const answer = preflight(api.cors, request.method, request.headers) ?? (await answerTo(request));
      return { ...answer, headers: { ...answer.headers, ...corsHeaders(api.cors, request.headers) } };
    } finally {
      open -= 1;
    }
  }

  async function answerTo(request: HttpRequest): Promise<HttpAnswer> {
    if (headerBytes(request) > headerLimitBytes) return gatewayAnswer(431, "Request Header Fields Too Large");
    if (request.body.length > bodyLimitBytes) return gatewayAnswer(413, "Request Entity Too Large");
    const match = route(request.method, request.path);
    if (match === null) return gatewayAnswer(404, "Not Found");
    const authorizer = site.authorizers.find((one) => one.id === match.route.authorizerId);
    if (match.route.authorizerId === null) return invoke(request, match, null);
    if (authorizer === undefined) return gatewayAnswer(500, "Internal Server Error");
    const authorization = await authorize(request.headers["authorization"], match.route, authorizer);
    return authorization.ok ? invoke(request, match, authorization.claims) : authorization.answer;
  }

  async function invoke(request: HttpRequest, match: RouteMatch, claims: JwtClaims | null): Promise<HttpAnswer> {
    const integration = site.integrations.find((one) => one.id === match.route.integrationId);
    const runtime = integration && runtimeOf(integration.functionName);
    if (integration === undefined || runtime === undefined) return gatewayAnswer(500, "Internal Server Error");
    // What is reserved for the function is all it gets: API Gateway does not wait for a throttled function.
    if (runtime.spec.reservedConcurrency !== null && runtime.free() <= 0)
      return gatewayAnswer(503, "Service Unavailable");
    const event = JSON.stringify(toEvent(request, { apiId: api.id, match, claims, now: now() }));
    if (event.length > eventLimitBytes) return gatewayAnswer(413, "Request Entity Too Large");
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<HttpAnswer>((resolve) => {
      timer = setTimeout(() => resolve(gatewayAnswer(503, "Service Unavailable")), integration.timeoutMs);
    });
    const answer = runtime.invoke(event).then(toAnswer);
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }

  return { handle, openRequests: () => open };
}

/** The request line and all header lines. */
function headerBytes(request: HttpRequest): number {
  const line = request.method.length + request.path.length + request.queryString.length;
  return Object.entries(request.headers).reduce((sum, [name, value]) => sum + name.length + value.length, line);
}
