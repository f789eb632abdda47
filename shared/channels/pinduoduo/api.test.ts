import { describe, expect, it } from "vitest";
import { listAll } from "../../../tests/support/simulators/list-all.ts";
import { patiently } from "../../../tests/support/simulators/patience.ts";
import { makePinduoduoSimulator } from "../../../tests/support/simulators/pinduoduo.ts";
import { httpOf, type Misbehaviour, misbehaving } from "../../../tests/support/simulators/simulator.ts";
import type { ApiCall, Credentials, ShipmentNews } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { pinduoduoApi } from "./api.ts";
import { pinduoduo } from "./pinduoduo.ts";
import { sendShipment } from "./write-back.ts";

const orderSn = "261120-301122334455667";

function anOrder(name: string, changes: Readonly<Record<string, string>> = {}): unknown {
  const order = JSON.parse(new TextDecoder().decode(readSample("pinduoduo", name)));
  Object.assign(order.order_info_get_response.order_info, changes);
  return order;
}

function world(plan: Misbehaviour = { seed: 1 }) {
  let nowMs = Date.parse("2026-11-20T13:40:00.000Z");
  const now = () => new Date(nowMs);
  const simulator = makePinduoduoSimulator({ now });
  const http = httpOf(misbehaving(simulator, plan));
  const callWith = (credentials: Credentials): ApiCall => ({ http, credentials, now: now() });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { simulator, callWith, call: callWith(simulator.credentials), pass };
}

const query = { by: "changed", from: "2026-11-20T13:00:00.000Z", until: "2026-11-20T13:30:00.000Z" } as const;

const list = ({ simulator, callWith }: ReturnType<typeof world>): Promise<readonly string[]> =>
  listAll(pinduoduoApi, { credentials: simulator.credentials, callWith, query });

function fill({ simulator }: ReturnType<typeof world>, count: number): void {
  for (let place = 0; place < count; place += 1) {
    simulator.put(anOrder("order-paid", { order_sn: `261120-${1000 + place}` }));
  }
}

describe("Pinduoduo's list of orders", () => {
  it("reads every page from the last to the first", async () => {
    const it = world();
    fill(it, 250);
    expect(await pinduoduoApi.listOrders(it.call, { ...query, page: null })).toMatchObject({
      value: { orders: [], next: "3", total: 250 },
    });
    const ids = await list(it);
    expect([ids.length, new Set(ids).size]).toEqual([250, 250]);
  });

  it("loses nothing on a bad day", async () => {
    const it = world({ seed: 21, rateLimited: 0.2, broken: 0.2, silent: 0.15, repeatsPages: true });
    fill(it, 250);
    expect(new Set(await list(it)).size).toBe(250);
  });

  it("finds later what was committed late, which its own pause allows for", async () => {
    const it = world({ seed: 1, commitsLateMs: 120_000 });
    fill(it, 1);
    expect(await list(it)).toEqual([]);
    it.pass(120_000);
    expect(await list(it)).toEqual(["261120-1000"]);
    expect(pinduoduoApi.listing?.settleMs).toBeGreaterThan(120_000);
  });

  it("is refused a window of more than half an hour", async () => {
    const asked = { ...query, from: "2026-11-20T12:59:00.000Z", page: null };
    expect(await pinduoduoApi.listOrders(world().call, asked)).toMatchObject({ error: { kind: "refused" } });
  });

  it("renews a token that has run out, once for each refresh token", async () => {
    const it = world();
    fill(it, 1);
    it.simulator.expireTokens();
    expect(await pinduoduoApi.listOrders(it.call, { ...query, page: null })).toMatchObject({
      error: { kind: "unauthorised" },
    });
    expect(await list(it)).toHaveLength(1);
    expect(await pinduoduoApi.refreshCredentials?.(it.call)).toMatchObject({ error: { kind: "refused" } });
  });
});

