import { describe, expect, it } from "vitest";
import { listAll } from "../../../tests/support/simulators/list-all.ts";
import { httpOf, type Misbehaviour, misbehaving } from "../../../tests/support/simulators/simulator.ts";
import { makeTikTokShopSimulator } from "../../../tests/support/simulators/tiktokshop.ts";
import type { ApiCall, Credentials, ShipmentNews } from "../api.ts";
import { pulledTopic } from "../channel.ts";
import { readSample } from "../sample.ts";
import { tiktokshopApi } from "./api.ts";
import { tiktokshop } from "./tiktokshop.ts";

const start = Date.parse("2025-11-21T10:00:00.000Z");

/** A sample as the simulator takes it; `changes` are made to its order. */
function anOrder(name: string, changes: object = {}): object {
  const { order, returns, cancellations } = JSON.parse(new TextDecoder().decode(readSample("tiktokshop", name)));
  return { order: { ...order.data.orders[0], ...changes }, returns, cancellations };
}

function world(plan: Misbehaviour = { seed: 1 }) {
  let nowMs = start;
  const now = () => new Date(nowMs);
  const simulator = makeTikTokShopSimulator({ now });
  const http = httpOf(misbehaving(simulator, plan));
  const callWith = (credentials: Credentials): ApiCall => ({ http, credentials, now: now() });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { simulator, callWith, call: callWith(simulator.credentials), pass };
}

const query = { by: "changed" as const, from: "2025-11-21T00:00:00.000Z", until: "2025-11-21T09:59:00.000Z" };
const idOf = (place: number): string => String(577100000000100000n + BigInt(place));
const idsOf = (it: ReturnType<typeof world>): Promise<readonly string[]> =>
  listAll(tiktokshopApi, { credentials: it.simulator.credentials, callWith: it.callWith, query });
const fill = ({ simulator }: ReturnType<typeof world>, count: number): void => {
  for (let place = 0; place < count; place += 1) {
    simulator.put(anOrder("order-paid", { id: idOf(place), update_time: 1_763_700_000 + place }));
  }
};

describe("TikTok's list of orders", () => {
  it("is read page by page, each order once", async () => {
    const it = world();
    fill(it, 250);
    const first = await tiktokshopApi.listOrders(it.call, { ...query, page: null });
    expect(first).toMatchObject({ value: { next: "page-100", total: 250 } });
    expect(await idsOf(it)).toEqual(Array.from({ length: 250 }, (_, place) => idOf(place)));
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
    expect(tiktokshopApi.listing?.overlapMs).toBeGreaterThan(120_000);
  });

  it("goes by the time of creation too", async () => {
    const it = world();
    fill(it, 2);
    const page = await tiktokshopApi.listOrders(it.call, { ...query, by: "created", page: null });
    expect(page).toMatchObject({ value: { total: 2, next: null } });
  });
});

describe("an order of TikTok's", () => {
  it.each(["order-paid", "order-returned", "order-cancelled-after-payment", "order-cash-on-delivery"])(
    "is read whole: %s",
    async (name) => {
      const it = world();
      const envelope = anOrder(name) as { readonly order: { readonly id: string } };
      it.simulator.put(envelope);
      const read = await tiktokshopApi.readOrder(it.call, envelope.order.id);
      if (!read.ok) throw new Error(JSON.stringify(read.error));
      const delivery = { topic: pulledTopic, body: read.value, headers: {}, receivedAt: "2025-11-21T10:00:00.000Z" };
      const sample = { ...delivery, body: readSample("tiktokshop", name) };
      expect(tiktokshop.normalise(delivery)).toEqual(tiktokshop.normalise(sample));
    },
  );

  it("is not found when the shop has none of that number", async () => {
    expect(await tiktokshopApi.readOrder(world().call, "1")).toMatchObject({ error: { kind: "not_found" } });
  });
});

describe("TikTok's refusals", () => {
  it("are told apart", async () => {
    const { simulator, callWith } = world();
    const ask = (credentials: Credentials) => tiktokshopApi.readOrder(callWith(credentials), "1");
    const { shopCipher: _gone, ...without } = simulator.credentials;
    expect(await ask(without)).toMatchObject({ error: { detail: "the connection has no shopCipher" } });
    expect(await ask({ ...simulator.credentials, shopCipher: "x" })).toMatchObject({ error: { kind: "unauthorised" } });
    expect(await ask({ ...simulator.credentials, accessToken: "x" })).toMatchObject({
      error: { kind: "unauthorised" },
    });
    expect(await ask({ ...simulator.credentials, appKey: "x" })).toMatchObject({
      error: { kind: "refused", code: "36009004" },
    });
    expect(await tiktokshopApi.readOrder(world({ seed: 1, rateLimited: 1 }).call, "1")).toMatchObject({
      error: { kind: "rate_limited" },
    });
    expect(await tiktokshopApi.readOrder(world({ seed: 1, broken: 1 }).call, "1")).toMatchObject({
      error: { kind: "unavailable" },
    });
  });

  it("inside answers that came with 200 are read too", async () => {
    const codes = { 36009002: "rate_limited", 36009003: "unavailable", 105002: "unauthorised", 21008111: "refused" };
    for (const [code, kind] of Object.entries(codes)) {
      const body = new TextEncoder().encode(`{"code":${code},"message":"no"}`);
      const http = { send: async () => ({ ok: true as const, value: { status: 200, headers: {}, body } }) };
      const call = { http, credentials: world().simulator.credentials, now: new Date(start) };
      expect(await tiktokshopApi.readOrder(call, "1")).toMatchObject({ error: { kind } });
    }
  });
});

