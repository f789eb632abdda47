import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { aLine, aMerchantId, anIncomingOrder } from "../../tests/support/builders.ts";
import { type Crash, CrashError, crashing } from "../../tests/support/crashing.ts";
import { memoryQueue } from "../../tests/support/memory-ports.ts";
import { plainChannel } from "../../tests/support/plain-channel.ts";
import { makePlainShop, type PlainShop } from "../../tests/support/plain-shop.ts";
import { aConnection, type ShippingHub, shippingHub } from "../../tests/support/shipping-hub.ts";
import { misbehaving, NoAnswerError, type Simulator } from "../../tests/support/simulators/simulator.ts";
import { shopApi } from "../../tests/support/telling-hub.ts";
import type { ShipmentId } from "../kernel/ids.ts";
import { readOrder } from "../orders/order-store.ts";
import { toConnectionItem } from "../settings/connection.ts";
import { noPublishing, toWriteBackItem } from "./settings.ts";
import { tellMessageSchema } from "./tell-message.ts";
import { makeTellShipment } from "./tell-shipment.ts";
import { readTelling } from "./telling.ts";

type World = Awaited<ReturnType<typeof world>>;

/** The shop, the hub and the queue between them; `turn` gives the worker every message that is due. */
async function world(
  shop: PlainShop = makePlainShop(),
  simulator: Simulator = shop,
  wrap: <P extends object>(port: P) => P = (port) => port,
) {
  const hub = await shippingHub({ lines: [aLine({ quantity: 3 })] });
  shop.put(anIncomingOrder({ lines: [aLine({ quantity: 3 })] }));
  const queue = memoryQueue();
  const reports: string[] = [];
  const tell = makeTellShipment({
    table: wrap(hub.table),
    ...shopApi(hub.table, wrap(simulator), hub.now),
    findChannel: async () => plainChannel,
    noteTold: wrap(hub).noteTold,
    queue: wrap(queue),
    now: hub.now,
    report: (_channel, answer) => reports.push(answer),
  });
  const message = (shipmentId: ShipmentId, isAsked = false) => ({
    merchantId: aMerchantId,
    orderId: hub.orderId,
    shipmentId,
    isAsked,
  });
  return {
    hub,
    shop,
    queue,
    reports,
    tell: (shipmentId: ShipmentId, isAsked = false) => tell(message(shipmentId, isAsked), () => 30_000),
    /** Waits as long as the message asks for, then handles it. */
    goOn: async () => {
      const next = queue.sent.shift();
      if (next === undefined) throw new Error("nothing waits in the queue");
      hub.clock.ms += (next.delaySeconds ?? 0) * 1_000 + 1;
      return tell(tellMessageSchema.parse(JSON.parse(next.body)), () => 30_000);
    },
    record: (shipmentId: ShipmentId) => readTelling(hub.table, aMerchantId, hub.orderId, shipmentId),
  };
}

async function shipped(hub: ShippingHub, quantity = 1, trackingNo = "SF1"): Promise<ShipmentId> {
  const result = await hub.ship({ lines: [{ lineId: "l1", quantity }], trackingNo });
  if (!result.ok) throw new Error(result.error.kind);
  return result.value.shipmentId;
}

