import { describe, expect, it } from "vitest";
import { apiContract } from "../../../tests/support/simulators/api.contract.ts";
import { httpOf } from "../../../tests/support/simulators/simulator.ts";
import { makeSquareSimulator } from "../../../tests/support/simulators/square.ts";
import type { ShipmentNews } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { summarise } from "../summarise.ts";
import { squareApi } from "./api.ts";
import { square } from "./square.ts";

function sample(name: string) {
  return JSON.parse(new TextDecoder().decode(readSample("square", name)));
}

const sale = "CAISEDEMO0000000000000001ZY";
const news: ShipmentNews = {
  shipmentId: "shp_0001",
  channelOrderId: sale,
  carrier: { code: "usps", name: "USPS" },
  trackingNo: "9400100000000000000777",
  shippedAt: "2026-11-22T09:00:00.000Z",
  lines: [
    { lineId: "l-jar", sku: "PEAR-250", quantity: 4 },
    { lineId: "l-crate", sku: "CRATE-APPLE", quantity: 1 },
  ],
  isLast: true,
};

const level = {
  sku: "PEAR-250",
  listing: { variationId: "VARJAR0001", locationId: "LDEMOHARBOUR1" },
  quantity: 7,
  previous: 3,
  idempotencyKey: "k1",
};
const now = () => new Date("2026-11-22T10:00:00.000Z");

apiContract({
  api: squareApi,
  channel: square,
  make: makeSquareSimulator,
  orderAt: (place, instant) => {
    const told = sample("order-open");
    const id = `CAISEDEMO${String(place).padStart(16, "0")}XY`;
    const order = { ...told.order.order, id, created_at: instant, updated_at: instant };
    return { id, order: { ...told, order: { order } } };
  },
  samples: [
    "order-open",
    "order-authorized",
    "order-paid",
    "order-partially-refunded",
    "sale-at-the-counter",
    "sale-at-the-counter-jpy",
    "order-missing-sku",
  ].map((name) => ({ name, topic: pulledTopic, toPut: (told) => told })),
  shipment: { orderBefore: () => sample("order-paid"), news },
  levels: [
    { level, key: "VARJAR0001:LDEMOHARBOUR1" },
    {
      level: { ...level, listing: { ...level.listing, variationId: "VARNONE" }, idempotencyKey: "k2" },
      key: "VARNONE:LDEMOHARBOUR1",
    },
  ],
});

function world() {
  const simulator = makeSquareSimulator({ now });
  return { simulator, call: { http: httpOf(simulator), credentials: simulator.credentials, now: now() } };
}

describe("Square's API", () => {
  it("reads the sale when it is asked for the order of its return", async () => {
    const { simulator, call } = world();
    simulator.put(sample("order-partially-refunded"));
    const returned = sample("return-without-sale");
    returned.order.order.returns[0].source_order_id = sale;
    simulator.put(returned);
    const read = await squareApi.readOrder(call, returned.order.order.id);
    const body = read.ok ? read.value : new Uint8Array();
    const result = square.normalise({ topic: pulledTopic, body, headers: {}, receivedAt: now().toISOString() });
    expect(summarise(result)).toMatch(new RegExp(`^order ${sale} .*partially_refunded`));
  });

  it("leaves the order open for parcels to come, and tries again when somebody else changed it", async () => {
    const { simulator, call } = world();
    simulator.put(sample("order-paid"));
    expect(await squareApi.sendShipment?.(call, { ...news, isLast: false })).toMatchObject({ value: { kind: "done" } });
    const read = await squareApi.readOrder(call, sale);
    expect(read.ok && new TextDecoder().decode(read.value)).toContain('"state":"PROPOSED"');

    const http = httpOf({
      respond: async (request) => {
        const answer = await simulator.respond(request);
        if (request.method === "GET") {
          const later = sample("order-paid");
          later.order.order.version += 10;
          simulator.put(later);
        }
        return answer;
      },
    });
    expect(await squareApi.sendShipment?.({ ...call, http }, news)).toMatchObject({ error: { kind: "unavailable" } });
    expect(await squareApi.sendShipment?.(call, news)).toMatchObject({ value: { kind: "done", reference: "ship-1" } });
  });

  it("refuses a parcel for a sale at the counter", async () => {
    const { simulator, call } = world();
    simulator.put(sample("sale-at-the-counter"));
    const told = await squareApi.sendShipment?.(call, { ...news, channelOrderId: "CAISEDEMO0000000000000004ZY" });
    expect(told).toMatchObject({ error: { kind: "refused", code: "no_fulfillment" } });
  });
});
