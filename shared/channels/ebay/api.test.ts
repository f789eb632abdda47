import { beforeEach, describe, expect, it } from "vitest";
import { makeEbaySimulator } from "../../../tests/support/simulators/ebay.ts";
import { listAll } from "../../../tests/support/simulators/list-all.ts";
import { patiently } from "../../../tests/support/simulators/patience.ts";
import { httpOf, misbehaving, recorded, type Simulator } from "../../../tests/support/simulators/simulator.ts";
import type { ApiCall, Credentials, ShipmentNews, StockLevel } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { summarise } from "../summarise.ts";
import { ebayApi } from "./api.ts";
import { normalise } from "./normalise.ts";

let now = new Date("2026-12-05T00:00:00.000Z");
let ebay: Simulator;

beforeEach(() => {
  now = new Date("2026-12-05T00:00:00.000Z");
  ebay = makeEbaySimulator({ now: () => now });
});

// biome-ignore lint/suspicious/noExplicitAny: a payload, to be changed
function answersOf(sample: string): any {
  return JSON.parse(new TextDecoder().decode(readSample("ebay", sample)));
}

const callWith =
  (simulator: Simulator) =>
  (credentials: Credentials): ApiCall => ({
    http: httpOf(simulator),
    credentials,
    now,
  });
const call = (): ApiCall => callWith(ebay)(ebay.credentials);
const window = { by: "changed", from: "2026-11-21T00:00:00.000Z", until: "2026-12-04T00:00:00.000Z" } as const;
const summaryOf = (body: Uint8Array) => summarise(normalise({ topic: pulledTopic, body, headers: {}, receivedAt: "" }));

describe("a request to eBay", () => {
  it("carries the token, to the address the connection was given", async () => {
    const { http, sent } = recorded(httpOf(ebay));
    const credentials = { ...ebay.credentials, apiUrl: "https://api.sandbox.ebay.com/" };
    await ebayApi.readOrder({ ...call(), http, credentials }, "14/1");
    expect(sent[0]).toMatchObject({
      url: "https://api.sandbox.ebay.com/sell/fulfillment/v1/order/14%2F1",
      headers: { authorization: "Bearer access-1" },
    });
  });

  it("without a token, or with one that is used up, is unauthorised", async () => {
    for (const accessToken of ["", "old"]) {
      const answer = await ebayApi.readOrder({ ...call(), credentials: { ...ebay.credentials, accessToken } }, "1");
      expect(answer).toMatchObject({ ok: false, error: { kind: "unauthorised" } });
    }
  });
});

describe("eBay's orders", () => {
  const putMany = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => {
      const answers = answersOf("order-paid-usd");
      const orderId = `14-${10_000 + index}`;
      const lastModifiedDate = new Date(Date.parse("2026-11-23T00:00:00Z") + index).toISOString();
      Object.assign(answers.order, { orderId, lastModifiedDate });
      ebay.put(answers);
      return orderId;
    });

  it("are listed page by page on a bad day, each at least once", async () => {
    const ids = putMany(430);
    const bad = misbehaving(ebay, {
      seed: 3,
      rateLimited: 0.2,
      broken: 0.2,
      silent: 0.2,
      repeatsPages: true,
      expiresTokenAfter: 9,
    });
    const listed = await listAll(ebayApi, { credentials: ebay.credentials, callWith: callWith(bad), query: window });
    expect([...new Set(listed)].sort()).toEqual(ids);
  });

  it("are not lost when one of them changes while the list is read", async () => {
    const ids = putMany(430);
    const counted = await ebayApi.listOrders(call(), { ...window, page: null });
    expect(counted).toMatchObject({ value: { orders: [], next: "3", total: 430 } });
    const listed: string[] = [];
    for (let page: string | null = "3"; page !== null; ) {
      const answer = await ebayApi.listOrders(call(), { ...window, page });
      if (!answer.ok) throw new Error(answer.error.kind);
      listed.push(...answer.value.orders.map(({ channelOrderId }) => channelOrderId));
      const moved = answersOf("order-paid-usd");
      Object.assign(moved.order, {
        orderId: ids[(40 + listed.length) % ids.length],
        lastModifiedDate: "2026-12-04T12:00:00.000Z",
      });
      ebay.put(moved);
      page = answer.value.next;
    }
    const gone = ids.filter((id) => !listed.includes(id));
    const later = await listAll(ebayApi, {
      credentials: ebay.credentials,
      callWith: callWith(ebay),
      query: { ...window, from: window.until, until: "2026-12-05T00:00:00.000Z" },
    });
    expect(gone.every((id) => later.includes(id))).toBe(true);
  });

  it("say when they changed and were created, at the end of the window not", async () => {
    ebay.put(answersOf("order-paid-usd"));
    const list = (until: string) => ebayApi.listOrders(call(), { ...window, until, page: null });
    expect(await list("2026-11-22T02:16:06.002Z")).toMatchObject({
      value: { orders: [{ changedAt: "2026-11-22T02:16:06.001Z", createdAt: "2026-11-22T02:15:30.000Z" }], total: 1 },
    });
    expect(await list("2026-11-22T02:16:06.001Z")).toMatchObject({ value: { orders: [], next: null, total: 0 } });
  });

  it("are read with their parcels, once there are any", async () => {
    for (const [sample, asked] of [
      ["order-paid-usd", 1],
      ["order-partly-shipped-usd", 2],
      ["order-partially-refunded-usd", 2],
    ] as const) {
      ebay.put(answersOf(sample));
      const { http, sent } = recorded(httpOf(ebay));
      const read = await ebayApi.readOrder({ ...call(), http }, "14-13571-24680");
      if (!read.ok) throw new Error(read.error.kind);
      expect(summaryOf(read.value)).toBe(summaryOf(readSample("ebay", sample)));
      expect(sent).toHaveLength(asked);
    }
  });

  it("that are unknown are not found, and those of a broken eBay are for later", async () => {
    expect(await ebayApi.readOrder(call(), "1")).toMatchObject({ error: { kind: "not_found" } });
    const broken = misbehaving(ebay, { seed: 1, broken: 1 });
    expect(await ebayApi.readOrder(callWith(broken)(ebay.credentials), "1")).toMatchObject({
      error: { kind: "unavailable" },
    });
    const busy = misbehaving(ebay, { seed: 1, rateLimited: 1 });
    expect(await ebayApi.readOrder(callWith(busy)(ebay.credentials), "1")).toMatchObject({
      error: { kind: "rate_limited", retryAfterMs: 1000 },
    });
  });
});