describe("telling a channel of a parcel", () => {
  let own: World;
  beforeEach(async () => {
    own = await world();
  });

  it("says what left, once, and writes the answer to the order and the record", async () => {
    const { hub, shop, tell, record } = own;
    const shipmentId = await shipped(hub, 3);

    const outcomes = [await tell(shipmentId), await tell(shipmentId)];

    expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "skipped"]);
    expect(shop.shipments.map(({ news }) => news)).toEqual([
      {
        shipmentId,
        channelOrderId: "1001",
        carrier: { code: "SF", name: "SF Express" },
        trackingNo: "SF1",
        shippedAt: "2026-11-22T06:00:00.000Z",
        lines: [{ lineId: "l1", sku: "TEA-250", quantity: 3 }],
        isLast: true,
      },
    ]);
    expect(await record(shipmentId)).toMatchObject({ state: "done", attempts: 1, reference: "f1" });
    const order = await hub.read();
    expect(order.fulfilments[shipmentId]?.facts.hub?.told).toMatchObject({ state: "done", reference: "f1" });
    expect(order.timeline.at(-1)).toMatchObject({ what: "channel told of parcel", note: "shopify, SF1" });
    expect((await readOrder(hub.table, aMerchantId, hub.orderId))?.outbox).toEqual([]);
  });

  it("uses the shop's own words for the carrier", async () => {
    const { hub, shop, tell } = own;
    const carriers = { SF: { code: "44", name: "顺丰快递" } };
    const settings = { connectionId: aConnection.connectionId, channel: "shopify", stock: noPublishing, carriers };
    await hub.table.put(toWriteBackItem(aMerchantId, settings));

    await tell(await shipped(hub));

    expect(shop.shipments[0]?.news.carrier).toEqual({ code: "44", name: "顺丰快递" });
    expect(shop.shipments[0]?.news.isLast).toBe(false);
  });

  it("leaves the channel's no to people, and tries again when one of them asks", async () => {
    const { hub, shop, tell, record, queue, reports } = own;
    shop.no = "the carrier is not enabled for this shop";
    const shipmentId = await shipped(hub);

    await tell(shipmentId);
    await tell(shipmentId);

    expect(await record(shipmentId)).toMatchObject({ state: "refused", why: `422: ${shop.no}`, attempts: 1 });
    expect((await hub.read()).timeline.at(-1)).toMatchObject({ what: "channel refused parcel" });
    expect(queue.sent).toEqual([]);
    shop.no = null;
    await tell(shipmentId, true);
    expect(await record(shipmentId)).toMatchObject({ state: "done" });
    expect(reports).toEqual(["refused", "done"]);
  });

  it("asks before it tells again when no answer came, and finds the parcel there", async () => {
    const shop = makePlainShop();
    let isSilent = true;
    const simulator: Simulator = {
      ...shop,
      respond: async (request) => {
        const answer = await shop.respond(request);
        if (!isSilent || request.method === "GET") return answer;
        isSilent = false;
        throw new NoAnswerError("no answer in time");
      },
    };
    const { hub, tell, goOn, record, queue } = await world(shop, simulator);
    const shipmentId = await shipped(hub);

    await tell(shipmentId);
    expect(await record(shipmentId)).toMatchObject({ state: "in_doubt", attempts: 1 });
    await goOn();

    expect(shop.shipments).toHaveLength(1);
    expect(await record(shipmentId)).toMatchObject({ state: "already", reference: "f1" });
    expect(queue.sent).toEqual([]);
  });

  it("waits while the connection is paused, without counting attempts", async () => {
    const { hub, shop, tell, goOn, record } = own;
    await hub.table.put(toConnectionItem(aMerchantId, { ...aConnection, state: "paused" }));
    const shipmentId = await shipped(hub);

    await tell(shipmentId);
    expect(await record(shipmentId)).toMatchObject({ state: "pending", attempts: 0, why: "the connection is paused" });
    await hub.table.put(toConnectionItem(aMerchantId, aConnection));
    await goOn();

    expect(shop.shipments).toHaveLength(1);
  });

  it("tells the parcels of an order one after the other", async () => {
    const { hub, shop, tell, goOn } = own;
    const first = await shipped(hub, 1, "SF1");
    hub.clock.ms += 1_000;
    const second = await shipped(hub, 2, "SF2");

    await tell(second);
    await tell(first);
    await goOn();

    expect(shop.shipments.map(({ news }) => [news.trackingNo, news.isLast])).toEqual([
      ["SF1", false],
      ["SF2", true],
    ]);
  });

  it("never tells of a parcel that was taken back before, and lists for correction what was told", async () => {
    const { hub, shop, tell, record } = own;
    const untold = await shipped(hub, 1, "SF1");
    await hub.unship({ merchantId: aMerchantId, orderId: hub.orderId, shipmentId: untold, reason: null });
    await tell(untold);
    hub.clock.ms += 1_000;
    const told = await shipped(hub, 1, "SF2");
    await tell(told);
    await hub.unship({ merchantId: aMerchantId, orderId: hub.orderId, shipmentId: told, reason: null });
    await tell(told);

    expect(shop.shipments.map(({ news }) => news.trackingNo)).toEqual(["SF2"]);
    expect([(await record(untold))?.state, (await record(told))?.state]).toEqual(["withdrawn", "to_correct"]);
    const { fulfilments } = await hub.read();
    expect([untold, told].map((id) => fulfilments[id]?.facts.hub?.told?.state)).toEqual(["withdrawn", "done"]);
  });

  it("lists for correction what may have reached the channel before it was taken back", async () => {
    const shop = makePlainShop();
    const silent: Simulator = {
      ...shop,
      respond: async () => {
        throw new NoAnswerError("no answer in time");
      },
    };
    const { hub, tell, record } = await world(shop, silent);
    const shipmentId = await shipped(hub);
    await tell(shipmentId);
    await hub.unship({ merchantId: aMerchantId, orderId: hub.orderId, shipmentId, reason: null });
    hub.clock.ms += 600_000;

    await tell(shipmentId);

    expect(await record(shipmentId)).toMatchObject({ state: "to_correct" });
    expect((await hub.read()).status).toBe("allocated");
  });

  it("gives up after two days, and says so on the order", async () => {
    const shop = makePlainShop();
    const down: Simulator = {
      ...shop,
      respond: async () => {
        throw new NoAnswerError("no answer in time");
      },
    };
    const { hub, tell, record } = await world(shop, down);
    const shipmentId = await shipped(hub);
    await tell(shipmentId);
    hub.clock.ms += 49 * 3_600_000;

    const outcome = await tell(shipmentId);

    expect(outcome.kind).toBe("park");
    expect(await record(shipmentId)).toMatchObject({ state: "given_up" });
    expect((await hub.read()).timeline.at(-1)).toMatchObject({ what: "channel not told of parcel" });
  });

  it("tells a misbehaving channel of each parcel exactly once in the end", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
        const shop = makePlainShop();
        const plan = { seed, rateLimited: 0.2, broken: 0.3, silent: 0.3 };
        const { hub, tell, goOn, record, queue } = await world(shop, misbehaving(shop, plan));
        const shipmentId = await shipped(hub);
        await tell(shipmentId);
        // The bus delivers twice.
        await tell(shipmentId);
        for (let turn = 0; turn < 200 && queue.sent.length > 0; turn += 1) await goOn();

        expect(queue.sent).toEqual([]);
        expect(shop.shipments).toHaveLength(1);
        expect(["done", "already"]).toContain((await record(shipmentId))?.state);
        expect(await hub.stock()).toMatchObject({ SHA: "9/2" });
      }),
      { numRuns: 60 },
    );
  });
});

