import { everyone, type Operations, page } from "./operation.ts";

const component = { type: "object", required: ["sku", "quantity"] };

/** Products, and the purchases that are proposed for them. */
export const productOperations: Operations = {
  "GET /v1/products": {
    summary: "What the merchant has said of its articles, by sku.",
    roles: everyone,
    query: page,
    answer: "`{ items: [product], cursor }`.",
  },
  "GET /v1/products/{sku}": {
    summary: "One product: title, barcodes, components, supplier, reorder point, alerts.",
    roles: everyone,
    answer:
      "The product, and its `prices`: `[{ kind: sale or cost, currency, amountMinor, validFrom, validTo }]`, as files stated them.",
  },
  "PUT /v1/products/{sku}": {
    summary:
      "States all of a product; what is left out is stated as nothing. Counts for orders and stock within a minute.",
    roles: ["operator"],
    body: {
      type: "object",
      required: ["title"],
      properties: {
        title: { type: "string" },
        variantOf: { type: ["string", "null"], description: "The sku that this one is a colour or size of." },
        barcodes: { type: "array", items: { type: "string" } },
        components: {
          type: "array",
          items: component,
          description:
            "Of a bundle: what one unit consumes. Orders that came before keep what they were taken apart into.",
        },
        supplier: { type: ["string", "null"] },
        leadTimeDays: { type: ["integer", "null"] },
        packSize: { type: "integer", description: "Units in a pack of the supplier; 1 unless given." },
        costMinor: { type: ["integer", "null"], description: "Of a unit, in minor units of the merchant's currency." },
        reorder: { type: ["object", "null"], description: "`{ point, quantity }` in units, over all warehouses." },
        goods: {
          type: "object",
          description:
            "`{ options: [{ name, value }], category, weightGrams, sizeMm: { length, width, height }, hazard }`: what the article itself is.",
        },
        tracking: {
          enum: ["none", "lots", "serials"],
          description:
            "`lots`: kept by production lot with its expiry. `serials`: each unit by a number when it ships.",
        },
        shelfLife: {
          type: ["object", "null"],
          description:
            "Of lots: `{ minDays, byChannel, noticeDays }`. What keeps for fewer than `minDays` is not for sale; a channel may ask for more; somebody is told `noticeDays` ahead.",
        },
        alerts: {
          type: "object",
          description:
            "`{ daysOfCover, networkThreshold, networkDaysOfCover, coolDownHours }`; null: not for this reason.",
        },
      },
    },
    answer: "The product; 201 when it is new.",
  },
  "GET /v1/purchase-proposals": {
    summary: "Purchases that the hub proposes, newest first.",
    roles: everyone,
    query: { ...page, state: "`open` (unless given) or `settled`." },
    answer: "`{ items: [{ sku, quantity, supplier, stockOutAt, isLate, … }], cursor }`.",
  },
  "GET /v1/stock/{sku}/sellable": {
    summary: "What all warehouses together can promise of a sku, and how much of it each shop may sell.",
    roles: everyone,
    answer:
      "`{ sku, network: { onHand, available, incoming, freeToPromise, waiting }, shops: [{ connectionId, sellable, … }] }`.",
  },
};
