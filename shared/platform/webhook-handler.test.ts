import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { capturedLines, lambdaContext } from "../../tests/support/lambda-calls.ts";
import type { WebhookRequest } from "../channels/channel.ts";
import { webhookHandler } from "./webhook-handler.ts";

function eventOf(change: Partial<APIGatewayProxyEventV2>): APIGatewayProxyEventV2 {
  return {
    version: "2.0",
    routeKey: "POST /webhooks/{channel}/{connectionId}",
    rawPath: "/webhooks/shopify/shop-1",
    rawQueryString: "hub.challenge=abc&x=1&x=2",
    headers: { "X-Shopify-Topic": "orders/create" },
    pathParameters: { channel: "shopify", connectionId: "shop-1" },
    isBase64Encoded: false,
    requestContext: {
      accountId: "0",
      apiId: "api",
      domainName: "api.test",
      domainPrefix: "api",
      http: {
        method: "POST",
        path: "/webhooks/shopify/shop-1",
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: "t",
      },
      requestId: "req-9",
      routeKey: "",
      stage: "$default",
      time: "",
      timeEpoch: 0,
    },
    ...change,
  };
}

let lines: ReturnType<typeof capturedLines>;
beforeEach(() => {
  vi.stubEnv("INTAKE_QUEUE_URL", "https://queue.test");
  vi.stubEnv("CONNECTION_SECRET_PREFIX", "orderhub/connections/");
  lines = capturedLines();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function received(change: Partial<APIGatewayProxyEventV2>): Promise<WebhookRequest | undefined> {
  const seen: WebhookRequest[] = [];
  const handler = webhookHandler({
    name: "receive-webhook",
    build: () => null,
    handle: async (request) => {
      seen.push(request);
      return { status: 200, headers: { "x-answer": "yes" }, body: "ok" };
    },
  });
  const answer = await handler(eventOf(change), lambdaContext());
  expect(answer).toEqual({ statusCode: 200, headers: { "x-answer": "yes" }, body: "ok" });
  return seen[0];
}

describe("a webhook handler", () => {
  it("hands over the very bytes that were signed, also when they came as base64", async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0xe2, 0x82, 0xac, 0x7d]);
    const request = await received({ body: bytes.toString("base64"), isBase64Encoded: true });
    expect(Buffer.from(request?.body ?? [])).toEqual(bytes);
    expect(Buffer.from((await received({ body: '{"price":"€5"}' }))?.body ?? []).toString()).toBe('{"price":"€5"}');
    expect((await received({}))?.body).toHaveLength(0);
  });

  it("gives header names in lower case and the first value of a repeated parameter", async () => {
    const request = await received({});
    expect(request).toMatchObject({
      method: "POST",
      path: "/webhooks/shopify/shop-1",
      url: "https://api.test/webhooks/shopify/shop-1",
      headers: { "x-shopify-topic": "orders/create" },
      query: { "hub.challenge": "abc", x: "1" },
    });
  });

  it("answers 503 to a fault, so that the channel sends again, and counts it", async () => {
    const handler = webhookHandler({
      name: "receive-webhook",
      build: () => null,
      handle: async () => {
        throw new Error("the queue is down");
      },
    });
    const answer = await handler(eventOf({}), lambdaContext());
    expect(answer).toMatchObject({ statusCode: 503, body: "" });
    expect(lines).toContainEqual(expect.objectContaining({ fn: "receive-webhook", Faults: 1, SentBack: 1 }));
    expect(lines).toContainEqual(
      expect.objectContaining({ level: "error", outcome: "fault", errorMessage: "the queue is down" }),
    );
  });

  it("never logs the body or a header", async () => {
    await received({ body: "someone's address", headers: { authorization: "a token" } });
    expect(JSON.stringify(lines)).not.toMatch(/address|token/);
  });
});
