import { describe, expect, it } from "vitest";
import { listAll } from "../../../tests/support/simulators/list-all.ts";
import { httpOf, type Misbehaviour, misbehaving } from "../../../tests/support/simulators/simulator.ts";
import { makeWeChatSimulator } from "../../../tests/support/simulators/wechat.ts";
import { parseJson } from "../../kernel/lossless-json.ts";
import type { ApiCall, Credentials, ShipmentNews } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { wechatApi } from "./api.ts";
import { wechat } from "./wechat.ts";

const start = Date.parse("2025-11-21T10:00:00.000Z");
const ringAndMat = "3705115058471208101";
const mat = "10000141308102-2451833102";

/** A sample as the simulator takes it; `changes` are made to its order. */
function anOrder(name: string, changes: object = {}): unknown {
  const read = parseJson(new TextDecoder().decode(readSample("wechat", name)));
  if (!read.ok) throw new Error(read.error.detail);
  const envelope = structuredClone(read.value) as never as { answer: { order: object } };
  Object.assign(envelope.answer.order, changes);
  return envelope;
}

function world(plan: Misbehaviour = { seed: 1 }) {
  let nowMs = start;
  const now = () => new Date(nowMs);
  const simulator = makeWeChatSimulator({ now });
  const http = httpOf(misbehaving(simulator, plan));
  const callWith = (credentials: Credentials): ApiCall => ({ http, credentials, now: now() });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { simulator, callWith, call: callWith(simulator.credentials), pass };
}

const query = { by: "changed" as const, from: "2025-11-21T00:00:00.000Z", until: "2025-11-21T09:59:00.000Z" };
const idOf = (place: number): string => String(3705115058471200000n + BigInt(place));
const idsOf = (it: ReturnType<typeof world>): Promise<readonly string[]> =>
  listAll(wechatApi, { credentials: it.simulator.credentials, callWith: it.callWith, query });
const fill = ({ simulator }: ReturnType<typeof world>, count: number): void => {
  for (let place = 0; place < count; place += 1) {
    simulator.put(anOrder("order-paid", { order_id: idOf(place), update_time: 1_763_700_000 + place }));
  }
};

describe("WeChat's list of orders", () => {
  it("is read key by key, each order once", async () => {
    const it = world();
    fill(it, 250);
    expect(await idsOf(it)).toEqual(Array.from({ length: 250 }, (_, place) => idOf(place)));
  });

  it("loses nothing on a bad day, with tokens that run out in the middle", async () => {
    const it = world({ seed: 3, rateLimited: 0.2, broken: 0.2, silent: 0.1, repeatsPages: true, expiresTokenAfter: 4 });
    fill(it, 310);
    expect(new Set(await idsOf(it)).size).toBe(310);
  });

  it("finds what was committed late in the overlap of the next window", async () => {
    const it = world({ seed: 1, commitsLateMs: 120_000 });
    fill(it, 1);
    expect(await idsOf(it)).toEqual([]);
    it.pass(120_000);
    expect(await idsOf(it)).toEqual([idOf(0)]);
    expect(wechatApi.listing?.overlapMs).toBeGreaterThan(120_000);
  });

  it("goes by the time of creation too, and is refused more than a week", async () => {
    const it = world();
    fill(it, 2);
    const created = { ...query, by: "created" as const, page: null };
    expect(await wechatApi.listOrders(it.call, created)).toMatchObject({ value: { orders: [{}, {}], next: null } });
    const long = { ...created, from: "2025-11-01T00:00:00.000Z" };
    expect(await wechatApi.listOrders(it.call, long)).toMatchObject({ error: { kind: "refused", code: "10020051" } });
  });
});

describe("an order of WeChat's", () => {
  it.each(["order-paid", "order-partly-shipped", "order-refund-asked"])("is read whole: %s", async (name) => {
    const it = world();
    it.simulator.put(anOrder(name));
    const read = await wechatApi.readOrder(it.call, ringAndMat);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const delivery = { topic: pulledTopic, body: read.value, headers: {}, receivedAt: "2025-11-21T10:00:00.000Z" };
    const sample = { ...delivery, body: readSample("wechat", name) };
    expect(wechat.normalise(delivery)).toEqual(wechat.normalise(sample));
  });

  it("is their no when the shop has none of that number", async () => {
    expect(await wechatApi.readOrder(world().call, "1")).toMatchObject({ error: { kind: "refused" } });
  });
});