describe("TikTok's tokens", () => {
  it("are renewed, and the answer says until when they last", async () => {
    const it = world();
    expect(await tiktokshopApi.refreshCredentials?.(it.call)).toMatchObject({
      value: { accessToken: "access-2", refreshToken: "refresh-2", expiresAt: "2025-11-28T10:00:00.000Z" },
    });
    expect(await tiktokshopApi.refreshCredentials?.(it.call), "used before").toMatchObject({
      error: { kind: "unauthorised" },
    });
  });
});

describe("a parcel for TikTok", () => {
  const news = (trackingNo: string, quantity: number): ShipmentNews => ({
    shipmentId: `shp_${trackingNo}`,
    channelOrderId: "577100000000000202",
    carrier: { code: "7117858858072016686", name: "Royal Mail" },
    trackingNo,
    shippedAt: "2025-11-21T10:00:00.000Z",
    lines: [{ lineId: "577100000000020201", sku: "CANDLE-FIG", quantity }],
    isLast: false,
  });

  it("takes the pieces that are still here, and is told once", async () => {
    const it = world();
    it.simulator.put(anOrder("order-released"));
    const first = await tiktokshopApi.sendShipment?.(it.call, news("RM1", 1));
    expect(first).toEqual({ ok: true, value: { kind: "done", reference: "115300000000001" } });
    expect(await tiktokshopApi.sendShipment?.(it.call, news("RM1", 1))).toEqual({
      ok: true,
      value: { kind: "already", reference: "115300000000001" },
    });
    expect(await tiktokshopApi.sendShipment?.(it.call, news("RM2", 1))).toMatchObject({ value: { kind: "done" } });
    expect(it.simulator.shipments).toMatchObject([
      { order_line_item_ids: ["577100000000020201"] },
      { order_line_item_ids: ["577100000000020202"] },
    ]);
  });

  it("is refused when more were sent than wait there, or when TikTok's own carrier comes", async () => {
    const it = world();
    it.simulator.put(anOrder("order-unit-cancelled"));
    expect(await tiktokshopApi.sendShipment?.(it.call, news("RM3", 2))).toMatchObject({
      error: { kind: "refused", code: "not_waiting" },
    });
    it.simulator.put(anOrder("order-released", { shipping_type: "TIKTOK" }));
    expect(await tiktokshopApi.sendShipment?.(it.call, news("RM3", 1))).toMatchObject({
      error: { kind: "refused", code: "shipped_by_platform" },
    });
    expect(await tiktokshopApi.sendShipment?.(it.call, { ...news("RM3", 1), channelOrderId: "1" })).toMatchObject({
      error: { kind: "not_found" },
    });
  });

  it("whose answer was lost is in doubt, and found by asking again", async () => {
    const it = world();
    it.simulator.put(anOrder("order-released"));
    const silent = httpOf({
      respond: async (request) => {
        const answer = await it.simulator.respond(request);
        return request.method === "GET" ? answer : { ...answer, status: 502, body: new Uint8Array() };
      },
    });
    const lost = { ...it.call, http: silent };
    expect(await tiktokshopApi.sendShipment?.(lost, news("RM4", 2))).toMatchObject({ error: { kind: "in_doubt" } });
    expect(await tiktokshopApi.sendShipment?.(it.call, news("RM4", 2))).toMatchObject({ value: { kind: "already" } });
    expect(it.simulator.shipments).toHaveLength(1);
  });
});

describe("stock for TikTok", () => {
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
    const levels = [
      level({ productId: "1729", skuId: "11", warehouseId: "7336" }),
      level({ productId: "1729", skuId: "12" }),
      level({ skuId: "12" }),
      level({ productId: "1729" }),
    ];
    expect(await tiktokshopApi.setStock?.(it.call, levels)).toMatchObject({
      value: [
        { kind: "set" },
        { kind: "refused", code: "12052260" },
        { kind: "refused", code: "not_mapped" },
        { kind: "refused", code: "not_mapped" },
      ],
    });
    expect([...it.simulator.stock.values()]).toEqual([7]);
  });
});
