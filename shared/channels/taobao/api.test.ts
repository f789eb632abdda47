import { describe, expect, it } from "vitest";
import { listAll as listPages } from "../../../tests/support/simulators/list-all.ts";
import { patiently } from "../../../tests/support/simulators/patience.ts";
import { httpOf, type Misbehaviour, misbehaving } from "../../../tests/support/simulators/simulator.ts";
import { makeTaobaoSimulator } from "../../../tests/support/simulators/taobao.ts";
import { type Json, parseJson } from "../../kernel/lossless-json.ts";
import type { ApiCall, Credentials, ShipmentNews } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { summarise } from "../summarise.ts";
import { taobaoApi } from "./api.ts";
import { sendShipment } from "./send-shipment.ts";
import { taobao } from "./taobao.ts";

const start = Date.parse("2026-11-20T10:00:00.000Z");

/** A sample as the simulator takes it; `changes` are made to its trade. */
function aTrade(name: string, changes: Readonly<Record<string, string>> = {}): Json {
  const text = new TextDecoder().decode(readSample("taobao", name));
  const order = parseJson(text);
  if (!order.ok) throw new Error(order.error.detail);
  const { fullinfo, refunds } = structuredClone(order.value) as never as {
    fullinfo: { trade_fullinfo_get_response: { trade: Record<string, unknown> } };
    refunds: Json;
  };
  Object.assign(fullinfo.trade_fullinfo_get_response.trade, changes);
  return { fullinfo, refunds } as unknown as Json;
}

function world(plan: Misbehaviour = { seed: 1 }) {
  let nowMs = start;
  const now = () => new Date(nowMs);
  const simulator = makeTaobaoSimulator({ now });
  const http = httpOf(misbehaving(simulator, plan));
  const callWith = (credentials: Credentials): ApiCall => ({ http, credentials, now: now() });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { simulator, callWith, call: callWith(simulator.credentials), pass, now };
}

const window = (page: string | null) => ({
  by: "changed" as const,
  from: "2026-11-20T02:00:00.000Z",
  until: "2026-11-20T09:00:00.000Z",
  page,
});

const tidOf = (place: number): string => String(3180045566778000000n + BigInt(place));

const listAll = ({ simulator, callWith }: ReturnType<typeof world>): Promise<readonly string[]> => {
  const { page: _first, ...query } = window(null);
  return listPages(taobaoApi, { credentials: simulator.credentials, callWith, query });
};

describe("Taobao's list of trades", () => {
  it("reads every page from the last to the first, and ids exactly", async () => {
    const it = world();
    for (let place = 0; place < 250; place += 1) {
      const modified = `2026-11-20 1${Math.floor(place / 60)}:${String(place % 60).padStart(2, "0")}:00`;
      it.simulator.put(aTrade("trade-paid", { tid: tidOf(place), modified }));
    }
    const first = await taobaoApi.listOrders(it.call, window(null));
    expect(first).toMatchObject({ value: { orders: [], next: "3", total: 250 } });
    const ids = await listAll(it);
    expect(ids).toHaveLength(250);
    expect(new Set(ids)).toEqual(new Set(Array.from({ length: 250 }, (_, place) => tidOf(place))));
  });

  it("loses nothing on a bad day", async () => {
    const it = world({ seed: 11, rateLimited: 0.2, broken: 0.2, silent: 0.15, repeatsPages: true });
    for (let place = 0; place < 230; place += 1) {
      it.simulator.put(aTrade("trade-paid", { tid: tidOf(place), modified: "2026-11-20 11:00:00" }));
    }
    expect(new Set(await listAll(it)).size).toBe(230);
  });

  it("finds what was committed late in the overlap of the next window", async () => {
    const it = world({ seed: 1, commitsLateMs: 120_000 });
    it.simulator.put(aTrade("trade-paid", { modified: "2026-11-20 12:00:00" }));
    expect(await listAll(it)).toEqual([]);
    it.pass(120_000);
    expect(await listAll(it)).toEqual(["3180045566778899001"]);
    expect(taobaoApi.listing?.overlapMs).toBeGreaterThan(120_000);
  });

  it("is refused a window of more than a day", async () => {
    const it = world();
    const asked = { ...window(null), from: "2026-11-18T02:00:00.000Z" };
    expect(await taobaoApi.listOrders(it.call, asked)).toMatchObject({
      error: { kind: "refused", code: "isv.invalid-parameter" },
    });
    expect(await taobaoApi.listOrders(it.call, { ...asked, by: "created" })).toMatchObject({ ok: true });
  });

  it("renews a session that has run out", async () => {
    const it = world();
    it.simulator.put(aTrade("trade-paid", { modified: "2026-11-20 12:00:00" }));
    it.simulator.expireTokens();
    expect(await taobaoApi.listOrders(it.call, window(null))).toMatchObject({ error: { kind: "unauthorised" } });
    expect(await listAll(it)).toHaveLength(1);
  });
});