describe("a worker that dies while it tells a channel", () => {
  async function lived(
    crash: Crash | null,
  ): Promise<{ readonly calls: number; readonly world: World; readonly id: ShipmentId }> {
    const { wrap, calls } = crashing(crash);
    const shop = makePlainShop();
    const one = await world(shop, shop, wrap);
    const id = await shipped(one.hub);
    for (let delivery = 1; delivery <= 3; delivery += 1) {
      await one.tell(id).catch((error: unknown) => {
        if (!(error instanceof CrashError)) throw error;
      });
      // The queue gives the message back when the dead worker's time is over.
      one.hub.clock.ms += 360_000;
    }
    for (let turn = 0; turn < 20 && one.queue.sent.length > 0; turn += 1) await one.goOn();
    return { calls: calls(), world: one, id };
  }

  it("leaves a parcel that is told once and recorded, wherever it died", async () => {
    const { calls } = await lived(null);
    expect(calls).toBeGreaterThan(4);
    for (let call = 1; call <= calls; call += 1) {
      for (const when of ["before", "after"] as const) {
        const { world: one, id } = await lived({ call, when });
        const where = `${when} call ${call}`;
        expect(one.shop.shipments, where).toHaveLength(1);
        expect(["done", "already"], where).toContain((await one.record(id))?.state);
        expect((await one.hub.read()).fulfilments[id]?.facts.hub?.told, where).toMatchObject({ reference: "f1" });
        expect(one.queue.sent, where).toEqual([]);
      }
    }
  });
});

describe("a message for the worker", () => {
  it("is read from the bus and from the hub's own queue", () => {
    const bus = { detail: { merchantId: "demo", subject: "ord_1", detail: { shipmentId: "shp_1" } } };
    const own = { merchantId: "demo", orderId: "ord_1", shipmentId: "shp_1", isAsked: true };

    expect(tellMessageSchema.parse(bus)).toEqual({ ...own, isAsked: false });
    expect(tellMessageSchema.parse(own)).toEqual(own);
  });
});