describe("WeChat's refusals", () => {
  it("are told apart", async () => {
    const { simulator, callWith } = world();
    const ask = (credentials: Credentials) => wechatApi.readOrder(callWith(credentials), "1");
    const { accessToken: _gone, ...without } = simulator.credentials;
    expect(await ask(without)).toMatchObject({ error: { detail: "the connection has no accessToken" } });
    expect(await ask({ ...simulator.credentials, accessToken: "x" })).toMatchObject({
      error: { kind: "unauthorised" },
    });
    expect(await wechatApi.readOrder(world({ seed: 1, rateLimited: 1 }).call, "1")).toMatchObject({
      error: { kind: "rate_limited" },
    });
    expect(await wechatApi.readOrder(world({ seed: 1, broken: 1 }).call, "1")).toMatchObject({
      error: { kind: "unavailable" },
    });
  });
});

describe("WeChat's token", () => {
  it("stays the same while it lives, and is another when it is over", async () => {
    const it = world();
    const first = await wechatApi.refreshCredentials?.(it.call);
    expect(first).toMatchObject({ value: { accessToken: "access-1", expiresAt: "2025-11-21T12:00:00.000Z" } });
    it.simulator.expireTokens();
    expect(await wechatApi.refreshCredentials?.(it.call)).toMatchObject({ value: { accessToken: "access-2" } });
  });

  it("is refused to a wrong secret", async () => {
    const { simulator, callWith } = world();
    const wrong = callWith({ ...simulator.credentials, appSecret: "wrong" });
    expect(await wechatApi.refreshCredentials?.(wrong)).toMatchObject({ error: { kind: "unauthorised" } });
  });
});

describe("a parcel for WeChat", () => {
  const news = (trackingNo: string, lineId = mat, quantity = 1): ShipmentNews => ({
    shipmentId: `shp_${trackingNo}`,
    channelOrderId: ringAndMat,
    carrier: { code: "SF", name: "顺丰速运" },
    trackingNo,
    shippedAt: "2025-11-21T10:00:00.000Z",
    lines: [{ lineId, sku: "S", quantity }],
    isLast: false,
  });

  it("is told once, and in the words of the line", async () => {
    const it = world();
    it.simulator.put(anOrder("order-paid"));
    expect(await wechatApi.sendShipment?.(it.call, news("SF1"))).toEqual({
      ok: true,
      value: { kind: "done", reference: null },
    });
    expect(await wechatApi.sendShipment?.(it.call, news("SF1"))).toMatchObject({ value: { kind: "already" } });
    const pieces = [{ product_id: "10000141308102", sku_id: "2451833102", product_cnt: 1 }];
    const parcel = { delivery_id: "SF", waybill_id: "SF1", deliver_type: 1, product_infos: pieces };
    expect(it.simulator.shipments).toEqual([{ order_id: ringAndMat, delivery_list: [parcel] }]);
  });

  it("is their no when it holds more than waits there, and ours without a line of theirs", async () => {
    const it = world();
    it.simulator.put(anOrder("order-paid"));
    expect(await wechatApi.sendShipment?.(it.call, news("SF2", mat, 2))).toMatchObject({
      error: { kind: "refused", code: "10020066" },
    });
    expect(await wechatApi.sendShipment?.(it.call, news("SF2", "other"))).toMatchObject({
      error: { kind: "refused", code: "no_lines" },
    });
  });

  it("whose answer was lost is in doubt, and found by asking again", async () => {
    const it = world();
    it.simulator.put(anOrder("order-paid"));
    const silent = httpOf({
      respond: async (request) => {
        const answer = await it.simulator.respond(request);
        return request.url.includes("delivery/send") ? { ...answer, status: 502, body: new Uint8Array() } : answer;
      },
    });
    const lost = { ...it.call, http: silent };
    expect(await wechatApi.sendShipment?.(lost, news("SF3"))).toMatchObject({ error: { kind: "in_doubt" } });
    expect(await wechatApi.sendShipment?.(it.call, news("SF3"))).toMatchObject({ value: { kind: "already" } });
    expect(it.simulator.shipments).toHaveLength(1);
  });
});

describe("stock for WeChat", () => {
  it("is set sku by sku, and each level is answered", async () => {
    const it = world();
    it.simulator.stock.set("1729:11", 1);
    const level = (listing: Readonly<Record<string, string>>) => ({
      sku: "S",
      listing,
      quantity: 7,
      previous: null,
      idempotencyKey: "k",
    });
    const levels = [level({ productId: "1729", skuId: "11" }), level({ productId: "1729", skuId: "12" }), level({})];
    expect(await wechatApi.setStock?.(it.call, levels)).toMatchObject({
      value: [{ kind: "set" }, { kind: "refused", code: "10020052" }, { kind: "refused", code: "not_mapped" }],
    });
    expect([...it.simulator.stock.values()]).toEqual([7]);
  });
});