describe("a trade of Taobao's", () => {
  it("is read whole, with the refunds that are done", async () => {
    const it = world();
    it.simulator.put(aTrade("trade-finished-partly-refunded"));
    const read = await taobaoApi.readOrder(it.call, "3180045566778899001");
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const delivery = { topic: pulledTopic, body: read.value, headers: {}, receivedAt: "2026-11-25T02:00:00.000Z" };
    const sample = { ...delivery, body: readSample("taobao", "trade-finished-partly-refunded") };
    expect(summarise(taobao.normalise(delivery))).toBe(summarise(taobao.normalise(sample)));
    expect(taobao.normalise(delivery)).toEqual(taobao.normalise(sample));
  });

  it("is not found when the shop has none of that id", async () => {
    expect(await taobaoApi.readOrder(world().call, "1")).toMatchObject({ error: { kind: "not_found" } });
  });
});

describe("Taobao's refusals", () => {
  it("are told apart", async () => {
    const { simulator, callWith } = world();
    const ask = (credentials: Credentials) => taobaoApi.readOrder(callWith(credentials), "1");
    const { sessionKey: _gone, ...without } = simulator.credentials;
    expect(await ask(without)).toMatchObject({
      error: { kind: "unauthorised", detail: "the connection has no sessionKey" },
    });
    expect(await ask({ ...simulator.credentials, appSecret: "wrong" })).toMatchObject({
      error: { kind: "refused", code: "isv.invalid-signature" },
    });
    const limited = world({ seed: 1, rateLimited: 1 });
    expect(await taobaoApi.readOrder(limited.call, "1")).toMatchObject({
      error: { kind: "rate_limited", retryAfterMs: 1000 },
    });
    const broken = world({ seed: 1, broken: 1 });
    expect(await taobaoApi.readOrder(broken.call, "1")).toMatchObject({ error: { kind: "unavailable" } });
  });
});

describe("Taobao's messages", () => {
  it("wait until they are confirmed, and name their trades exactly", async () => {
    const it = world();
    it.simulator.put(aTrade("trade-unpaid"));
    it.simulator.put(aTrade("trade-paid"));
    const consumed = await taobaoApi.messages?.consume(it.call);
    expect(await taobaoApi.messages?.consume(it.call)).toEqual(consumed);
    if (!consumed?.ok) throw new Error("nothing was consumed");
    const read = consumed.value.map(({ topic, body }) =>
      summarise(taobao.normalise({ topic, body, headers: {}, receivedAt: "2026-11-20T10:00:00.000Z" })),
    );
    expect(read).toEqual(["pull 3180045566778899001", "pull 3180045566778899001"]);
    const ids = consumed.value.map(({ messageId }) => messageId);
    expect(await taobaoApi.messages?.confirm(it.call, ids)).toEqual({ ok: true, value: null });
    expect(await taobaoApi.messages?.consume(it.call)).toEqual({ ok: true, value: [] });
    expect(it.simulator.waiting).toEqual([]);
  });
});

