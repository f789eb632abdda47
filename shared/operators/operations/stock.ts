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
  "GET /v1/stock/{sku}/lots": {
    summary: "The lots of a sku that asks for them, by warehouse, first expired first; `lot` null: nobody knows it.",
    roles: everyone,
    answer:
      "`{ sku, positions: [{ warehouse, onHand, allocated, available, lots: [{ lot, expiresOn, receivedAt, onHand, aside, isExpired, allocated }] }] }`; `allocated` of a lot is what it would give if all promised units left now.",
  },
  "GET /v1/stock/{sku}/lots/{lot}/orders": {
    summary: "Recall: which orders got units of a lot, the newest first. `isPresumed`: nobody said which lot it was.",
    roles: everyone,
    answer: "`{ sku, lot, units, orders: [{ orderId, shipmentId, units, warehouse, at, isPresumed }] }`.",
  },
  "GET /v1/serials/{serial}": {
    summary: "Where the unit with this number is, or who got it, and its way.",
    roles: everyone,
    answer: "`{ serial, units: [{ sku, state, warehouse, orderId, shipmentId, steps }] }`; of most numbers one unit.",
  },
  "GET /v1/alerts": {
    summary: "Low-stock alerts, newest first.",
    roles: everyone,
    query: { ...page, state: "`open` (unless given) or `resolved`." },
    answer: "`{ items: [alert], cursor }`.",
  },
};
