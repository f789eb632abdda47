import { beforeEach, describe, expect, it } from "vitest";
import { makeLazadaSimulator } from "../../../tests/support/simulators/lazada.ts";
import { listAll } from "../../../tests/support/simulators/list-all.ts";
import { patiently } from "../../../tests/support/simulators/patience.ts";
import { httpOf, misbehaving, recorded, type Simulator } from "../../../tests/support/simulators/simulator.ts";
import type { ApiCall, Credentials, ShipmentNews, StockLevel } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { summarise } from "../summarise.ts";
import { lazadaApi } from "./api.ts";
import { normalise } from "./normalise.ts";
import { refreshToken } from "./refresh-token.ts";
import { lazadaSignature } from "./sign-request.ts";

let now = new Date("2026-12-05T00:00:00.000Z");
let lazada: Simulator;

beforeEach(() => {
  now = new Date("2026-12-05T00:00:00.000Z");
  lazada = makeLazadaSimulator({ now: () => now });
});

// biome-ignore lint/suspicious/noExplicitAny: a payload, to be changed
function answersOf(sample: string): any {
  return JSON.parse(new TextDecoder().decode(readSample("lazada", sample)));
}

const callWith =
  (simulator: Simulator) =>
  (credentials: Credentials): ApiCall => ({
    http: httpOf(simulator),
    credentials,
    now,
  });
const call = (): ApiCall => callWith(lazada)(lazada.credentials);
const window = { by: "changed", from: "2026-11-21T00:00:00.000Z", until: "2026-12-04T00:00:00.000Z" } as const;
const summaryOf = (body: Uint8Array) => summarise(normalise({ topic: pulledTopic, body, headers: {}, receivedAt: "" }));

describe("Lazada's request signature", () => {
  it("is the one its documents reckon", () => {
    const params = {
      access_token: "test",
      app_key: "123456",
      order_id: "1234",
      sign_method: "sha256",
      timestamp: "1517820392000",
    };
    expect(lazadaSignature("/order/get", params, "helloworld")).toBe(
      "4190D32361CFB9581350222F345CB77F3B19F0E31D162316848A2C1FFD5FAB4A",
    );
  });

  it("goes to the country's address, or the one the connection was given", async () => {
    for (const [over, address] of [
      [{}, "https://api.lazada.sg/rest/order/get?"],
      [{ country: "VN" }, "https://api.lazada.vn/rest/order/get?"],
      [{ apiUrl: "https://trial.example/rest/" }, "https://trial.example/rest/order/get?"],
    ] as const) {
      const { http, sent } = recorded(httpOf(lazada));
      await lazadaApi.readOrder({ ...call(), http, credentials: { ...lazada.credentials, ...over } }, "1");
      expect(sent[0]?.url.startsWith(address)).toBe(true);
    }
  });

  it("with wrong credentials, or in no country of Lazada's, is unauthorised", async () => {
    for (const over of [{ appSecret: "wrong" }, { country: "fr" }, { accessToken: "" }]) {
      const answer = await lazadaApi.readOrder({ ...call(), credentials: { ...lazada.credentials, ...over } }, "1");
      expect(answer).toMatchObject({ ok: false, error: { kind: "unauthorised" } });
    }
  });
});

