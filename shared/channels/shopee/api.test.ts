import { createHmac } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { listAll } from "../../../tests/support/simulators/list-all.ts";
import { patiently } from "../../../tests/support/simulators/patience.ts";
import { makeShopeeSimulator, type ShopeeSimulator } from "../../../tests/support/simulators/shopee.ts";
import { httpOf, misbehaving, recorded, type Simulator } from "../../../tests/support/simulators/simulator.ts";
import type { ApiCall, Credentials, ShipmentNews, StockLevel } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { summarise } from "../summarise.ts";
import { shopeeApi } from "./api.ts";
import { normalise } from "./normalise.ts";
import { refreshToken } from "./refresh-token.ts";

let now = new Date("2026-11-25T00:00:00.000Z");
let shopee: ShopeeSimulator;

beforeEach(() => {
  now = new Date("2026-11-25T00:00:00.000Z");
  shopee = makeShopeeSimulator({ now: () => now });
});

// biome-ignore lint/suspicious/noExplicitAny: a payload, to be changed
function entryOf(sample: string): any {
  return JSON.parse(new TextDecoder().decode(readSample("shopee", sample))).response.order_list[0];
}

// biome-ignore lint/suspicious/noExplicitAny: a payload, to be changed
function put(entry: any): void {
  shopee.put({ response: { order_list: [entry] } });
}

const callWith =
  (simulator: Simulator) =>
  (credentials: Credentials): ApiCall => ({
    http: httpOf(simulator),
    credentials,
    now,
  });
const call = (): ApiCall => callWith(shopee)(shopee.credentials);
const window = { by: "changed", from: "2026-11-21T00:00:00.000Z", until: "2026-11-25T00:00:00.000Z" } as const;

