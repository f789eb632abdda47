import { Buffer } from "node:buffer";
import { beforeAll, describe, expect, it } from "vitest";
import { makeClock } from "../cloud/clock.ts";
import { makeMemoryStore } from "../cloud/store.memory.ts";
import { type ScriptedRuntime, scriptedRuntime } from "../lambda/testing.ts";
import type { CorsSpec, RouteSpec } from "./api.ts";
import type { HttpRequest } from "./event.ts";
import { bodyLimitBytes, type Gateway, makeGateway } from "./gateway.ts";
import { type Issuer, makeIssuer } from "./issuer.ts";

const clock = makeClock();
let issuer: Issuer;
beforeAll(async () => {
  issuer = await makeIssuer("http://127.0.0.1:1", { store: makeMemoryStore(), clock });
});

const route = (routeKey: string, more: Partial<RouteSpec> = {}): RouteSpec => ({
  apiId: "api",
  routeKey,
  integrationId: "i",
  authorizerId: null,
  scopes: [],
  ...more,
});

function gatewayTo(
  answer: (event: unknown) => unknown,
  routes: readonly RouteSpec[],
  more: { cors?: CorsSpec; timeoutMs?: number } = {},
): { gateway: Gateway; runtime: ScriptedRuntime } {
  const runtime = scriptedRuntime(answer, 4);
  const gateway = makeGateway({
    site: {
      apis: [{ id: "api", name: "hub", cors: more.cors ?? null }],
      routes: [...routes],
      integrations: [{ id: "i", apiId: "api", functionName: "scripted", timeoutMs: more.timeoutMs ?? 30_000 }],
      authorizers: [{ id: "jwt", apiId: "api", issuer: "https://elsewhere.example", audience: ["orderhub"] }],
    },
    runtimeOf: () => runtime,
    issuer,
    now: clock.now,
  });
  return { gateway, runtime };
}

const request = (method: string, path: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method,
  path,
  queryString: "",
  headers: {},
  body: Buffer.alloc(0),
  ...more,
});
const echo = (event: unknown): unknown => ({ statusCode: 200, body: JSON.stringify(event) });
const message = (body: Buffer): unknown => JSON.parse(body.toString()).message;

describe("routes", () => {
  const routes = ["GET /orders/{id}", "GET /orders/open", "ANY /orders/{proxy+}", "POST /orders/{id}", "$default"].map(
    (key) => route(key),
  );
  it.each([
    ["GET", "/orders/open", "GET /orders/open", undefined],
    ["GET", "/orders/a%2Fb", "GET /orders/{id}", { id: "a/b" }],
    ["POST", "/orders/7", "POST /orders/{id}", { id: "7" }],
    ["DELETE", "/orders/7", "ANY /orders/{proxy+}", { proxy: "7" }],
    ["GET", "/orders/7/lines/1", "ANY /orders/{proxy+}", { proxy: "7/lines/1" }],
    ["GET", "/elsewhere", "$default", undefined],
  ])("sends %s %s to %s", async (method, path, routeKey, pathParameters) => {
    const { gateway } = gatewayTo(echo, routes);
    const event = JSON.parse((await gateway.handle(request(method, path))).body.toString());
    expect(event).toMatchObject({ version: "2.0", routeKey, requestContext: { http: { method } } });
    expect(event.pathParameters).toEqual(pathParameters);
  });

  it("answers 404 where there is none", async () => {
    const { gateway } = gatewayTo(echo, [route("GET /a")]);
    const answer = await gateway.handle(request("POST", "/a"));
    expect([answer.status, message(answer.body)]).toEqual([404, "Not Found"]);
  });
});

describe("the event of a request", () => {
  it("carries query, cookies, headers and text bodies as they are", async () => {
    const { gateway } = gatewayTo(echo, [route("POST /a")]);
    const answer = await gateway.handle(
      request("POST", "/a", {
        queryString: "x=1&x=2&y=%20",
        headers: { "content-type": "application/json", cookie: "a=1; b=2" },
        body: Buffer.from('{"é":1}'),
      }),
    );
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      rawQueryString: "x=1&x=2&y=%20",
      queryStringParameters: { x: "1,2", y: " " },
      cookies: ["a=1", "b=2"],
      headers: { "content-type": "application/json" },
      body: '{"é":1}',
      isBase64Encoded: false,
    });
  });

  it("carries other content as base64", async () => {
    const { gateway } = gatewayTo(echo, [route("POST /a")]);
    const body = Buffer.from([0, 255, 1]);
    const answer = await gateway.handle(
      request("POST", "/a", { headers: { "content-type": "application/octet-stream" }, body }),
    );
    expect(JSON.parse(answer.body.toString())).toMatchObject({ body: body.toString("base64"), isBase64Encoded: true });
  });
});

