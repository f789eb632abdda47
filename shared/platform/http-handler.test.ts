import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { capturedLines, lambdaContext } from "../../tests/support/lambda-calls.ts";
import { fail, ok } from "../kernel/result.ts";
import { json, notFound } from "./http-answer.ts";
import { httpHandler } from "./http-handler.ts";
import { publicRoute, route } from "./http-route.ts";
import type { HttpEvent } from "./principal.ts";

type Call = {
  readonly key: string;
  readonly query?: string;
  readonly body?: string;
  readonly params?: Record<string, string>;
  readonly claims?: Record<string, unknown>;
};

const operator = { merchant: "demo", role: "operator", sub: "ann" };

function eventOf({ key, query = "", body, params = {}, claims }: Call): HttpEvent {
  const [method = "GET", path = "/"] = key.split(" ");
  return {
    version: "2.0",
    routeKey: key,
    rawPath: path,
    rawQueryString: query,
    headers: {},
    pathParameters: params,
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body }),
    requestContext: {
      accountId: "0",
      apiId: "api",
      domainName: "api.test",
      domainPrefix: "api",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "test" },
      requestId: "req-9",
      routeKey: key,
      stage: "$default",
      time: "",
      timeEpoch: 0,
      ...(claims === undefined ? {} : { authorizer: { jwt: { claims } } }),
    },
  };
}

const handler = httpHandler({
  name: "read-orders",
  build: ({ settings }) => ({ table: settings.TABLE_NAME }),
  routes: {
    "GET /v1/orders/{orderId}": route({
      roles: ["operator", "viewer"],
      query: z.object({ limit: z.optional(z.string().check(z.regex(/^\d+$/))) }),
      handle: async ({ principal, params, query }, services: { readonly table: string }) =>
        params["orderId"] === "none"
          ? fail(notFound("order"))
          : ok(json(200, { merchant: principal.merchantId, order: params["orderId"], query, ...services })),
    }),
    "POST /v1/orders": route({
      roles: ["operator"],
      body: z.object({ note: z.string() }),
      handle: async ({ body }) => ok(json(201, body)),
    }),
    "GET /health": publicRoute({ handle: async () => ok(json(200, { ok: true })) }),
    "GET /broken": publicRoute({
      handle: async () => {
        throw new Error("the secret is 42");
      },
    }),
  },
});

async function call(
  given: Call,
): Promise<{ status: number | undefined; type: unknown; body: Record<string, unknown> }> {
  const answer = await handler(eventOf(given), lambdaContext());
  return { status: answer.statusCode, type: answer.headers?.["content-type"], body: JSON.parse(answer.body ?? "") };
}

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "the-table");
  capturedLines();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("the operators' API", () => {
  const one = "GET /v1/orders/{orderId}";

  it("hands a route the caller's merchant, the path's parts and the checked query", async () => {
    const answer = await call({ key: one, params: { orderId: "ord_1" }, query: "limit=5", claims: operator });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ merchant: "demo", order: "ord_1", query: { limit: "5" }, table: "the-table" });
  });

  it("answers what is wrong as a problem that names the call", async () => {
    const answer = await call({ key: one, params: { orderId: "none" }, claims: operator });
    expect(answer).toEqual({
      status: 404,
      type: "application/problem+json",
      body: expect.objectContaining({
        type: "urn:orderhub:problem:not_found",
        title: "Not found",
        status: 404,
        instance: "/v1/orders/{orderId}",
        requestId: "req-9",
      }),
    });
  });

  it.each([
    ["no token", undefined, 401],
    ["a token without a merchant", { role: "operator" }, 401],
    ["a merchant that is no short name", { merchant: "demo#x", role: "operator" }, 401],
    ["a role that does not exist", { merchant: "demo", role: "root" }, 401],
    ["a role that may not", { merchant: "demo", role: "finance" }, 403],
  ])("refuses %s", async (_, claims, status) => {
    const answer = await call({ key: one, params: { orderId: "ord_1" }, ...(claims === undefined ? {} : { claims }) });
    expect(answer.status).toBe(status);
  });

  it.each([
    ["a query that is not as described", { key: one, query: "limit=-1", params: { orderId: "o" } }, "invalid_query"],
    ["a body that is not JSON", { key: "POST /v1/orders", body: "{" }, "invalid_body"],
    ["a body that lacks a field", { key: "POST /v1/orders", body: "{}" }, "invalid_body"],
  ])("answers 400 to %s, naming the place and not the value", async (_, given, code) => {
    const answer = await call({ ...given, claims: operator });
    expect(answer.status).toBe(400);
    expect(answer.body["code"]).toBe(code);
    expect(String(answer.body["detail"])).not.toContain("-1");
  });

  it("lets anyone in where nothing is to be protected", async () => {
    expect((await call({ key: "GET /health" })).status).toBe(200);
  });

  it("answers 404 to an address it does not serve", async () => {
    expect((await call({ key: "GET /v2/orders", claims: operator })).status).toBe(404);
  });

  it("answers 500 to a fault without telling what it was", async () => {
    const answer = await call({ key: "GET /broken" });
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain("42");
  });
});
