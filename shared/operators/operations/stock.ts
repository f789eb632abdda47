import { everyone, type Operations, page } from "./operation.ts";

/** Stock, movements, alerts. */
export const stockOperations: Operations = {
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
};