describe("the answer of a function", () => {
  it.each([
    [
      "an answer with headers and cookies",
      { statusCode: 201, headers: { "X-A": 1 }, cookies: ["a=1"], body: "ok" },
      201,
      "ok",
    ],
    ["base64", { statusCode: 200, body: "b2s=", isBase64Encoded: true }, 200, "ok"],
    ["anything else as JSON", { a: 1 }, 200, '{"a":1}'],
    ["no usable status", { statusCode: "x" }, 500, '{"message":"Internal Server Error"}'],
    ["a body that is no text", { statusCode: 200, body: { a: 1 } }, 500, '{"message":"Internal Server Error"}'],
  ])("may be %s", async (_name, value, status, body) => {
    const { gateway } = gatewayTo(() => value, [route("GET /a")]);
    const answer = await gateway.handle(request("GET", "/a"));
    expect([answer.status, answer.body.toString()]).toEqual([status, body]);
  });

  it("is a 500 when the function fails and a 503 when the integration takes too long", async () => {
    const failing = gatewayTo(() => Promise.reject(new Error("x")), [route("GET /a")]);
    expect((await failing.gateway.handle(request("GET", "/a"))).status).toBe(500);
    const slow = gatewayTo(() => new Promise(() => undefined), [route("GET /a")], { timeoutMs: 20 });
    const late = await slow.gateway.handle(request("GET", "/a"));
    expect([late.status, message(late.body)]).toEqual([503, "Service Unavailable"]);
  });

  it("is not asked for when the request is too large", async () => {
    const { gateway, runtime } = gatewayTo(echo, [route("POST /a")]);
    const large = await gateway.handle(request("POST", "/a", { body: Buffer.alloc(bodyLimitBytes + 1) }));
    expect([large.status, message(large.body)]).toEqual([413, "Request Entity Too Large"]);
    const heavy = await gateway.handle(request("POST", "/a", { headers: { x: "x".repeat(10_241) } }));
    expect(heavy.status).toBe(431);
    expect(runtime.events).toHaveLength(0);
  });
});

describe("the JWT authorizer", () => {
  const secured = [
    route("GET /me", { authorizerId: "jwt" }),
    route("GET /scoped", { authorizerId: "jwt", scopes: ["orders:read"] }),
  ];
  const call = (path: string, token?: string) =>
    gatewayTo(echo, secured).gateway.handle(
      request("GET", path, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } }),
    );
  const sign = (claims: Record<string, unknown>, audience = "orderhub", seconds = 60): Promise<string> =>
    issuer.sign(claims, { audience, seconds });

  it("lets a good token in and hands its claims on as text", async () => {
    const answer = await call("/me", await sign({ role: "viewer", groups: ["a", "b"], level: 3 }));
    expect(JSON.parse(answer.body.toString()).requestContext.authorizer.jwt).toMatchObject({
      claims: { role: "viewer", groups: "[a b]", level: "3", aud: "orderhub" },
      scopes: null,
    });
  });

  it("refuses no token, a forged, foreign or expired one with 401, one without the scope with 403", async () => {
    const other = await makeIssuer("http://127.0.0.1:1", { store: makeMemoryStore(), clock });
    const good = await sign({ role: "viewer" });
    const answers = [
      await call("/me"),
      await call("/me", "nonsense"),
      await call("/me", `${good.slice(0, -8)}AAAAAAAA`),
      await call("/me", await other.sign({}, { audience: "orderhub", seconds: 60 })),
      await call("/me", await sign({}, "someone-else")),
      await call("/me", await sign({}, "orderhub", -60)),
    ];
    expect(answers.map((answer) => [answer.status, message(answer.body)])).toEqual(
      answers.map(() => [401, "Unauthorized"]),
    );
    expect(answers[0]?.headers["www-authenticate"]).toMatch(/^Bearer /);
    const forbidden = await call("/scoped", good);
    expect([forbidden.status, message(forbidden.body)]).toEqual([403, "Forbidden"]);
    expect((await call("/scoped", await sign({ scope: "orders:read other" }))).status).toBe(200);
  });
});

describe("CORS", () => {
  const cors: CorsSpec = {
    origins: ["https://shop.example"],
    methods: ["GET"],
    headers: ["authorization"],
    exposed: [],
    maxAgeSeconds: 60,
    allowsCredentials: false,
  };
  it("answers a preflight itself and marks answers for allowed origins only", async () => {
    const { gateway, runtime } = gatewayTo(echo, [route("GET /a")], { cors });
    const headers = { origin: "https://shop.example", "access-control-request-method": "GET" };
    const preflight = await gateway.handle(request("OPTIONS", "/a", { headers }));
    expect([preflight.status, preflight.headers["access-control-allow-methods"]]).toEqual([204, "GET"]);
    expect(runtime.events).toHaveLength(0);
    const foreign = await gateway.handle(request("GET", "/a", { headers: { origin: "https://other.example" } }));
    expect(foreign.headers).not.toHaveProperty("access-control-allow-origin");
  });
});