describe("a request to Shopee", () => {
  it("is signed over partner, path, seconds, token and shop", async () => {
    const { http, sent } = recorded(httpOf(shopee));
    await shopeeApi.readOrder({ ...call(), http }, "x");
    const query = new URL(sent[0]?.url ?? "").searchParams;
    const text = `2001887/api/v2/order/get_order_detail${now.getTime() / 1000}${shopee.credentials["accessToken"]}727700143`;
    expect(query.get("sign")).toBe(createHmac("sha256", "invented-partner-key").update(text).digest("hex"));
  });

  it("goes to the address the connection was given", async () => {
    const { http, sent } = recorded(httpOf(shopee));
    const credentials = { ...shopee.credentials, apiUrl: "https://openplatform.shopee.cn/" };
    await shopeeApi.readOrder({ ...call(), http, credentials }, "x");
    expect(sent[0]?.url).toMatch(/^https:\/\/openplatform\.shopee\.cn\/api\/v2\//);
  });

  it("with wrong credentials, or without them, is unauthorised", async () => {
    const { accessToken: _gone, ...without } = shopee.credentials;
    for (const credentials of [without, { ...shopee.credentials, partnerKey: "wrong" }]) {
      const answer = await shopeeApi.readOrder({ ...call(), credentials }, "x");
      expect(answer).toMatchObject({ ok: false, error: { kind: "unauthorised" } });
    }
  });
});

describe("Shopee's orders", () => {
  it("are listed page by page on a bad day, each at least once", async () => {
    const ids = Array.from({ length: 230 }, (_, index) => `261122LIST${String(index).padStart(4, "0")}`);
    for (const [index, order_sn] of ids.entries()) {
      put({ ...entryOf("order-ready-sgd"), order_sn, update_time: 1795305600 + index });
    }
    const bad = misbehaving(shopee, {
      seed: 5,
      rateLimited: 0.2,
      broken: 0.2,
      silent: 0.2,
      repeatsPages: true,
      expiresTokenAfter: 9,
    });
    // A refresh whose answer is lost costs the refresh token, which only people can mend: it is spared this day.
    const refresh = (given: ApiCall) => refreshToken({ ...given, http: httpOf(shopee) });
    const api = { ...shopeeApi, refreshCredentials: refresh };
    const listed = await listAll(api, { credentials: shopee.credentials, callWith: callWith(bad), query: window });
    expect([...new Set(listed)].sort()).toEqual(ids);
    expect(listed.length).toBeGreaterThan(ids.length);
  });

  it("that are committed late are listed once they are", async () => {
    shopee.faults.commitsLateMs = 60_000;
    put(entryOf("order-ready-sgd"));
    const list = () =>
      listAll(shopeeApi, { credentials: shopee.credentials, callWith: callWith(shopee), query: window });
    expect(await list()).toEqual([]);
    now = new Date(now.getTime() + 60_000);
    expect(await list()).toEqual(["261122SGCANC01"]);
  });

  it("are not asked for by windows longer than Shopee takes", async () => {
    const long = { ...window, from: "2026-11-01T00:00:00.000Z", page: null };
    expect(await shopeeApi.listOrders(call(), long)).toMatchObject({
      error: { kind: "refused", code: "order.order_list_invalid_time" },
    });
    expect(shopeeApi.listing?.maxWindowMs).toBe(15 * 86_400_000);
  });

  it("are read with all that normalise wants", async () => {
    for (const sample of ["order-completed-vnd", "order-cancelled-sgd", "order-invoice-pending-brl"]) {
      put(entryOf(sample));
      const read = await shopeeApi.readOrder(call(), entryOf(sample).order_sn);
      if (!read.ok) throw new Error(read.error.kind);
      const summaryOf = (body: Uint8Array) =>
        summarise(normalise({ topic: pulledTopic, body, headers: {}, receivedAt: "" }));
      expect(summaryOf(read.value)).toBe(summaryOf(readSample("shopee", sample)));
    }
  });

  it("that are unknown are not found, and those of a broken Shopee are for later", async () => {
    expect(await shopeeApi.readOrder(call(), "nothing")).toMatchObject({ error: { kind: "not_found" } });
    const broken = misbehaving(shopee, { seed: 1, broken: 1 });
    expect(await shopeeApi.readOrder(callWith(broken)(shopee.credentials), "x")).toMatchObject({
      error: { kind: "unavailable" },
    });
  });
});

describe("an answer of a gateway", () => {
  it("means what its status says, whatever stands in the body", async () => {
    for (const [status, kind] of [
      [429, "rate_limited"],
      [503, "unavailable"],
    ] as const) {
      const body = new TextEncoder().encode('{"error":"error_busy","message":"slow down"}');
      const http = { send: async () => ({ ok: true, value: { status, headers: {}, body } }) as const };
      expect(await shopeeApi.readOrder({ ...call(), http }, "1")).toMatchObject({ error: { kind } });
    }
  });
});

describe("Shopee's tokens", () => {
  it("are renewed, and the old ones are worth nothing", async () => {
    put(entryOf("order-ready-sgd"));
    shopee.expireTokens();
    const read = (credentials: Credentials) => shopeeApi.readOrder(callWith(shopee)(credentials), "261122SGCANC01");
    expect(await read(shopee.credentials)).toMatchObject({ error: { kind: "unauthorised" } });
    const renewed = await shopeeApi.refreshCredentials?.(call());
    if (!renewed?.ok) throw new Error("not renewed");
    expect(renewed.value).toMatchObject({ shopId: "727700143", expiresAt: "2026-11-25T04:00:00.000Z" });
    expect((await read(renewed.value)).ok).toBe(true);
    expect(await shopeeApi.refreshCredentials?.(call())).toMatchObject({ error: { kind: "unauthorised" } });
  });
});

describe("Shopee's lost pushes", () => {
  it("of this shop are read like pushes, and confirmed only when the whole list was taken", async () => {
    put(entryOf("order-ready-sgd"));
    shopee.losePush("261122SGCANC01");
    shopee.losePush("261122OTHER001", 999);
    shopee.losePush("261122SGCANC01");
    const consume = async () => {
      const consumed = await shopeeApi.messages?.consume(call());
      if (!consumed?.ok) throw new Error("not consumed");
      return consumed.value;
    };
    const messages = await consume();
    const read = messages.map(({ topic, body }) => summarise(normalise({ topic, body, headers: {}, receivedAt: "" })));
    expect(read).toEqual(["pull 261122SGCANC01", "pull 261122SGCANC01"]);

    const ids = messages.map(({ messageId }) => messageId);
    expect(await shopeeApi.messages?.confirm(call(), ids.slice(1))).toEqual({ ok: true, value: null });
    expect(await consume()).toEqual(messages);
    await shopeeApi.messages?.confirm(call(), ids);
    expect(await consume()).toEqual([]);
  });
});

describe("a parcel told to Shopee", () => {
  const news = (over: Partial<ShipmentNews> = {}): ShipmentNews => ({
    shipmentId: "s-1",
    channelOrderId: "261122SGCANC01",
    carrier: { code: "own", name: "Own van" },
    trackingNo: "VAN-0001",
    shippedAt: "2026-11-24T10:00:00.000Z",
    lines: [{ lineId: "25800000501-0-25800000501-0", sku: "MUG-OAT-12", quantity: 1 }],
    isLast: true,
    ...over,
  });
  const putWith = (carrier: string) => put({ ...entryOf("order-ready-sgd"), shipping_carrier: carrier });

  it("of the seller's own carrier carries its number, once", async () => {
    putWith("Seller's own fleet");
    expect(await shopeeApi.sendShipment?.(call(), news())).toEqual({
      ok: true,
      value: { kind: "done", reference: "OFG190000000000501" },
    });
    expect(await shopeeApi.sendShipment?.(call(), news())).toMatchObject({ value: { kind: "already" } });
    expect(shopee.shipments).toEqual([{ order_sn: "261122SGCANC01", non_integrated: { tracking_number: "VAN-0001" } }]);
  });

  it("may be told again after any failure, and is told once", async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      shopee = makeShopeeSimulator({ now: () => now });
      putWith("Seller's own fleet");
      const bad = misbehaving(shopee, { seed, broken: 0.3, silent: 0.3, rateLimited: 0.2 });
      const attempt = (credentials: Credentials) =>
        shopeeApi.sendShipment?.(callWith(bad)(credentials), news()) ?? Promise.reject(new Error("none"));
      const { result } = await patiently(attempt, { credentials: shopee.credentials, repeatsInDoubt: true });
      expect(result.ok).toBe(true);
      expect(shopee.shipments).toHaveLength(1);
    }
  });

  it("names its package when the order was split", async () => {
    const order = entryOf("order-partly-shipped-vnd");
    for (const parcel of order.package_list) parcel.logistics_status = "LOGISTICS_READY";
    put({ ...order, shipping_carrier: "Drop-off", order_status: "READY_TO_SHIP" });
    const pot = { lineId: "25800000202-0-25800000202-0", sku: "POT-IRON-800", quantity: 1 };
    const cup = { lineId: "25800000101-221900000011-25800000101-0", sku: "CUP-CEL-200", quantity: 2 };
    const send = (lines: ShipmentNews["lines"]) =>
      shopeeApi.sendShipment?.(call(), news({ channelOrderId: order.order_sn, lines }));
    expect(await send([pot])).toMatchObject({ value: { kind: "done", reference: "OFG190000000000002" } });
    expect(await send([pot, cup])).toMatchObject({ error: { kind: "refused", code: "no_such_package" } });
    expect(shopee.shipments).toEqual([{ order_sn: order.order_sn, package_number: "OFG190000000000002", dropoff: {} }]);
  });

  it("that has to be picked up is left to people", async () => {
    putWith("SPX Express");
    expect(await shopeeApi.sendShipment?.(call(), news())).toMatchObject({ error: { code: "pickup_to_arrange" } });
  });
});

