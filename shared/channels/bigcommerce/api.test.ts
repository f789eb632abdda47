import { describe, expect, it } from "vitest";
import { apiContract } from "../../../tests/support/simulators/api.contract.ts";
import { makeBigcommerceSimulator } from "../../../tests/support/simulators/bigcommerce.ts";
import { httpOf } from "../../../tests/support/simulators/simulator.ts";
import type { ShipmentNews } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { summarise } from "../summarise.ts";
import { bigcommerceApi } from "./api.ts";
import { bigcommerce } from "./bigcommerce.ts";

function sample(name: string) {
  return JSON.parse(new TextDecoder().decode(readSample("bigcommerce", name)));
}

const news: ShipmentNews = {
  shipmentId: "shp_0001",
  channelOrderId: "5101",
  carrier: { code: "usps", name: "USPS" },
  trackingNo: "9400100000000000000777",
  shippedAt: "2026-11-22T09:00:00.000Z",
  lines: [
    { lineId: "9001", sku: "KETTLE-1L", quantity: 1 },
    { lineId: "9002", sku: "CUP-BLUE", quantity: 4 },
  ],
  isLast: true,
};

const level = { sku: "CUP-BLUE", listing: { locationId: "1" }, quantity: 7, previous: 3, idempotencyKey: "k1" };
const now = () => new Date("2026-11-22T10:00:00.000Z");

apiContract({
  api: bigcommerceApi,
  channel: bigcommerce,
  make: makeBigcommerceSimulator,
  orderAt: (place, instant) => {
    const told = sample("order-awaiting-fulfillment");
    const date = new Date(instant).toUTCString().replace("GMT", "+0000");
    const order = { ...told.order, id: 9_000 - place, date_created: date, date_modified: date };
    return { id: String(9_000 - place), order: { ...told, order } };
  },
  samples: [
    "order-awaiting-payment",
    "order-partially-shipped",
    "order-partially-refunded",
    "order-completed",
    "order-two-addresses",
    "order-paid-kwd",
    "order-gift-card",
  ].map((name) => ({ name, topic: pulledTopic, toPut: (told) => told })),
  shipment: { orderBefore: () => sample("order-awaiting-fulfillment"), news },
  levels: [
    { level, key: "1:CUP-BLUE" },
    { level: { ...level, sku: "CUP-GREEN", idempotencyKey: "k2" }, key: "1:CUP-GREEN" },
  ],
});

describe("BigCommerce's API", () => {
  it("reads an order of more lines than a page holds", async () => {
    const simulator = makeBigcommerceSimulator({ now });
    const told = sample("order-awaiting-fulfillment");
    const [, cup] = told.products;
    told.products = Array.from({ length: 601 }, (_, place) => ({ ...cup, id: 20_000 + place }));
    simulator.put(told);
    const call = { http: httpOf(simulator), credentials: simulator.credentials, now: now() };
    const read = await bigcommerceApi.readOrder(call, "5101");
    const body = read.ok ? read.value : new Uint8Array();
    const result = bigcommerce.normalise({ topic: pulledTopic, body, headers: {}, receivedAt: now().toISOString() });
    expect(summarise(result).match(/CUP-BLUEx4/g)).toHaveLength(601);
  });

  it("says how long to wait when it was asked too often", async () => {
    const simulator = makeBigcommerceSimulator({ now });
    const http = httpOf({ respond: async () => simulator.tooMany?.() ?? (await Promise.reject(new Error("none"))) });
    const answer = await bigcommerceApi.readOrder({ http, credentials: simulator.credentials, now: now() }, "5101");
    expect(answer).toEqual({ ok: false, error: { kind: "rate_limited", retryAfterMs: 1500 } });
  });

  it("refuses a parcel whose pieces go to several addresses, or are none of the order's", async () => {
    const simulator = makeBigcommerceSimulator({ now });
    simulator.put(sample("order-two-addresses"));
    const call = { http: httpOf(simulator), credentials: simulator.credentials, now: now() };
    const lines = [15105, 16105].map((id) => ({ lineId: String(id), sku: "BOWL", quantity: 1 }));
    const send = async (some: ShipmentNews["lines"]) =>
      await bigcommerceApi.sendShipment?.(call, { ...news, channelOrderId: "5105", lines: some });
    expect(await send(lines)).toMatchObject({ error: { kind: "refused", code: "several_addresses" } });
    expect(await send([{ lineId: "1", sku: "X", quantity: 1 }])).toMatchObject({ error: { code: "no_such_lines" } });
    expect(await send(lines.slice(0, 1))).toMatchObject({ value: { kind: "done" } });
  });
});
