import { describe, expect, it } from "vitest";
import { makeDouyinSimulator } from "../../../tests/support/simulators/douyin.ts";
import { listAll } from "../../../tests/support/simulators/list-all.ts";
import { patiently } from "../../../tests/support/simulators/patience.ts";
import { httpOf, type Misbehaviour, misbehaving } from "../../../tests/support/simulators/simulator.ts";
import { parseJson } from "../../kernel/lossless-json.ts";
import type { ApiCall, Credentials, ShipmentNews } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { summarise } from "../summarise.ts";
import { douyinApi } from "./api.ts";
import { douyin } from "./douyin.ts";

const start = Date.parse("2025-11-21T10:00:00.000Z");
const [main, mug] = ["6941230000000000101", "6941230000000100101"] as const;

/** A sample as the simulator takes it; `changes` are made to its order. */
function anOrder(name: string, changes: object = {}): unknown {
  const read = parseJson(new TextDecoder().decode(readSample("douyin", name)));
  if (!read.ok) throw new Error(read.error.detail);
  const order = structuredClone(read.value) as never as { detail: { data: { shop_order_detail: object } } };
  Object.assign(order.detail.data.shop_order_detail, changes);
  return order;
}

function world(plan: Misbehaviour = { seed: 1 }) {
  let nowMs = start;
  const now = () => new Date(nowMs);
  const simulator = makeDouyinSimulator({ now });
  const http = httpOf(misbehaving(simulator, plan));
  const callWith = (credentials: Credentials): ApiCall => ({ http, credentials, now: now() });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { simulator, callWith, call: callWith(simulator.credentials), pass };
}

const query = {
  by: "changed" as const,
  from: "2025-11-21T00:00:00.000Z",
  until: "2025-11-21T09:59:00.000Z",
};
const idOf = (place: number): string => String(6941230000000100000n + BigInt(place));
const idsOf = (it: ReturnType<typeof world>): Promise<readonly string[]> =>
  listAll(douyinApi, { credentials: it.simulator.credentials, callWith: it.callWith, query });
const fill = ({ simulator }: ReturnType<typeof world>, count: number): void => {
  for (let place = 0; place < count; place += 1) {
    simulator.put(anOrder("order-paid", { order_id: idOf(place), update_time: 1_763_700_000 + place }));
  }
};

describe("Douyin's list of orders", () => {
  it("is read from its last page to its first, each order once", async () => {
    const it = world();
    fill(it, 250);
    expect(await douyinApi.listOrders(it.call, { ...query, page: null })).toMatchObject({
      value: { orders: [], next: "3", total: 250 },
    });
    const ids = await idsOf(it);
    expect(ids).toHaveLength(250);
    expect(new Set(ids).size).toBe(250);
  });

  it("loses nothing on a bad day", async () => {
    const it = world({ seed: 3, rateLimited: 0.2, broken: 0.2, silent: 0.1, repeatsPages: true });
    fill(it, 310);
    expect(new Set(await idsOf(it)).size).toBe(310);
  });

  it("goes on with a new token when the old one runs out in the middle", async () => {
    const it = world({ seed: 1, expiresTokenAfter: 3 });
    fill(it, 310);
    expect(new Set(await idsOf(it)).size).toBe(310);
  });

  it("finds what was committed late in the overlap of the next window", async () => {
    const it = world({ seed: 1, commitsLateMs: 120_000 });
    fill(it, 1);
    expect(await idsOf(it)).toEqual([]);
    it.pass(120_000);
    expect(await idsOf(it)).toEqual([idOf(0)]);
    expect(douyinApi.listing?.overlapMs).toBeGreaterThan(120_000);
  });

  it("goes by the time of creation too", async () => {
    const it = world();
    fill(it, 2);
    const page = await douyinApi.listOrders(it.call, { ...query, by: "created", page: null });
    expect(page).toMatchObject({
      value: { total: 2, next: null, orders: [{ createdAt: "2025-11-21T04:40:00.000Z" }, {}] },
    });
  });
});

describe("an order of Douyin's", () => {
  it.each(["order-paid", "order-returned-after-shipping", "order-partly-refunded"])(
    "is read whole: %s",
    async (name) => {
      const it = world();
      it.simulator.put(anOrder(name));
      const id = name === "order-partly-refunded" ? "6941230000000000202" : main;
      const read = await douyinApi.readOrder(it.call, id);
      if (!read.ok) throw new Error(JSON.stringify(read.error));
      const delivery = { topic: pulledTopic, body: read.value, headers: {}, receivedAt: "2025-11-21T10:00:00.000Z" };
      const sample = { ...delivery, body: readSample("douyin", name) };
      expect(summarise(douyin.normalise(delivery))).toBe(summarise(douyin.normalise(sample)));
      expect(douyin.normalise(delivery)).toEqual(douyin.normalise(sample));
    },
  );

  it("is not found when the shop has none of that number", async () => {
    expect(await douyinApi.readOrder(world().call, "1")).toMatchObject({ error: { kind: "not_found" } });
  });
});

describe("Douyin's refusals", () => {
  it("are told apart", async () => {
    const { simulator, callWith } = world();
    const ask = (credentials: Credentials) => douyinApi.readOrder(callWith(credentials), "1");
    const { accessToken: _gone, ...without } = simulator.credentials;
    expect(await ask(without)).toMatchObject({ error: { kind: "unauthorised" } });
    expect(await ask({ ...simulator.credentials, accessToken: "old" })).toMatchObject({
      error: { kind: "unauthorised" },
    });
    expect(await ask({ ...simulator.credentials, appSecret: "wrong" })).toMatchObject({
      error: { kind: "refused", code: "isv.signature-invalid" },
    });
    expect(await douyinApi.readOrder(world({ seed: 1, rateLimited: 1 }).call, "1")).toMatchObject({
      error: { kind: "rate_limited" },
    });
    expect(await douyinApi.readOrder(world({ seed: 1, broken: 1 }).call, "1")).toMatchObject({
      error: { kind: "unavailable" },
    });
  });
});