describe("Lazada's orders", () => {
  const putMany = (count: number, perSecond: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => {
      const answers = answersOf("order-pending-sgd");
      const at = new Date(Date.parse("2026-11-23T00:00:00Z") + Math.floor(index / perSecond) * 1000);
      const updated_at = `${at.toISOString().slice(0, 19).replace("T", " ")} +0000`;
      Object.assign(answers.order.data, { order_id: 5_000_000_000 + index, updated_at });
      lazada.put(answers);
      return String(5_000_000_000 + index);
    });

  it("are listed page by page on a bad day, each at least once", async () => {
    const ids = putMany(230, 1);
    const bad = misbehaving(lazada, {
      seed: 11,
      rateLimited: 0.2,
      broken: 0.2,
      silent: 0.2,
      repeatsPages: true,
      expiresTokenAfter: 9,
    });
    // A refresh whose answer is lost costs the refresh token, which only people can mend: it is spared this day.
    const refresh = (given: ApiCall) => refreshToken({ ...given, http: httpOf(lazada) });
    const api = { ...lazadaApi, refreshCredentials: refresh };
    const listed = await listAll(api, { credentials: lazada.credentials, callWith: callWith(bad), query: window });
    expect([...new Set(listed)].sort()).toEqual(ids);
  });

  it("of one second are more than a page, and all listed", async () => {
    const ids = putMany(350, 170);
    const listed = await listAll(lazadaApi, {
      credentials: lazada.credentials,
      callWith: callWith(lazada),
      query: window,
    });
    expect([...new Set(listed)].sort()).toEqual(ids);
  });

  it("are not lost when one of them changes while the list is read", async () => {
    const ids = putMany(150, 1);
    const first = await lazadaApi.listOrders(call(), { ...window, page: null });
    if (!first.ok || first.value.next === null) throw new Error("one page only");
    const moved = answersOf("order-pending-sgd");
    Object.assign(moved.order.data, { order_id: Number(ids[3]), updated_at: "2026-12-04 12:00:00 +0000" });
    lazada.put(moved);
    const second = await lazadaApi.listOrders(call(), { ...window, page: first.value.next });
    if (!second.ok) throw new Error(second.error.kind);
    const listed = [...first.value.orders, ...second.value.orders].map(({ channelOrderId }) => channelOrderId);
    expect([...new Set(listed)].sort()).toEqual(ids);
    expect([first.value.total, second.value.next, second.value.total]).toEqual([150, null, null]);
  });

  it("say when they changed and were created", async () => {
    lazada.put(answersOf("order-pending-sgd"));
    expect(await lazadaApi.listOrders(call(), { ...window, by: "created", page: null })).toMatchObject({
      value: { orders: [{ changedAt: "2026-11-22T01:04:10.000Z", createdAt: "2026-11-22T01:00:00.000Z" }] },
    });
  });

  it("are read with their pieces, and their returns once there may be any", async () => {
    for (const [sample, asked] of [
      ["order-pending-sgd", 2],
      ["order-delivered-one-refunded-sgd", 3],
      ["order-cod-returned-vnd", 3],
    ] as const) {
      const answers = answersOf(sample);
      lazada.put(answers);
      const { http, sent } = recorded(httpOf(lazada));
      const read = await lazadaApi.readOrder({ ...call(), http }, String(answers.order.data.order_id));
      if (!read.ok) throw new Error(read.error.kind);
      expect(summaryOf(read.value)).toBe(summaryOf(readSample("lazada", sample)));
      expect(sent).toHaveLength(asked);
    }
  });

  it("that are unknown are not found, and those of a broken Lazada are for later", async () => {
    expect(await lazadaApi.readOrder(call(), "1")).toMatchObject({ error: { kind: "not_found" } });
    const broken = misbehaving(lazada, { seed: 1, broken: 1 });
    expect(await lazadaApi.readOrder(callWith(broken)(lazada.credentials), "1")).toMatchObject({
      error: { kind: "unavailable" },
    });
    const busy = misbehaving(lazada, { seed: 1, rateLimited: 1 });
    expect(await lazadaApi.readOrder(callWith(busy)(lazada.credentials), "1")).toMatchObject({
      error: { kind: "rate_limited" },
    });
  });
});

describe("an answer of a gateway", () => {
  it("means what its status says, whatever stands in the body", async () => {
    for (const [status, kind] of [
      [429, "rate_limited"],
      [503, "unavailable"],
    ] as const) {
      const body = new TextEncoder().encode('{"code":"E1","message":"slow down","type":"ISV"}');
      const http = { send: async () => ({ ok: true, value: { status, headers: {}, body } }) as const };
      expect(await lazadaApi.readOrder({ ...call(), http }, "1")).toMatchObject({ error: { kind } });
    }
  });
});

describe("Lazada's tokens", () => {
  it("are renewed, and the old ones are worth nothing", async () => {
    const answers = answersOf("order-pending-sgd");
    lazada.put(answers);
    lazada.expireTokens();
    const read = (credentials: Credentials) => lazadaApi.readOrder(callWith(lazada)(credentials), "83920000000001");
    expect(await read(lazada.credentials)).toMatchObject({ error: { kind: "unauthorised" } });
    const { http, sent } = recorded(httpOf(lazada));
    const renewed = await lazadaApi.refreshCredentials?.({ ...call(), http });
    if (!renewed?.ok) throw new Error("not renewed");
    expect(sent[0]?.url).toMatch(/^https:\/\/auth\.lazada\.com\/rest\/auth\/token\/refresh\?/);
    expect(renewed.value).toMatchObject({ country: "sg", expiresAt: "2026-12-12T00:00:00.000Z" });
    expect((await read(renewed.value)).ok).toBe(true);
    expect(await lazadaApi.refreshCredentials?.(call())).toMatchObject({ error: { kind: "unauthorised" } });
  });
});

