import { stockOperations } from "./openapi-stock.ts";

/** One address of the API, described: what it answers, who may call it, what it takes. */
export type Operation = {
  readonly summary: string;
  readonly roles: readonly string[] | "anyone";
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly answer: string;
};

const page = { limit: "Items in a page, 1–200; 50 unless given.", cursor: "The `cursor` of the page before." };
const range = {
  from: "At or after: an instant or any prefix of one, e.g. 2026-11-21T08.",
  to: "Up to and including, likewise.",
};
const everyone = ["operator", "finance", "warehouse", "service", "viewer"];

/** By route key. A test checks that these are the routes that exist, and no others. */
export const operations: Readonly<Record<string, Operation>> = {
  "GET /v1/orders": {
    summary: "Orders, newest first.",
    roles: everyone,
    query: {
      ...page,
      ...range,
      status: "Only this status, e.g. `backordered`.",
      channelOrderNo: "The number that buyer and seller see.",
    },
    answer: "`{ items: [order summary], cursor }`; amounts are decimal text.",
  },
  "POST /v1/orders": {
    summary: "Enters an order that came by telephone, at a counter, by mail. The same `id` again changes that order.",
    roles: ["operator", "service"],
    body: {
      type: "object",
      required: ["id", "currency", "lines"],
      description:
        "The format of own shops, docs/own-shop.schema.json. The total, the times and an open payment are added where missing.",
      properties: { id: { type: "string" }, currency: { type: "string" }, lines: { type: "array" } },
    },
    answer: "`202 { receipt, orderId }`; `GET /deliveries/{receipt}` tells when it is applied.",
  },
  "GET /v1/orders/{orderId}": {
    summary: "One order with lines, money, parcels, holds, timeline and the reason of its routing.",
    roles: everyone,
    answer: "The order. Name, phone, street and e-mail are masked except for operator, service and warehouse.",
  },
  "GET /v1/stock": {
    summary: "Every sku in every warehouse, by sku.",
    roles: everyone,
    query: page,
    answer: "`{ items: [position], cursor }`.",
  },
  "GET /v1/stock/{sku}": {
    summary: "One sku: totals, positions, alerts, and how many orders wait for it.",
    roles: everyone,
    answer: "`{ sku, onHand, allocated, available, positions, ordersWaiting, alerts }`.",
  },
  "GET /v1/stock/{sku}/movements": {
    summary: "Why the numbers of a sku are what they are: its newest movements by warehouse, oldest first.",
    roles: everyone,
    query: { limit: "So many of each warehouse, 1–1000; 50 unless given.", warehouse: "Only this warehouse." },
    answer:
      "`{ sku, positions: [{ warehouse, now, movements: [{ version, at, kind, quantity, cause, after }] }] }`; the newest movements may come a second after `now`.",
  },
  "GET /v1/alerts": {
    summary: "Low-stock alerts, newest first.",
    roles: everyone,
    query: { ...page, state: "`open` (unless given) or `resolved`." },
    answer: "`{ items: [alert], cursor }`.",
  },
  ...stockOperations,
  "GET /deliveries": {
    summary: "The delivery ledger: what became of each webhook and imported order.",
    roles: ["operator", "service", "viewer", "finance"],
    query: {
      ...page,
      ...range,
      outcome: "`applied`, `unchanged`, `stale`, `skipped`, `fetching` (named orders are being fetched) or `parked`.",
      channelOrderNo: "Only deliveries that named this order.",
    },
    answer: "`{ items: [delivery], cursor }`.",
  },
  "GET /deliveries/{receiptId}": {
    summary: "For senders: the fate of one delivery, by the receipt in our answer (header `x-orderhub-receipt`).",
    roles: "anyone",
    answer:
      "`{ receiptId, channel, topic, outcome, reason, receivedAt, appliedAt, duplicates }`; 404 until it has been applied.",
  },
  "POST /v1/imports": {
    summary:
      "A link to upload a workbook or CSV file to, good for 15 minutes; the import begins when the file has arrived.",
    roles: ["operator", "warehouse"],
    body: {
      type: "object",
      required: ["kind", "fileName"],
      properties: {
        kind: { enum: ["orders", "stock"] },
        fileName: { type: "string", description: "Ends in .xlsx, .xlsm, .csv or .txt.", maxLength: 125 },
      },
    },
    answer: "`201 { key, upload: { method, url, headers, expiresAt } }`.",
  },
  "GET /v1/imports": {
    summary: "Imports, newest first, with their progress.",
    roles: everyone,
    query: page,
    answer: "`{ items: [import], cursor }`.",
  },
  "GET /v1/imports/{importId}": {
    summary: "One import: rows read, applied, unchanged and failed, and a link to the receipt.",
    roles: everyone,
    answer: "The import; `receiptUrl` for operator, warehouse and service.",
  },
  "GET /v1/reports": {
    summary: "Sealed reports and failed attempts, newest day first.",
    roles: ["finance", "operator", "viewer"],
    query: { day: "Only this business day, e.g. 2026-11-21." },
    answer: "`{ items: [seal], cursor: null }`.",
  },
  "GET /v1/reports/{report}/{day}": {
    summary: "The manifest of one report of one day, with links to its files.",
    roles: ["finance", "operator"],
    query: { version: "An older version; the newest unless given." },
    answer: "The seal, and its manifest with `url` at each file.",
  },
  "GET /v1/connections": {
    summary: "The shops that are connected, one on each channel or many.",
    roles: everyone,
    answer: "`{ items: [connection], cursor: null }`.",
  },
  "POST /v1/connections": {
    summary: "Connects a shop. Sent twice, the second time changes nothing.",
    roles: ["operator"],
    body: {
      type: "object",
      required: ["id", "channel", "title", "zone"],
      properties: {
        id: { type: "string", description: "Small letters, digits and hyphens; no other shop of any merchant has it." },
        channel: { type: "string", description: "e.g. `shopify`." },
        title: { type: "string", maxLength: 120 },
        zone: { type: "string", description: "Of channel times that carry none, e.g. `Asia/Shanghai`." },
        secret: { type: "string", description: "The signing secret of the channel's console; made up unless given." },
        credentials: { type: "object", description: "For the channel's own API: see `credentialFields`." },
      },
    },
    answer: "`201` the connection with `webhookPath`, and once, here only, its `secret`.",
  },
  "GET /v1/connections/{connectionId}": {
    summary:
      "One shop: where the channel posts to, whether it is paused, what the hub signs in with (never the values).",
    roles: everyone,
    answer: "The connection.",
  },
  "PATCH /v1/connections/{connectionId}": {
    summary:
      "Pauses or resumes: while paused the hub asks and tells the channel nothing; what it sends is still taken.",
    roles: ["operator"],
    body: { type: "object", required: ["state"], properties: { state: { enum: ["active", "paused"] } } },
    answer: "The connection.",
  },
  "POST /v1/connections/{connectionId}/secrets": {
    summary: "A new signing secret. The one before it goes on being accepted until it is ended.",
    roles: ["operator"],
    body: { type: "object", properties: { secret: { type: "string", description: "Made up unless given." } } },
    answer: "`201 { secret, liveSecrets }`; shown once.",
  },
  "DELETE /v1/connections/{connectionId}/secrets/previous": {
    summary: "Ends a rotation: only the newest secret is accepted from now on (within a minute).",
    roles: ["operator"],
    answer: "`{ liveSecrets: 1 }`.",
  },
  "PUT /v1/connections/{connectionId}/credentials": {
    summary: "What the hub signs in with at the channel's own API, in place of what it had.",
    roles: ["operator"],
    body: { type: "object", required: ["credentials"], properties: { credentials: { type: "object" } } },
    answer: "The connection.",
  },
  "GET /openapi.json": { summary: "This description.", roles: "anyone", answer: "OpenAPI 3.1." },
  "GET /health": { summary: "Can the hub take an order?", roles: "anyone", answer: '`200 { status: "ok" }`, or 503.' },
};

