import { customReportOperations } from "./operations/custom-reports.ts";
import { customerOperations } from "./operations/customers.ts";
import { fileOperations } from "./operations/files.ts";
import { hubOperations } from "./operations/hub.ts";
import type { Operation, Operations } from "./operations/operation.ts";
import { orderOperations } from "./operations/orders.ts";
import { productOperations } from "./operations/products.ts";
import { ruleOperations } from "./operations/rules.ts";
import { shopOperations } from "./operations/shops.ts";
import { stockOperations } from "./operations/stock.ts";
import { stockDocumentOperations } from "./operations/stock-documents.ts";
import { writeBackOperations } from "./operations/write-back.ts";

/** By route key. A test checks that these are the routes that exist, and no others. */
export const operations: Operations = {
  ...orderOperations,
  ...stockOperations,
  ...stockDocumentOperations,
  ...productOperations,
  ...customerOperations,
  ...ruleOperations,
  ...shopOperations,
  ...writeBackOperations,
  ...fileOperations,
  ...customReportOperations,
  ...hubOperations,
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
