import { describe, expect, it } from "vitest";
import { brokenAtRest, brokenNow } from "../../tests/property/stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "../../tests/property/warehouse-world.ts";
import { aMerchant, aMerchantId, aMoment, aStatus } from "../../tests/support/builders.ts";
import { type Crash, crashing } from "../../tests/support/crashing.ts";
import { warehouseCode } from "../kernel/ids.ts";
import { makeChangeOrder } from "../orders/change-order.ts";
import { makeShipOrder, type ShipRequest } from "../orders/ship-order.ts";
import { makeUnshipOrder } from "../orders/unship-order.ts";

const skus = Array.from({ length: 190 }, (_, at) => `SKU-${at}`);
const later = { at: Date.parse(aMoment) + 1, tie: "b" };

/** An order of many skus that has left in one parcel, and nothing of it waits to be booked. */
async function sent(crash: Crash | null = null) {
  const workers = crashing(crash);
  let isWorking = false;
  const world = await makeWorld({
    wrap: (table) => {
      const wrapped = workers.wrap(table);
      return new Proxy(table, { get: (target, name) => Reflect.get(isWorking ? wrapped : target, name) });
    },
  });
  for (const one of skus) await world.count(one, "SHA", 1);
  const orderId = await world.apply(
    anOrderOf(
      1,
      skus.map((one) => [one, 1]),
    ),
  );
  await world.settle();
  const readMerchant = async () => aMerchant();
  const deps = { table: world.bare, readMerchant, now: world.now, pause: async () => undefined };
  const changeOrder = makeChangeOrder(deps);
  const parcel: ShipRequest = {
    ...{ merchantId: aMerchantId, orderId, warehouse: warehouseCode("SHA"), carrier: { code: "SF", name: "SF" } },
    ...{ trackingNo: "SF1", lines: null, shippedBy: "mei", key: "p1", shippedAt: null },
  };
  const shipped = await makeShipOrder(changeOrder)(parcel);
  if (!shipped.ok) throw new Error(shipped.error.kind);
  await world.settle();
  const unship = makeUnshipOrder(changeOrder);
  const { shipmentId } = shipped.value;
  const takeBack = () => unship({ merchantId: aMerchantId, orderId, shipmentId, reason: "mistake" });
  return { world, workers, takeBack, work: (now: boolean) => (isWorking = now) };
}

const unitsOf = (world: World) =>
  world.stocks().reduce((sum, { onHand, allocated }) => ({ onHand: sum.onHand + onHand, held: sum.held + allocated }), {
    onHand: 0,
    held: 0,
  });

describe("a parcel of more positions than one transaction writes", () => {
  it("is taken back: its goods are in stock again, and the order is planned anew on them", async () => {
    const { world, takeBack } = await sent();
    expect(unitsOf(world)).toEqual({ onHand: 0, held: 0 });
    expect(world.orders()[0]).toMatchObject({ status: "shipped" });

    expect(await takeBack()).toMatchObject({ ok: true, value: { kind: "unshipped" } });
    expect(world.orders()[0]).toMatchObject({ apart: "leaving", allocations: [] });
    expect(brokenNow(world)).toEqual([]);
    expect(await takeBack()).toMatchObject({ ok: true, value: { kind: "repeated" } });

    await world.settle();
    expect(unitsOf(world)).toEqual({ onHand: 190, held: 190 });
    expect(world.orders()[0]).toMatchObject({ status: "allocated", backorder: [] });
    expect(await brokenAtRest(world)).toEqual([]);
  });

  it("leaves its goods in stock when the buyer cancels before they are back", async () => {
    const { world, takeBack } = await sent();
    await takeBack();
    await world.apply({ channelOrderId: "1001", clock: later, status: aStatus({ cancelledAt: aMoment }) });
    expect(brokenNow(world)).toEqual([]);
    await world.settle();
    expect(unitsOf(world)).toEqual({ onHand: 190, held: 0 });
    expect(world.orders()[0]).toMatchObject({ status: "cancelled", allocations: [] });
    expect(await brokenAtRest(world)).toEqual([]);
  });

  it("comes back once, wherever the worker that books it is killed", async () => {
    const play = async (crash: Crash | null) => {
      const { world, workers, takeBack, work } = await sent(crash);
      await takeBack();
      const routes = () => world.jobs.filter(({ kind }) => kind === "route");
      for (let turns = 0; routes().length > 0; turns += 1) {
        const [job] = routes();
        if (job === undefined || turns > 20) throw new Error("the order is never routed");
        world.jobs.splice(world.jobs.indexOf(job), 1);
        work(true);
        const fate = await world.run(job);
        work(false);
        if (fate === "again") world.jobs.push(job);
        expect(brokenNow(world)).toEqual([]);
      }
      await world.settle();
      expect(await brokenAtRest(world)).toEqual([]);
      return { calls: workers.calls(), ...unitsOf(world), status: world.orders()[0]?.status };
    };
    const calm = await play(null);
    expect(calm).toMatchObject({ onHand: 190, held: 190, status: "allocated" });
    for (let call = 1; call <= calm.calls; call += calm.calls > 40 ? 9 : 1) {
      for (const when of ["before", "after"] as const) {
        expect({ call, when, ...(await play({ call, when })), calls: 0 }).toEqual({ call, when, ...calm, calls: 0 });
      }
    }
  }, 120_000);
});
