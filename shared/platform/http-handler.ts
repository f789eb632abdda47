import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { withLogFields } from "./call.ts";
import type { FunctionName } from "./catalog.ts";
import { fault, type HttpAnswer, notFound, problemAnswer } from "./http-answer.ts";
import type { RawCall, Route } from "./http-route.ts";
import { type Build, invocation, type LambdaHandler } from "./invocation.ts";
import { log } from "./logger.ts";
import { type HttpEvent, principalOf } from "./principal.ts";

export type HttpHandlerSpec<Name extends FunctionName, Services> = {
  readonly name: Name;
  readonly build: Build<Name, Services>;
  /** By route key as API Gateway names it: `GET /v1/orders/{orderId}`. */
  readonly routes: Readonly<Record<string, Route<Services>>>;
};

/** A function behind the operators' API: routes answer JSON, or problems as RFC 9457 describes them; a fault is a 500. */
export function httpHandler<Name extends FunctionName, Services>(
  spec: HttpHandlerSpec<Name, Services>,
): LambdaHandler<HttpEvent, APIGatewayProxyStructuredResultV2> {
  return invocation({
    name: spec.name,
    build: spec.build,
    onFault: (event) => resultOf(problemAnswer(fault, rawCallOf(event))),
    run: async (event, services) => {
      const call = rawCallOf(event);
      const fields = { route: event.routeKey, merchantId: call.principal?.merchantId };
      const answer = await withLogFields(fields, () => answered(event.routeKey, call, spec.routes, services));
      return resultOf(answer);
    },
  });
}

async function answered<Services>(
  routeKey: string,
  call: RawCall,
  routes: Readonly<Record<string, Route<Services>>>,
  services: Services,
): Promise<HttpAnswer> {
  const startedAt = performance.now();
  const answerRoute = routes[routeKey];
  const result = answerRoute === undefined ? null : await answerRoute(call, services);
  const answer =
    result === null
      ? problemAnswer(notFound("address"), call)
      : result.ok
        ? result.value
        : problemAnswer(result.error, call);
  const why = result !== null && !result.ok ? result.error.code : null;
  log.info("answered", {
    outcome: "answered",
    status: answer.status,
    why,
    ms: Math.round(performance.now() - startedAt),
  });
  return answer;
}

function rawCallOf(event: HttpEvent): RawCall {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.pathParameters ?? {})) {
    if (value !== undefined) params[name] = value;
  }
  return {
    principal: principalOf(event),
    path: event.rawPath,
    params,
    query: Object.fromEntries(new URLSearchParams(event.rawQueryString)),
    body: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8").toString("utf8"),
    requestId: event.requestContext.requestId,
  };
}

function resultOf(answer: HttpAnswer): APIGatewayProxyStructuredResultV2 {
  const { status, headers, body, isBase64 } = answer;
  return { statusCode: status, headers: { ...headers }, body, ...(isBase64 ? { isBase64Encoded: true } : {}) };
}