describe("eBay's tokens", () => {
  it("are renewed as often as needed by the one refresh token", async () => {
    ebay.put(answersOf("order-paid-usd"));
    for (const _round of [1, 2]) {
      const renewed = await ebayApi.refreshCredentials?.(call());
      if (!renewed?.ok) throw new Error("not renewed");
      expect(renewed.value).toMatchObject({ refreshToken: "v^1.1#lasting", expiresAt: "2026-12-05T02:00:00.000Z" });
      expect((await ebayApi.readOrder(callWith(ebay)(renewed.value), "14-13571-24680")).ok).toBe(true);
    }
  });

  it("whose refresh token or client is refused are for people", async () => {
    for (const over of [{ refreshToken: "revoked" }, { clientSecret: "wrong" }]) {
      const answer = await ebayApi.refreshCredentials?.({ ...call(), credentials: { ...ebay.credentials, ...over } });
      expect(answer).toMatchObject({ ok: false, error: { kind: "unauthorised" } });
    }
  });
});

describe("a parcel told to eBay", () => {
  const news: ShipmentNews = {
    shipmentId: "s-1",
    channelOrderId: "14-13571-24680",
    carrier: { code: "USPS", name: "USPS" },
    trackingNo: "9400 1000-0101",
    shippedAt: "2026-11-23T18:00:00.000Z",
    lines: [{ lineId: "10080000000101", sku: "MUG-OAT-12", quantity: 1 }],
    isLast: false,
  };

  it("carries its lines, carrier and number in letters and digits, once", async () => {
    ebay.put(answersOf("order-paid-usd"));
    expect(await ebayApi.sendShipment?.(call(), news)).toEqual({
      ok: true,
      value: { kind: "done", reference: "940010000101-0" },
    });
    expect(await ebayApi.sendShipment?.(call(), { ...news, trackingNo: "940010000101" })).toMatchObject({
      value: { kind: "already", reference: "940010000101-0" },
    });
    expect(ebay.shipments).toEqual([
      {
        lineItems: [{ lineItemId: "10080000000101", quantity: 1 }],
        shippedDate: "2026-11-23T18:00:00.000Z",
        shippingCarrierCode: "USPS",
        trackingNumber: "940010000101",
      },
    ]);
  });

  it("may be told again after any failure, and is told once", async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      ebay = makeEbaySimulator({ now: () => now });
      ebay.put(answersOf("order-paid-usd"));
      const bad = misbehaving(ebay, { seed, broken: 0.3, silent: 0.3, rateLimited: 0.2 });
      const attempt = (credentials: Credentials) =>
        ebayApi.sendShipment?.(callWith(bad)(credentials), news) ?? Promise.reject(new Error("none"));
      const { result } = await patiently(attempt, { credentials: ebay.credentials, repeatsInDoubt: true });
      expect(result.ok).toBe(true);
      expect(ebay.shipments).toHaveLength(1);
    }
  });

  it("of a line eBay does not know is refused by name", async () => {
    ebay.put(answersOf("order-paid-usd"));
    const lines = [{ lineId: "1", sku: "X", quantity: 1 }];
    expect(await ebayApi.sendShipment?.(call(), { ...news, lines })).toMatchObject({
      error: { kind: "refused", code: "32120" },
    });
  });
});

describe("stock told to eBay", () => {
  const level = (sku: string, listing: StockLevel["listing"], quantity: number): StockLevel => ({
    sku,
    listing,
    quantity,
    previous: null,
    idempotencyKey: "k",
  });

  it("is set for the article and each of its offers, and refused by name", async () => {
    ebay.stock.set("MUG-OAT-12", 1).set("511", 1).set("512", 1).set("SOAP", 1);
    const levels = [
      level("MUG-OAT-12", { offerId: "511, 512" }, 7),
      level("SOAP", {}, 0),
      level("ours", { sku: "SOAP" }, 3),
      level("UNKNOWN", {}, 5),
    ];
    expect(await ebayApi.setStock?.(call(), levels)).toMatchObject({
      value: [{ kind: "set" }, { kind: "set" }, { kind: "set" }, { kind: "refused", code: "25702" }],
    });
    expect([...ebay.stock.values()]).toEqual([7, 7, 7, 3]);
  });
});
