import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Acknowledgement, WebhookRequest } from "../channels/channel.ts";
import type { FunctionName } from "./catalog.ts";
import { type Build, invocation, type LambdaHandler } from "./invocation.ts";
import { log } from "./logger.ts";
import { count } from "./metrics.ts";

/** What the address of the webhook says, e.g. channel "shopify" and connection "shopify-demo". */
export type WebhookAddress = { readonly channel: string; readonly connectionId: string; readonly requestId: string };

export type WebhookHandlerSpec<Name extends FunctionName, Services> = {
  readonly name: Name;
  readonly build: Build<Name, Services>;
  readonly handle: (request: WebhookRequest, services: Services, address: WebhookAddress) => Promise<Acknowledgement>;
};

/**
 * The door for marketplaces, on `/webhooks/{channel}/{connectionId}`. The bytes are handed on as they were signed. A
 * fault is answered 503, which every channel takes as "send it again later"; `SentBack` counts every such answer.
 */
export function webhookHandler<Name extends FunctionName, Services>(
  spec: WebhookHandlerSpec<Name, Services>,
): LambdaHandler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return invocation({
    name: spec.name,
    build: spec.build,
    onFault: () => {
      count("SentBack", 1, { fn: spec.name });
      return { statusCode: 503, headers: { "retry-after": "30" }, body: "" };
    },
    run: async (event, services) => {
      const address = addressOf(event);
      const startedAt = performance.now();
      const answer = await spec.handle(requestOf(event), services, address);
      const ms = Math.round(performance.now() - startedAt);
      const { channel, connectionId } = address;
      if (answer.status >= 500) count("SentBack", 1, { fn: spec.name });
      log.info("answered", { outcome: "answered", status: answer.status, channel, connectionId, ms });
      return { statusCode: answer.status, headers: { ...answer.headers }, body: answer.body };
    },
  });
}

function addressOf(event: APIGatewayProxyEventV2): WebhookAddress {
  const { channel, connectionId } = event.pathParameters ?? {};
  if (channel === undefined || connectionId === undefined)
    throw new Error(`route ${event.routeKey} names no connection`);
  return { channel, connectionId, requestId: event.requestContext.requestId };
}

/** The gateway answers for its own names only, so `domainName` cannot be made up. Raw bytes, base64 undone; lower-case header names; the first value of a repeated query parameter. */
export function requestOf(event: APIGatewayProxyEventV2): WebhookRequest {
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(event.rawQueryString)) query[name] ??= value;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.headers)) {
    if (value !== undefined) headers[name.toLowerCase()] = value;
  }
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    url: `https://${event.requestContext.domainName}${event.rawPath}`,
    query,
    headers,
    body: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8"),
  };
}