describe("a parcel told to Lazada", () => {
  const news = (lines: ShipmentNews["lines"], trackingNo = "OWN-0001"): ShipmentNews => ({
    shipmentId: "s-1",
    channelOrderId: "83920000000001",
    carrier: { code: "own", name: "Own van" },
    trackingNo,
    shippedAt: "2026-11-24T10:00:00.000Z",
    lines,
    isLast: false,
  });
  const cups = (quantity: number) => [{ lineId: "83920000000101", sku: "CUP-CEL-200", quantity }];
  const pot = { lineId: "83920000000301", sku: "POT-IRON-800", quantity: 1 };

  it("takes as many pieces of a line as it holds, those of another parcel aside", async () => {
    lazada.put(answersOf("order-pending-sgd"));
    expect(await lazadaApi.sendShipment?.(call(), news(cups(1)))).toEqual({
      ok: true,
      value: { kind: "done", reference: null },
    });
    expect(await lazadaApi.sendShipment?.(call(), news(cups(1)))).toMatchObject({ value: { kind: "already" } });
    expect(await lazadaApi.sendShipment?.(call(), news([...cups(1), pot], "OWN-0002"))).toMatchObject({ ok: true });
    expect(lazada.shipments).toEqual([
      { unitIds: ["83920000000101"], provider: "Own van", trackingNo: "OWN-0001" },
      { unitIds: ["83920000000201", "83920000000301"], provider: "Own van", trackingNo: "OWN-0002" },
    ]);
  });

  it("with more pieces than are left is refused, and nothing is told", async () => {
    lazada.put(answersOf("order-pending-sgd"));
    for (const lines of [cups(3), [{ ...pot, lineId: "unknown" }]]) {
      expect(await lazadaApi.sendShipment?.(call(), news(lines))).toMatchObject({
        error: { code: "not_enough_pieces" },
      });
    }
    expect(lazada.shipments).toEqual([]);
  });

  it("may be told again after any failure, and is told once", async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      lazada = makeLazadaSimulator({ now: () => now });
      lazada.put(answersOf("order-pending-sgd"));
      const bad = misbehaving(lazada, { seed, broken: 0.3, silent: 0.3, rateLimited: 0.2 });
      const attempt = (credentials: Credentials) =>
        lazadaApi.sendShipment?.(callWith(bad)(credentials), news(cups(2))) ?? Promise.reject(new Error("none"));
      const { result } = await patiently(attempt, { credentials: lazada.credentials, repeatsInDoubt: true });
      expect(result.ok).toBe(true);
      expect(lazada.shipments).toHaveLength(1);
    }
  });
});

describe("stock told to Lazada", () => {
  const level = (listing: StockLevel["listing"], quantity: number): StockLevel => ({
    sku: "X",
    listing,
    quantity,
    previous: null,
    idempotencyKey: "k",
  });

  it("is set in one call when Lazada takes all of it", async () => {
    lazada.stock.set("1:11", 1).set("1:12", 1);
    const { http, sent } = recorded(httpOf(lazada));
    const levels = [level({ itemId: "1", skuId: "11" }, 7), level({ itemId: "1", skuId: "12" }, 0)];
    expect(await lazadaApi.setStock?.({ ...call(), http }, levels)).toEqual({
      ok: true,
      value: [{ kind: "set" }, { kind: "set" }],
    });
    expect([sent.length, ...lazada.stock.values()]).toEqual([1, 7, 0]);
  });

  it("is told one by one when something of it is refused", async () => {
    lazada.stock.set("1:11", 1);
    const levels = [level({ itemId: "1", skuId: "11" }, 7), level({ itemId: "1", skuId: "99" }, 5), level({}, 5)];
    expect(await lazadaApi.setStock?.(call(), levels)).toMatchObject({
      value: [{ kind: "set" }, { kind: "refused" }, { kind: "refused", code: "no_listing" }],
    });
    expect(lazada.stock.get("1:11")).toBe(7);
    expect(await lazadaApi.setStock?.(call(), levels.slice(2))).toMatchObject({ value: [{ code: "no_listing" }] });
  });
});