describe("an order of Pinduoduo's", () => {
  it.each(["order-paid", "order-shipped"])("is read whole: %s", async (name) => {
    const it = world();
    it.simulator.put(anOrder(name));
    const read = await pinduoduoApi.readOrder(it.call, orderSn);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const delivery = { topic: pulledTopic, body: read.value, headers: {}, receivedAt: "2026-11-21T00:00:00.000Z" };
    const sample = { ...delivery, body: readSample("pinduoduo", name) };
    expect(pinduoduo.normalise(delivery)).toEqual(pinduoduo.normalise(sample));
  });

  it("is not found when the shop has none of that number", async () => {
    expect(await pinduoduoApi.readOrder(world().call, "1")).toMatchObject({ error: { kind: "not_found" } });
  });
});

describe("Pinduoduo's refusals", () => {
  it("are told apart", async () => {
    const { simulator, callWith } = world();
    const ask = (credentials: Credentials) => pinduoduoApi.readOrder(callWith(credentials), "1");
    expect(await ask({})).toMatchObject({ error: { kind: "unauthorised", detail: "the connection has no clientId" } });
    expect(await ask({ ...simulator.credentials, clientSecret: "x" })).toMatchObject({
      error: { kind: "refused", code: "20004" },
    });
    const limited = await pinduoduoApi.readOrder(world({ seed: 1, rateLimited: 1 }).call, "1");
    const broken = await pinduoduoApi.readOrder(world({ seed: 1, broken: 1 }).call, "1");
    expect([limited, broken]).toMatchObject([{ error: { kind: "rate_limited" } }, { error: { kind: "unavailable" } }]);
  });
});

describe("a parcel for Pinduoduo", () => {
  const news = (trackingNo: string, code = "85"): ShipmentNews => ({
    shipmentId: "shp_1",
    channelOrderId: orderSn,
    carrier: { code, name: "圆通速递" },
    trackingNo,
    shippedAt: "2026-11-21T00:00:00.000Z",
    lines: [],
    isLast: true,
  });

  it("is told once; a second parcel of the order has no place to go", async () => {
    const it = world();
    it.simulator.put(anOrder("order-paid"));
    expect(await sendShipment(it.call, news("YT1"))).toMatchObject({ value: { kind: "done" } });
    expect(await sendShipment(it.call, news("YT1"))).toMatchObject({ value: { kind: "already" } });
    expect(await sendShipment(it.call, news("YT2"))).toMatchObject({
      error: { kind: "refused", code: "shipped_before" },
    });
    expect(it.simulator.shipments).toHaveLength(1);
  });

  it("is their no for a carrier they do not know", async () => {
    const it = world();
    it.simulator.put(anOrder("order-paid"));
    expect(await sendShipment(it.call, news("YT1", "YTO"))).toMatchObject({ error: { kind: "refused" } });
  });

  it("ships once on the worst of days", async () => {
    const it = world({ seed: 9, rateLimited: 0.2, broken: 0.3, silent: 0.3 });
    it.simulator.put(anOrder("order-paid"));
    const send = (credentials: Credentials) => sendShipment(it.callWith(credentials), news("YT1"));
    const { result, attempts } = await patiently(send, { credentials: it.simulator.credentials });
    expect([result.ok, attempts > 1, it.simulator.shipments.length]).toEqual([true, true, 1]);
  });
});

describe("stock for Pinduoduo", () => {
  it("is set by its sku id or by ours, and each is answered", async () => {
    const it = world();
    it.simulator.stock.set("600:14", 1).set("600:MUG", 1);
    const level = (listing: Readonly<Record<string, string>>, quantity: number) => ({
      sku: "MUG",
      listing,
      quantity,
      previous: null,
      idempotencyKey: "k",
    });
    const levels = [
      level({ goodsId: "600", skuId: "14" }, 7),
      level({ goodsId: "600" }, 5),
      level({ goodsId: "601" }, 5),
      level({}, 5),
    ];
    expect(await pinduoduoApi.setStock?.(it.call, levels)).toMatchObject({
      value: [{ kind: "set" }, { kind: "set" }, { kind: "refused" }, { kind: "refused", code: "no_listing" }],
    });
    expect([...it.simulator.stock.values()]).toEqual([7, 5]);
  });
});