describe("a parcel for Taobao", () => {
  const news = (lineIds: readonly string[], trackingNo = "78120000000077"): ShipmentNews => ({
    shipmentId: "shp_1",
    channelOrderId: "3180045566778899001",
    carrier: { code: "ZTO", name: "中通快递" },
    trackingNo,
    shippedAt: "2026-11-20T10:00:00.000Z",
    lines: lineIds.map((lineId) => ({ lineId, sku: "S", quantity: 1 })),
    isLast: false,
  });
  const [tea, cup] = ["3180045566779899001", "3180045566780899001"] as const;

  it("splits the trade when something stays, and is told once", async () => {
    const it = world();
    it.simulator.put(aTrade("trade-paid"));
    const send = (...lines: readonly string[]) => taobaoApi.sendShipment?.(it.call, news(lines));
    expect(await send(tea)).toEqual({ ok: true, value: { kind: "done", reference: null } });
    expect(await send(tea)).toEqual({ ok: true, value: { kind: "already", reference: null } });
    expect(await send(cup)).toMatchObject({ value: { kind: "done" } });
    expect(it.simulator.shipments).toMatchObject([{ sub_tid: tea }, { sub_tid: cup }]);
  });

  it("is the whole trade when nothing stays", async () => {
    const it = world();
    it.simulator.put(aTrade("trade-paid"));
    expect(await taobaoApi.sendShipment?.(it.call, news([tea, cup]))).toMatchObject({ value: { kind: "done" } });
    expect(it.simulator.shipments).toMatchObject([{ sub_tid: null }]);
  });

  it("of a cash-on-delivery trade goes the other way", async () => {
    const it = world();
    it.simulator.put(aTrade("trade-cash-on-delivery"));
    const sent = { ...news(["3180045566778899106"]), channelOrderId: "3180045566778899106" };
    expect(await taobaoApi.sendShipment?.(it.call, sent)).toMatchObject({ value: { kind: "done" } });
  });

  it("is their no when nothing waits to be shipped", async () => {
    const it = world();
    it.simulator.put(aTrade("trade-unpaid"));
    expect(await taobaoApi.sendShipment?.(it.call, news([tea]))).toMatchObject({
      error: { kind: "refused", code: "not_waiting" },
    });
  });

  it("ships once on the worst of days", async () => {
    const it = world({ seed: 5, rateLimited: 0.2, broken: 0.3, silent: 0.3 });
    it.simulator.put(aTrade("trade-paid"));
    const send = (credentials: Credentials) => sendShipment(it.callWith(credentials), news([tea]));
    const { result, attempts } = await patiently(send, { credentials: it.simulator.credentials });
    expect(result.ok).toBe(true);
    expect(attempts).toBeGreaterThan(1);
    expect(it.simulator.shipments).toHaveLength(1);
  });
});

describe("stock for Taobao", () => {
  const level = (listing: Readonly<Record<string, string>>, quantity: number) => ({
    sku: "S",
    listing,
    quantity,
    previous: null,
    idempotencyKey: "k",
  });

  it("is set for skus and for articles without, and each is answered", async () => {
    const it = world();
    it.simulator.stock.set("640:51", 1).set("640:52", 1).set("641", 1);
    const levels = [
      level({ numIid: "640", skuId: "51" }, 7),
      level({ numIid: "641" }, 0),
      level({ numIid: "640", skuId: "52" }, 9),
      level({ numIid: "642", skuId: "1" }, 9),
      level({}, 9),
    ];
    expect(await taobaoApi.setStock?.(it.call, levels)).toMatchObject({
      value: [
        { kind: "set" },
        { kind: "set" },
        { kind: "set" },
        { kind: "refused", code: "isv.item-sku-not-exist" },
        { kind: "refused", code: "no_listing" },
      ],
    });
    expect([...it.simulator.stock.values()]).toEqual([7, 9, 0]);
  });
});