describe("stock told to Shopee", () => {
  const level = (listing: StockLevel["listing"], quantity: number): StockLevel => ({
    sku: "X",
    listing,
    quantity,
    previous: null,
    idempotencyKey: "k",
  });

  it("is set item by item, ids of any length exact, and refused by name", async () => {
    shopee.stock.set("25800000501:0", 1).set("9223372036854775807:11", 1).set("9223372036854775807:12", 1);
    const answers = await shopeeApi.setStock?.(call(), [
      level({ itemId: "9223372036854775807", modelId: "11" }, 7),
      level({ itemId: "25800000501" }, 0),
      level({ itemId: "9223372036854775807", modelId: "13" }, 4),
      level({ itemId: "1" }, 4),
      level({}, 4),
    ]);
    expect(answers).toMatchObject({
      value: [
        { kind: "set" },
        { kind: "set" },
        { kind: "refused", code: "error_busi_update_stock_failed", detail: "Wrong model_id." },
        { kind: "refused", code: "not_found" },
        { kind: "refused", code: "no_listing" },
      ],
    });
    expect([...shopee.stock.values()]).toEqual([0, 7, 1]);
  });

  it("is refused whole when Shopee says that it failed, and not where", async () => {
    const body = new TextEncoder().encode('{"error":"error_busi_update_stock_failed","response":{"failure_list":[]}}');
    const http = { send: async () => ({ ok: true, value: { status: 200, headers: {}, body } }) as const };
    expect(await shopeeApi.setStock?.({ ...call(), http }, [level({ itemId: "1" }, 4)])).toMatchObject({
      value: [{ kind: "refused", detail: "Shopee names no model" }],
    });
  });
});
