import { describe, expect, it } from "vitest";
import { apiContract } from "../../../tests/support/simulators/api.contract.ts";
import type { Foreign } from "../../../tests/support/simulators/rest-desk.ts";
import { makeShopifySimulator } from "../../../tests/support/simulators/shopify.ts";
import { httpOf, jsonAnswer } from "../../../tests/support/simulators/simulator.ts";
import { parseJson } from "../../kernel/lossless-json.ts";
import type { ShipmentNews, StockLevel } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { summarise } from "../summarise.ts";
import { shopifyApi } from "./api.ts";
import { shopify } from "./shopify.ts";

function sample(name: string): Foreign {
  const json = parseJson(readSample("shopify", name));
  if (!json.ok) throw new Error(json.error.detail);
  return structuredClone(json.value);
}

const paid = sample("order-updated-usd");
const news: ShipmentNews = {
  shipmentId: "shp_0001",
  channelOrderId: String(paid.id),
  carrier: { code: "ups", name: "UPS" },
  trackingNo: "1Z999AA10100000777",
  shippedAt: "2026-11-22T09:00:00.000Z",
  lines: paid.line_items.map((line: Foreign) => ({ lineId: String(line.id), sku: line.sku, quantity: line.quantity })),
  isLast: true,
};

const level: StockLevel = {
  sku: "MUG-OAT-12",
  listing: { inventoryItemId: "501", locationId: "1" },
  quantity: 7,
  previous: 3,
  idempotencyKey: "k1",
};
const now = () => new Date("2026-11-22T10:00:00.000Z");

apiContract({
  api: shopifyApi,
  channel: shopify,
  make: makeShopifySimulator,
  orderAt: (place, instant) => {
    const id = String(9120000000000100000n + BigInt(place));
    return { id, order: { ...paid, id, updated_at: instant, created_at: instant } };
  },
  samples: ["order-paid-cny", "order-paid-jpy", "order-partially-refunded", "order-fulfilled"].map((name) => ({
    name,
    topic: "orders/updated",
    toPut: (told) => told,
  })),
  shipment: { orderBefore: () => paid, news },
  levels: [
    { level, key: "501:1" },
    { level: { ...level, listing: { inventoryItemId: "999", locationId: "1" }, idempotencyKey: "k2" }, key: "999:1" },
  ],
});

describe("Shopify's API", () => {
  const world = () => {
    const simulator = makeShopifySimulator({ now });
    return { simulator, call: { http: httpOf(simulator), credentials: simulator.credentials, now: now() } };
  };

  it("sets what it may compare and set, and tells what it found instead of the rest", async () => {
    const { simulator, call } = world();
    for (const [key, quantity] of [
      ["501:1", 3],
      ["502:1", 4],
      ["503:1", 9],
    ] as const)
      simulator.stock.set(key, quantity);
    const of = (item: string, quantity: number, previous: number | null): StockLevel => ({
      ...level,
      listing: { inventoryItemId: `gid://shopify/InventoryItem/${item}`, locationId: "1" },
      quantity,
      previous,
      idempotencyKey: `k-${item}`,
    });
    const answers = await shopifyApi.setStock?.(call, [of("501", 10, 3), of("502", 11, 5), of("503", 12, null)]);
    expect(answers).toEqual({ ok: true, value: [{ kind: "set" }, { kind: "conflict", found: 4 }, { kind: "set" }] });
    expect(Object.fromEntries(simulator.stock)).toEqual({ "501:1": 10, "502:1": 4, "503:1": 12 });
  });

  it("makes one fulfilment for each location, and goes on where a lost answer stopped it", async () => {
    const { simulator, call } = world();
    const [, second] = paid.line_items;
    simulator.locationOfLine.set(String(second.id), "2");
    simulator.put(paid);
    let writes = 0;
    const http = httpOf({
      respond: async (request) => {
        const isWrite = String(request.body).includes("mutation");
        if (isWrite) writes += 1;
        return isWrite && writes === 2 ? jsonAnswer(503, "<html></html>") : await simulator.respond(request);
      },
    });
    expect(await shopifyApi.sendShipment?.({ ...call, http }, news)).toMatchObject({ error: { kind: "in_doubt" } });
    expect(simulator.shipments).toHaveLength(1);
    expect(await shopifyApi.sendShipment?.(call, news)).toMatchObject({ value: { kind: "done" } });
    expect(await shopifyApi.sendShipment?.(call, news)).toMatchObject({ value: { kind: "already" } });
    expect(simulator.shipments).toMatchObject([
      { line_items: [{ quantity: 4 }] },
      { line_items: [{ quantity: 1 }], tracking_number: news.trackingNo, tracking_company: "UPS" },
    ]);
  });

  it("refuses pieces that are not open, and an order that the shop does not have", async () => {
    const { simulator, call } = world();
    simulator.put(paid);
    const tooMany = { ...news, lines: news.lines.map((line) => ({ ...line, quantity: line.quantity + 1 })) };
    expect(await shopifyApi.sendShipment?.(call, tooMany)).toMatchObject({ error: { code: "nothing_to_fulfil" } });
    const other = { ...news, channelOrderId: "42" };
    expect(await shopifyApi.sendShipment?.(call, other)).toMatchObject({ error: { kind: "not_found" } });
  });

  it("tells errors that come with status 200 apart", async () => {
    const { call } = world();
    const kinds = { THROTTLED: "rate_limited", ACCESS_DENIED: "unauthorised", undefinedField: "refused" };
    for (const [code, kind] of Object.entries(kinds)) {
      const http = httpOf({
        respond: async () => jsonAnswer(200, { errors: [{ message: "no", extensions: { code } }] }),
      });
      expect(await shopifyApi.setStock?.({ ...call, http }, [level])).toMatchObject({ error: { kind } });
    }
  });

  it("names what is wrong with an answer that is no order", () => {
    const body = new TextEncoder().encode('{"errors":"Not Found"}');
    const result = shopify.normalise({ topic: pulledTopic, body, headers: {}, receivedAt: now().toISOString() });
    expect(summarise(result)).toBe("refused: missing_field at order");
  });
});
