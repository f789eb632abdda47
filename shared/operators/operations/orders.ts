import { everyone, type Operations, page, range } from "./operation.ts";

/** Orders. */
export const orderOperations: Operations = {
  "GET /v1/orders": {
    summary: "Orders, newest first.",
    roles: everyone,
    query: {
      ...page,
      ...range,
      status: "Only this status, e.g. `backordered`.",
      tag: "Only those with this tag, of the shop or of a rule; a page may be short and still have a cursor.",
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
  "POST /v1/orders/{orderId}/split": {
    summary:
      "Splits what has not left over warehouses by hand: each line named is placed as a whole, in one step or not at all. Rules are not asked; parcels that left stay. Undo it with `reroute`.",
    roles: ["operator", "warehouse", "service"],
    body: {
      type: "object",
      required: ["places", "note"],
      properties: {
        places: {
          type: "array",
          items: {
            type: "object",
            required: ["lineId", "warehouse", "quantity"],
            properties: {
              lineId: { type: "string" },
              warehouse: { type: "string" },
              quantity: { type: "integer", minimum: 1, description: "Units; of a bundle: sets." },
            },
          },
        },
        note: { type: "string", maxLength: 200, description: "Why; quoted in the receipt and on the timeline." },
      },
    },
    answer:
      "`{ status, isRepeated, allocations, parcels: [{ warehouse, carrier, costMinor, days }] }`. `409 not_enough` names the warehouse and article that are short.",
  },
  "POST /v1/orders/{orderId}/reroute": {
    summary:
      "Gives back what has not left and has it planned anew; parcels that left stay. `exclude` keeps the order from warehouses from now on. The same `key` again changes nothing.",
    roles: ["operator", "warehouse", "service"],
    body: {
      type: "object",
      required: ["reason"],
      properties: {
        reason: {
          enum: [
            "short_pick",
            "warehouse_rejected",
            "warehouse_closed",
            "lines_cancelled",
            "address_changed",
            "by_hand",
          ],
        },
        note: { type: "string", maxLength: 200, description: "For people; quoted in the next decision." },
        exclude: { type: "array", items: { type: "string" }, description: "Codes of warehouses." },
        key: { type: "string", maxLength: 64 },
      },
    },
    answer:
      "`202 { orderId, status, version, outcome, unitsGivenBack, avoids }`, `200` when nothing was to be done (`repeated`, `nothing_promised`).",
  },
  "GET /v1/joint-parcels/proposals": {
    summary:
      "Orders of one recipient that may leave as one parcel: all promised from the same warehouse, none has left, same shop (or own shops). `toGather` are those that leave from different warehouses, with the one that could send all, what both ways cost, and every warehouse that was tried. Nobody is named.",
    roles: ["operator", "warehouse", "service"],
    answer:
      "`{ items: [{ warehouse, orders: [{ orderId, channelOrderNo, goods … }] }], toGather: [{ warehouse, cost: { apartMinor, togetherMinor, savedMinor }, apart, together, considered, orders }], isCut }`.",
  },
  "GET /v1/joint-parcels/rules": {
    summary: "Which orders of one recipient the merchant lets leave as one parcel.",
    roles: everyone,
    answer: "`{ isOn, acrossShops, mixesPayment, apartTags }`.",
  },
  "PUT /v1/joint-parcels/rules": {
    summary:
      "Sets them, all of them. Whether a channel lets its orders share parcels at all is the channel's: some platforms make the label of each parcel themselves.",
    roles: ["operator"],
    body: {
      type: "object",
      required: ["isOn", "acrossShops", "mixesPayment", "apartTags"],
      properties: {
        isOn: { type: "boolean", description: "False: no orders share a parcel." },
        acrossShops: { type: "boolean", description: "Also orders of different own shops." },
        mixesPayment: { type: "boolean", description: "Cash on delivery together with paid goods." },
        apartTags: {
          type: "array",
          items: { type: "string" },
          description: "Orders with such a tag share only with those that have the same; usual: presale, 预售.",
        },
      },
    },
    answer: "The rules.",
  },
  "POST /v1/joint-parcels": {
    summary:
      "Joins orders into one parcel before any has left; each stays an order of its own. Orders that leave from different warehouses are gathered in one first, all in one step (`mayMove: false` forbids it). The same again changes nothing.",
    roles: ["operator", "warehouse", "service"],
    body: {
      type: "object",
      required: ["orderIds"],
      properties: {
        orderIds: { type: "array", minItems: 2, maxItems: 20, items: { type: "string" } },
        mayMove: { type: "boolean", description: "Usual: true." },
      },
    },
    answer:
      "`201 { jointId, warehouse, orderIds, isRepeated, gathered? }`; `409` with the order that does not fit and why.",
  },
  "DELETE /v1/orders/{orderId}/joint-parcel": {
    summary:
      "Undoes it: all orders of the parcel leave by themselves again; those that were gathered for it from where they did before, if the goods are still there (`stay` names the others).",
    roles: ["operator", "warehouse", "service"],
    answer: "`{ orderIds, isRepeated, stay: [{ orderId, warehouse }] }`.",
  },
  "POST /v1/orders/{orderId}/joint-parcel/shipments": {
    summary: "Records the parcel with all orders in it, named by any of them; each order's channel is told its number.",
    roles: ["operator", "warehouse", "service"],
    body: {
      type: "object",
      required: ["carrier", "trackingNo"],
      properties: {
        carrier: {
          type: "object",
          required: ["code"],
          properties: { code: { type: "string" }, name: { type: "string" } },
        },
        trackingNo: { type: "string" },
        shippedAt: { type: "string" },
      },
    },
    answer:
      "`{ shipped: [{ orderId, shipmentId, isRepeated }], left: [{ orderId, why }] }`; what is left must be taken out of the box.",
  },
};