/** The whole API as OpenAPI 3.1. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [key, operation] of Object.entries(operations)) {
    const [method = "", path = ""] = key.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: described(key, path, operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "orderhub",
      version: "0.1.0",
      description: "Orders, stock, deliveries, imports and reports of one merchant.",
    },
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "Claims `merchant` and `role`." },
      },
      schemas: {
        Problem: {
          type: "object",
          description: "RFC 9457. `code` is stable; tell us the `requestId` when you ask.",
          required: ["type", "title", "status", "detail", "code", "requestId"],
          properties: {
            type: { type: "string" },
            title: { type: "string" },
            status: { type: "integer" },
            detail: { type: "string" },
            instance: { type: "string" },
            code: { type: "string" },
            requestId: { type: "string" },
          },
        },
      },
    },
  };
}

function described(key: string, path: string, operation: Operation): object {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = Object.entries(operation.query ?? {}).map(([name, description]) => ({
    name,
    in: "query",
    description,
    schema: { type: "string" },
  }));
  const problem = {
    description: "A problem (RFC 9457).",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  return {
    operationId: key.replace(/\W+/g, "_"),
    summary: operation.summary,
    description: operation.roles === "anyone" ? "No token needed." : `Roles: ${operation.roles.join(", ")}.`,
    security: operation.roles === "anyone" ? [] : [{ token: [] }],
    parameters: [...inPath, ...inQuery],
    ...(operation.body === undefined
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: operation.body } } } }),
    responses: { "2XX": { description: operation.answer, content: { "application/json": {} } }, default: problem },
  };
}
