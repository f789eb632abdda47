import { type Operations, page } from "./operation.ts";

const readers = ["operator", "warehouse", "service", "viewer"];
const packers = ["operator", "warehouse", "service"];
const parcels = "`{ shipmentId, isRepeated, orderId, status, shipments: [{ shipmentId, warehouse, lines, told … }] }`";

/** Parcels that the merchant's own people send, and what shops are told of parcels and stock. */
export const writeBackOperations: Operations = {
  "POST /v1/orders/{orderId}/shipments": {
    summary: "Records a parcel that left a warehouse of the merchant; the order's channel is told next.",
    roles: packers,
    body: {
      type: "object",
      required: ["warehouse", "carrier", "trackingNo"],
      properties: {
        key: { type: "string", description: "Your own name of the parcel: sent twice under it, it is recorded once." },
        warehouse: { type: "string", description: "The code of the warehouse it left." },
        carrier: {
          type: "object",
          required: ["code"],
          properties: { code: { type: "string", description: "e.g. SF, UPS." }, name: { type: "string" } },
        },
        trackingNo: { type: "string", maxLength: 100 },
        shippedAt: { type: "string", description: "An instant; now unless given." },
        lines: {
          type: "array",
          description: "What is in it; everything allocated from the warehouse unless given.",
          items: {
            type: "object",
            required: ["lineId", "quantity"],
            properties: { lineId: { type: "string" }, quantity: { type: "integer", minimum: 1 } },
          },
        },
        goods: {
          type: "array",
          description:
            "Of goods that are tracked: `{ lineId, sku, lots: [{ lot, quantity }], serials }`; `sku` names a component of a bundle. Lots that nobody names are chosen, first expired first; numbers of units must be named.",
          items: { type: "object", required: ["lineId"] },
        },
        mayBeOld: { type: "boolean", description: "Lots that are named leave although they are too old." },
      },
    },
    answer: `\`201\` ${parcels}; \`200\` when it was recorded before; \`409\` with the reason when it must not or cannot ship.`,
  },
  "DELETE /v1/orders/{orderId}/shipments/{shipmentId}": {
    summary: "Takes a parcel back that was recorded by mistake: its goods are in the warehouse, for the same order.",
    roles: packers,
    query: { reason: "For the timeline." },
    answer: `${parcels}. A channel that knew of it is listed under \`GET /v1/tellings?state=to_correct\`.`,
  },
  "GET /v1/tellings": {
    summary: "What channels were told of parcels, newest first.",
    roles: readers,
    query: {
      ...page,
      state:
        "`pending`, `sending`, `in_doubt`, `done`, `already`, `refused`, `given_up`, `withdrawn`, `to_correct` or `corrected`.",
    },
    answer: "`{ items: [{ orderId, shipmentId, channel, state, attempts, reference, why … }], cursor }`.",
  },
  "POST /v1/orders/{orderId}/shipments/{shipmentId}/telling": {
    summary:
      "`again`: tell a channel that refused once more. `corrected`: somebody took the parcel back at the channel.",
    roles: ["operator", "service"],
    body: { type: "object", required: ["action"], properties: { action: { enum: ["again", "corrected"] } } },
    answer: "`202 { isAsked: true }`.",
  },
  "GET /v1/connections/{connectionId}/write-back": {
    summary: "What a shop's channel is told of stock, and its words for carriers.",
    roles: readers,
    answer: "`{ connectionId, channel, stock: { isOn, buffer, quota, warehouses, minIntervalSeconds }, carriers }`.",
  },
  "PUT /v1/connections/{connectionId}/write-back": {
    summary: "Sets it, the whole of it. While stock is told, every listing of the shop is told anew.",
    roles: ["operator"],
    body: {
      type: "object",
      required: ["stock"],
      properties: {
        stock: {
          type: "object",
          required: ["isOn"],
          properties: {
            isOn: { type: "boolean" },
            buffer: { type: "integer", minimum: 0, description: "Units of each sku that are never offered." },
            quota: { type: ["integer", "null"], description: "At most so many of a sku are offered." },
            warehouses: { type: ["array", "null"], items: { type: "string" }, description: "null: all open ones." },
            minIntervalSeconds: { type: "integer", minimum: 1, maximum: 900, description: "30 unless given." },
          },
        },
        carriers: {
          type: "object",
          description: "By the hub's code: `{ SF: { code, name } }` in the channel's words.",
          additionalProperties: { type: "object", properties: { code: { type: "string" }, name: { type: "string" } } },
        },
      },
    },
    answer: "What holds now.",
  },
  "GET /v1/connections/{connectionId}/listings": {
    summary: "The skus that a shop lists, by sku, with what it was told last and what stands in the way.",
    roles: readers,
    query: page,
    answer: "`{ items: [{ sku, listing, quota, isOffered, told, trouble, nextAt }], cursor }`.",
  },
  "PUT /v1/connections/{connectionId}/listings": {
    summary: "Says under which ids a shop lists skus. Other skus stay as they are.",
    roles: ["operator", "service"],
    body: {
      type: "object",
      required: ["listings"],
      properties: {
        listings: {
          type: "array",
          maxItems: 200,
          items: {
            type: "object",
            required: ["sku"],
            properties: {
              sku: { type: "string" },
              listing: { type: "object", description: "The channel's ids; which ones, its README says." },
              quota: { type: ["integer", "null"], description: "Instead of the shop's." },
              isOffered: { type: "boolean", description: "false: the hub keeps its hands off this listing." },
            },
          },
        },
      },
    },
    answer: "`{ saved }`.",
  },
};
