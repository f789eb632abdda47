import type { Operations } from "./operation.ts";

/** The hub itself. */
export const hubOperations: Operations = {
  "GET /openapi.json": { summary: "This description.", roles: "anyone", answer: "OpenAPI 3.1." },
  "GET /health": { summary: "Can the hub take an order?", roles: "anyone", answer: '`200 { status: "ok" }`, or 503.' },
};