describe("Douyin's tokens", () => {
  it("are renewed by a refresh token of one use, and its loss is in doubt", async () => {
    const it = world();
    const renewed = await douyinApi.refreshCredentials?.(it.call);
    expect(renewed).toMatchObject({
      value: { accessToken: "access-2", refreshToken: "refresh-2", expiresAt: "2025-11-28T10:00:00.000Z" },
    });
    expect(await douyinApi.refreshCredentials?.(it.call)).toMatchObject({ error: { kind: "unauthorised" } });
    const silent = world({ seed: 1, silent: 1 });
    expect(await douyinApi.refreshCredentials?.(silent.call)).toMatchObject({ error: { kind: "in_doubt" } });
  });

  it("are asked for anew by an app of the merchant's own", async () => {
    const { simulator, callWith } = world();
    const { refreshToken: _gone, ...own } = simulator.credentials;
    const renewed = await douyinApi.refreshCredentials?.(callWith({ ...own, shopId: "7700001" }));
    expect(renewed).toMatchObject({ ok: true, value: { accessToken: "access-2", shopId: "7700001" } });
    expect(renewed?.ok && renewed.value).not.toHaveProperty("refreshToken");
    expect(await douyinApi.refreshCredentials?.(callWith(own))).toMatchObject({
      error: { kind: "unauthorised", detail: "the connection has no shopId" },
    });
  });
});

describe("a parcel for Douyin", () => {
  const news = (shipmentId: string, lineId: string, quantity: number): ShipmentNews => ({
    shipmentId,
    channelOrderId: main,
    carrier: { code: "shunfeng", name: "顺丰速运" },
    trackingNo: `SF-${shipmentId}`,
    shippedAt: "2025-11-21T10:00:00.000Z",
    lines: [{ lineId, sku: "S", quantity }],
    isLast: false,
  });

  it("is told once, whoever asks again", async () => {
    const it = world();
    it.simulator.put(anOrder("order-paid"));
    const first = await douyinApi.sendShipment?.(it.call, news("shp_1", main, 2));
    expect(first).toEqual({ ok: true, value: { kind: "done", reference: "pack-1" } });
    expect(await douyinApi.sendShipment?.(it.call, news("shp_1", main, 2))).toEqual(first);
    expect(await douyinApi.sendShipment?.(it.call, news("shp_2", main, 1))).toMatchObject({
      value: { kind: "already" },
    });
    expect(await douyinApi.sendShipment?.(it.call, news("shp_3", mug, 1))).toMatchObject({ value: { kind: "done" } });
    expect(it.simulator.shipments).toMatchObject([{ logistics_code: "SF-shp_1" }, { logistics_code: "SF-shp_3" }]);
  });

  it("goes out once on the worst of days", async () => {
    const it = world({ seed: 5, rateLimited: 0.2, broken: 0.3, silent: 0.3 });
    it.simulator.put(anOrder("order-paid"));
    const send = async (credentials: Credentials) =>
      (await douyinApi.sendShipment?.(it.callWith(credentials), news("shp_1", main, 2))) ?? { ok: true, value: null };
    const { result, attempts } = await patiently(send as never, { credentials: it.simulator.credentials });
    expect([result.ok, attempts > 1]).toEqual([true, true]);
    expect(it.simulator.shipments).toHaveLength(1);
  });

  it("is their no for a cancelled order, an open refund and lines that are not theirs", async () => {
    const it = world();
    it.simulator.put(anOrder("order-cancelled"));
    it.simulator.put(anOrder("order-refund-asked"));
    const send = (order: string, line: string) =>
      douyinApi.sendShipment?.(it.call, { ...news("shp_9", line, 1), channelOrderId: order });
    expect(await send("6941230000000000303", "6941230000000000303")).toMatchObject({
      error: { kind: "refused", code: "isv.business-failed:60021" },
    });
    expect(await send("6941230000000000202", "6941230000000000202")).toMatchObject({
      error: { kind: "refused", code: "isv.business-failed:60040" },
    });
    expect(await send("6941230000000000202", "")).toMatchObject({ error: { kind: "refused", code: "no_lines" } });
  });
});

describe("stock for Douyin", () => {
  const level = (sku: string, listing: Readonly<Record<string, string>>, quantity: number) => ({
    sku,
    listing,
    quantity,
    previous: null,
    idempotencyKey: "k",
  });

  it("is set by id, exactly, or by code, and each level is answered", async () => {
    const it = world();
    it.simulator.stock.set("9223372036854775807", 1).set("MUG-QC-35", 1);
    const levels = [
      level("TEA", { skuId: "9223372036854775807", productId: "3660207428038974101" }, 7),
      level("MUG-QC-35", {}, 0),
      level("NONE", {}, 3),
    ];
    expect(await douyinApi.setStock?.(it.call, levels)).toMatchObject({
      value: [{ kind: "set" }, { kind: "set" }, { kind: "refused", code: "isv.parameter-invalid:2010003" }],
    });
    expect([...it.simulator.stock.values()]).toEqual([7, 0]);
  });

  it("ends at a failure that passes", async () => {
    const it = world({ seed: 1, broken: 1 });
    expect(await douyinApi.setStock?.(it.call, [level("S", {}, 1)])).toMatchObject({ error: { kind: "unavailable" } });
  });
});
