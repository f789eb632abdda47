import { describe, expect, it } from "vitest";
import { makeAmazonSimulator } from "../../../tests/support/simulators/amazon.ts";
import { apiContract } from "../../../tests/support/simulators/api.contract.ts";
import { httpOf } from "../../../tests/support/simulators/simulator.ts";
import type { ShipmentNews } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { amazon } from "./amazon.ts";
import { amazonApi } from "./api.ts";

function sample(name: string) {
  return JSON.parse(new TextDecoder().decode(readSample("amazon", name)));
}

const news: ShipmentNews = {
  shipmentId: "shp_0001",
  channelOrderId: "113-0000001-0000101",
  carrier: { code: "ups", name: "UPS" },
  trackingNo: "1Z999AA10100000777",
  shippedAt: "2026-11-22T09:00:00.000Z",
  lines: [
    { lineId: "70000000000101", sku: "MUG-OAT-12", quantity: 4 },
    { lineId: "70000000000102", sku: "BRUSH-S", quantity: 1 },
  ],
  isLast: true,
};

const level = { sku: "MUG-OAT-12", listing: {}, quantity: 7, previous: 3, idempotencyKey: "k1" };

apiContract({
  api: amazonApi,
  channel: amazon,
  make: makeAmazonSimulator,
  orderAt: (place, instant) => {
    const { order } = sample("order-unshipped");
    const id = `114-0000000-${String(place).padStart(7, "0")}`;
    return { id, order: { order: { ...order, orderId: id, createdTime: instant, lastUpdatedTime: instant } } };
  },
  samples: ["order-pending", "order-partly-shipped", "order-shipped", "order-unshipped-jpy", "order-cancelled"].map(
    (name) => ({ name, topic: pulledTopic, toPut: (told) => told }),
  ),
  shipment: { orderBefore: () => sample("order-unshipped"), news },
  levels: [
    { level, key: "MUG-OAT-12" },
    { level: { ...level, sku: "MUG-BLUE-12", idempotencyKey: "k2" }, key: "MUG-BLUE-12" },
  ],
});

describe("Amazon's API", () => {
  const now = () => new Date("2026-11-22T10:00:00.000Z");

  it("gives a token for an hour and keeps the other credentials", async () => {
    const simulator = makeAmazonSimulator({ now });
    const call = { http: httpOf(simulator), credentials: simulator.credentials, now: now() };
    const renewed = await amazonApi.refreshCredentials?.(call);
    expect(renewed).toMatchObject({
      value: { ...simulator.credentials, accessToken: "amazon-access-2", expiresAt: "2026-11-22T11:00:00.000Z" },
    });
    const wrong = { ...call, credentials: { ...simulator.credentials, clientSecret: "another" } };
    expect(await amazonApi.refreshCredentials?.(wrong)).toMatchObject({
      error: { kind: "refused", code: "invalid_grant" },
    });
  });

  it("asks the seller's region with the token, and nothing personal in the address", async () => {
    const simulator = makeAmazonSimulator({ now });
    simulator.put(sample("order-unshipped"));
    const urls: string[] = [];
    const http = httpOf({
      respond: async (request) => {
        urls.push(request.url);
        return await simulator.respond(request);
      },
    });
    const credentials = {
      ...simulator.credentials,
      accessToken: "amazon-access-1",
      apiUrl: "https://sellingpartnerapi-eu.amazon.com/",
    };
    const read = await amazonApi.readOrder({ http, credentials, now: now() }, "113-0000001-0000101");
    expect(read.ok).toBe(true);
    expect(urls).toEqual([
      "https://sellingpartnerapi-eu.amazon.com/orders/2026-01-01/orders/113-0000001-0000101?includedData=BUYER%2CRECIPIENT%2CPROCEEDS%2CPROMOTION%2CCANCELLATION%2CFULFILLMENT%2CPACKAGES%2CPAYMENT",
    ]);
  });

  it("changes a package that it told before, and leaves others alone", async () => {
    const simulator = makeAmazonSimulator({ now });
    simulator.put(sample("order-unshipped"));
    const credentials = { ...simulator.credentials, accessToken: "amazon-access-1" };
    const call = { http: httpOf(simulator), credentials, now: now() };
    const [first, second] = [
      { ...news, lines: news.lines.slice(0, 1) },
      { ...news, shipmentId: "shp_0002" },
    ];
    for (const each of [first, second, { ...second, trackingNo: "1Z-CORRECTED" }])
      await amazonApi.sendShipment?.(call, each);
    expect(simulator.shipments).toMatchObject([
      { trackingNumber: "1Z999AA10100000777", carrierCode: "UPS", orderItems: [{ orderItemId: "70000000000101" }] },
      { trackingNumber: "1Z-CORRECTED", orderItems: [{ quantity: 4 }, { quantity: 1 }] },
    ]);
  });
});
