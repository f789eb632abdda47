import { describe, expect, it } from "vitest";
import { makeJdSimulator } from "../../../tests/support/simulators/jd.ts";
import { listAll } from "../../../tests/support/simulators/list-all.ts";
import { patiently } from "../../../tests/support/simulators/patience.ts";
import { httpOf, type Misbehaviour, misbehaving } from "../../../tests/support/simulators/simulator.ts";
import type { ApiCall, Credentials, ShipmentNews } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { jdApi } from "./api.ts";
import { jd } from "./jd.ts";
import { sendShipment } from "./write-back.ts";

function anOrder(name: string, changes: Readonly<Record<string, string>> = {}): unknown {
  const order = JSON.parse(new TextDecoder().decode(readSample("jd", name)));
  Object.assign(order.jingdong_pop_order_enGet_responce.orderDetailInfo.orderInfo, changes);
  return order;
}

function world(plan: Misbehaviour = { seed: 1 }) {
  let nowMs = Date.parse("2026-11-21T00:00:00.000Z");
  const now = () => new Date(nowMs);
  const simulator = makeJdSimulator({ now });
  const http = httpOf(misbehaving(simulator, plan));
  const callWith = (credentials: Credentials): ApiCall => ({ http, credentials, now: now() });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { simulator, callWith, call: callWith(simulator.credentials), pass };
}

const query = { by: "changed", from: "2026-11-20T10:00:00.000Z", until: "2026-11-20T20:00:00.000Z" } as const;

const list = ({ simulator, callWith }: ReturnType<typeof world>): Promise<readonly string[]> =>
  listAll(jdApi, { credentials: simulator.credentials, callWith, query });

describe("JD's list of orders", () => {
  it("reads every page from the last to the first", async () => {
    const it = world();
    for (let place = 0; place < 130; place += 1)
      it.simulator.put(anOrder("order-paid", { orderId: String(5000 + place) }));
    expect(await jdApi.listOrders(it.call, { ...query, page: null })).toMatchObject({
      value: { orders: [], next: "3", total: 130 },
    });
    const ids = await list(it);
    expect([ids.length, new Set(ids).size]).toEqual([130, 130]);
  });

  it("loses nothing on a bad day", async () => {
    const it = world({ seed: 4, rateLimited: 0.2, broken: 0.2, silent: 0.15, repeatsPages: true });
    for (let place = 0; place < 130; place += 1)
      it.simulator.put(anOrder("order-paid", { orderId: String(5000 + place) }));
    expect(new Set(await list(it)).size).toBe(130);
  });

  it("finds later what was committed late", async () => {
    const it = world({ seed: 1, commitsLateMs: 120_000 });
    it.simulator.put(anOrder("order-paid"));
    expect(await list(it)).toEqual([]);
    it.pass(120_000);
    expect(await list(it)).toEqual(["274900112233"]);
  });

  it("asks by the time of placing too, and is refused a window of more than a month", async () => {
    const it = world();
    it.simulator.put(anOrder("order-finished"));
    expect(await list(it)).toEqual([]);
    const asked = { ...query, by: "created", page: null } as const;
    expect(await jdApi.listOrders(it.call, asked)).toMatchObject({
      value: { orders: [{ channelOrderId: "274900112233", createdAt: "2026-11-20T12:11:09.000Z" }], next: null },
    });
    expect(await jdApi.listOrders(it.call, { ...asked, from: "2026-10-01T00:00:00.000Z" })).toMatchObject({
      error: { kind: "refused", code: "4001" },
    });
  });

  it("renews a token that has run out, once for each refresh token", async () => {
    const it = world();
    it.simulator.put(anOrder("order-paid"));
    it.simulator.expireTokens();
    expect(await jdApi.listOrders(it.call, { ...query, page: null })).toMatchObject({
      error: { kind: "unauthorised" },
    });
    expect(await list(it)).toHaveLength(1);
    expect(await jdApi.refreshCredentials?.(it.call)).toMatchObject({ error: { kind: "refused", code: "205" } });
  });
});

