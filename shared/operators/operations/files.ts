import { everyone, type Operations, page } from "./operation.ts";

/** Imports and reports. */
export const fileOperations: Operations = {
  "POST /v1/imports": {
    summary:
      "A link to upload a workbook or CSV file to, good for 15 minutes; the import begins when the file has arrived.",
    roles: ["operator", "warehouse"],
    body: {
      type: "object",
      required: ["kind", "fileName"],
      properties: {
        kind: { enum: ["orders", "stock", "order-updates"] },
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
};