describe("an order of JD's", () => {
  it.each(["order-paid", "order-shipped", "order-split-parent"])("is read whole: %s", async (name) => {
    const it = world();
    const order = anOrder(name) as {
      jingdong_pop_order_enGet_responce: { orderDetailInfo: { orderInfo: { orderId: string } } };
    };
    it.simulator.put(order);
    const { orderId } = order.jingdong_pop_order_enGet_responce.orderDetailInfo.orderInfo;
    const read = await jdApi.readOrder(it.call, orderId);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const delivery = { topic: pulledTopic, body: read.value, headers: {}, receivedAt: "2026-11-21T00:00:00.000Z" };
    expect(jd.normalise(delivery)).toEqual(jd.normalise({ ...delivery, body: readSample("jd", name) }));
  });

  it("is not found when the shop has none of that id", async () => {
    expect(await jdApi.readOrder(world().call, "1")).toMatchObject({ error: { kind: "not_found" } });
  });
});

describe("JD's refusals", () => {
  it("are told apart", async () => {
    const { simulator, callWith } = world();
    const ask = (credentials: Credentials) => jdApi.readOrder(callWith(credentials), "1");
    expect(await ask({})).toMatchObject({ error: { kind: "unauthorised", detail: "the connection has no appKey" } });
    expect(await ask({ ...simulator.credentials, appSecret: "x" })).toMatchObject({
      error: { kind: "refused", code: "12" },
    });
    const limited = await jdApi.readOrder(world({ seed: 1, rateLimited: 1 }).call, "1");
    const broken = await jdApi.readOrder(world({ seed: 1, broken: 1 }).call, "1");
    expect([limited, broken]).toMatchObject([{ error: { kind: "rate_limited" } }, { error: { kind: "unavailable" } }]);
  });
});

describe("a parcel for JD", () => {
  const news = (trackingNo: string, code = "2087"): ShipmentNews => ({
    shipmentId: "shp_1",
    channelOrderId: "274900112233",
    carrier: { code, name: "京东快递" },
    trackingNo,
    shippedAt: "2026-11-21T00:00:00.000Z",
    lines: [],
    isLast: true,
  });

  it("is told once; a second parcel of the order has no place to go", async () => {
    const it = world();
    it.simulator.put(anOrder("order-paid"));
    expect(await sendShipment(it.call, news("JDVA1"))).toMatchObject({ value: { kind: "done" } });
    expect(await sendShipment(it.call, news("JDVA1"))).toMatchObject({ value: { kind: "already" } });
    expect(await sendShipment(it.call, news("JDVA2"))).toMatchObject({
      error: { kind: "refused", code: "shipped_before" },
    });
    expect(it.simulator.shipments).toHaveLength(1);
  });

  it("is their no for a carrier they do not know and an order that is locked", async () => {
    const it = world();
    it.simulator.put(anOrder("order-paid"));
    expect(await sendShipment(it.call, news("JDVA1", "ZTO"))).toMatchObject({ error: { kind: "refused" } });
    it.simulator.put(anOrder("order-locked"));
    expect(await sendShipment(it.call, news("JDVA1"))).toMatchObject({ error: { kind: "refused", code: "10400001" } });
  });

  it("ships once on the worst of days", async () => {
    const it = world({ seed: 9, rateLimited: 0.2, broken: 0.3, silent: 0.3 });
    it.simulator.put(anOrder("order-paid"));
    const send = (credentials: Credentials) => sendShipment(it.callWith(credentials), news("JDVA1"));
    const { result, attempts } = await patiently(send, { credentials: it.simulator.credentials });
    expect([result.ok, attempts > 1, it.simulator.shipments.length]).toEqual([true, true, 1]);
  });
});

describe("stock for JD", () => {
  it("is set sku by sku, and each is answered", async () => {
    const it = world();
    it.simulator.stock.set("100", 1).set("200", 1);
    const level = (listing: Readonly<Record<string, string>>, quantity: number) => ({
      sku: "S",
      listing,
      quantity,
      previous: null,
      idempotencyKey: "k",
    });
    const levels = [level({ skuId: "100" }, 7), level({ skuId: "300" }, 7), level({}, 7), level({ skuId: "200" }, 0)];
    expect(await jdApi.setStock?.(it.call, levels)).toMatchObject({
      value: [{ kind: "set" }, { kind: "refused" }, { kind: "refused", code: "no_listing" }, { kind: "set" }],
    });
    expect([...it.simulator.stock.values()]).toEqual([7, 0]);
  });
});
