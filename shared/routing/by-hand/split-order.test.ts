import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brokenAtRest, brokenNow } from "../../../tests/property/stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "../../../tests/property/warehouse-world.ts";
import { aHeader, aMerchant, aMerchantId, aPayment, aStatus } from "../../../tests/support/builders.ts";
import { type OrderId, sku, warehouseCode } from "../../kernel/ids.ts";
import { makeChangeOrder } from "../../orders/change-order.ts";
import type { Order } from "../../orders/order.ts";
import { makeRerouteOrder } from "../../orders/reroute-order.ts";
import { makeShipOrder } from "../../orders/ship-order.ts";
import type { Table } from "../../table/port.ts";
import { readNotes } from "../receipt/receipt-store.ts";
import { readSettings } from "../settings-store.ts";
import type { LinePlace } from "./split-by-hand.ts";
import { makeSplitOrder } from "./split-order.ts";

const [sha, can] = [warehouseCode("SHA"), warehouseCode("CAN")];
const tea = { sku: sku("TEA"), quantity: 2 };
const cup = { sku: sku("CUP"), quantity: 1 };

async function aDesk(wants: readonly (readonly [string, number])[], more: Parameters<typeof makeWorld>[0] = {}) {
  const world = await makeWorld({ warehouses: [{ code: sha }, { code: can, priority: 2 }], ...more });
  for (const article of ["TEA", "CUP"]) {
    for (const warehouse of ["SHA", "CAN"]) await world.count(article, warehouse, 10);
  }
  const orderId = await world.apply(anOrderOf(1, wants));
  await world.settle();
  const times = { now: world.now, pause: async () => undefined };
  const splitOrder = makeSplitOrder({
    table: world.table,
    readSettings: async () => readSettings(world.bare, aMerchantId),
    ...times,
  });
  const change = makeChangeOrder({ table: world.table, readMerchant: async () => aMerchant(), ...times });
  return {
    world,
    orderId,
    order: () => theOrder(world, orderId),
    split: (places: readonly (readonly [string, string, number])[], note = "fragile") =>
      splitOrder({ merchantId: aMerchantId, orderId, places: places.map(place), note, by: "mei" }),
    reroute: async () => {
      const by = { merchantId: aMerchantId, orderId, by: "mei", note: null, exclude: [], onlyFrom: null, key: null };
      const answer = await makeRerouteOrder(change)({ ...by, reason: "by_hand" });
      await world.settle();
      return answer;
    },
    ship: (warehouse: string, quantity: number) =>
      makeShipOrder(change)({
        merchantId: aMerchantId,
        orderId,
        warehouse: warehouseCode(warehouse),
        lines: [{ lineId: "l1", quantity }],
        carrier: { code: "SF", name: "SF" },
        trackingNo: "SF1",
        shippedBy: "mei",
        shippedAt: null,
        key: "p1",
      }),
  };
}

function place([lineId, warehouse, quantity]: readonly [string, string, number]): LinePlace {
  return { lineId, warehouse: warehouseCode(warehouse), quantity };
}

function theOrder(world: World, orderId: OrderId): Order {
  const found = world.orders().find((each) => each.orderId === orderId);
  if (found === undefined) throw new Error("there is no such order");
  return found;
}

async function brokenInTheEnd(world: World): Promise<readonly string[]> {
  await world.settle();
  return brokenAtRest(world);
}

const from = (order: Order): readonly string[] =>
  order.allocations.map(({ lineId, sku: article, warehouse, quantity }) =>
    [lineId, article, warehouse, quantity].join(" "),
  );

describe("an order split by hand", () => {
  it("leaves from where somebody says, with the reason in its receipt, and both stocks move together", async () => {
    const { world, order, split } = await aDesk([
      ["TEA", 3],
      ["CUP", 1],
    ]);
    expect(from(order())).toEqual(["l1 TEA SHA 3", "l2 CUP SHA 1"]);

    expect(
      await split([
        ["l1", "SHA", 1],
        ["l1", "CAN", 2],
      ]),
    ).toMatchObject({ ok: true, value: { isRepeated: false } });

    expect(from(order())).toEqual(["l2 CUP SHA 1", "l1 TEA SHA 1", "l1 TEA CAN 2"]);
    expect(order().routing).toMatchObject({
      because: "Split by hand by mei: fragile",
      byHand: { by: "mei", note: "fragile" },
      terms: { shipments: 2 },
    });
    expect(order().timeline.at(-1)).toMatchObject({ what: "split by hand" });
    const allocated = (await world.stock("TEA")).map((each) => [each.warehouse, each.allocated]);
    expect(allocated).toEqual([
      ["CAN", 2],
      ["SHA", 1],
    ]);
    const told = world.events.filter(({ subjectVersion }) => subjectVersion === order().version);
    expect(told.map(({ type }) => type)).toEqual(["order.routed.v1", "stock.allocated.v1"]);
    expect(told[1]?.detail).toMatchObject({ lines: [{ sku: "TEA", warehouse: "CAN", quantity: 2 }] });
    expect((await readNotes(world.table, order())).map(({ byHand }) => byHand?.by)).toEqual(["mei", undefined]);
    expect(await brokenInTheEnd(world)).toEqual([]);
  });

  it("changes nothing the second time", async () => {
    const { order, split } = await aDesk([["TEA", 3]]);
    await split([
      ["l1", "SHA", 1],
      ["l1", "CAN", 2],
    ]);
    const { version } = order();
    expect(
      await split([
        ["l1", "CAN", 2],
        ["l1", "SHA", 1],
      ]),
    ).toMatchObject({ ok: true, value: { isRepeated: true } });
    expect(order().version).toBe(version);
  });

  it("goes back to what the rules say when it is planned anew", async () => {
    const { world, order, split, reroute } = await aDesk([["TEA", 3]]);
    await split([["l1", "CAN", 3]]);
    expect(await reroute()).toMatchObject({ ok: true, value: { kind: "given_back", units: 3 } });
    expect(from(order())).toEqual(["l1 TEA SHA 3"]);
    expect(await brokenInTheEnd(world)).toEqual([]);
  });

  it("is never taken from what has left", async () => {
    const { world, order, split, ship } = await aDesk([["TEA", 3]]);
    expect(await ship("SHA", 1)).toMatchObject({ ok: true });
    expect(await split([["l1", "CAN", 3]])).toMatchObject({ error: { kind: "does_not_add_up", open: 2, given: 3 } });
    expect(await split([["l1", "CAN", 2]])).toMatchObject({ ok: true });
    expect(order()).toMatchObject({ status: "partially_shipped" });
    expect((await world.stock("TEA")).map(({ onHand, allocated }) => [onHand, allocated])).toEqual([
      [10, 2],
      [9, 0],
    ]);
    expect(await brokenInTheEnd(world)).toEqual([]);
  });

  it("takes an order out of the queues that it stood in", async () => {
    const { world, order, split } = await aDesk([["TEA", 25]]);
    expect(order()).toMatchObject({ status: "backordered", allocations: [] });
    await world.count("TEA", "SHA", 15, { countKey: "more" });
    world.jobs.splice(0);
    expect(
      await split([
        ["l1", "SHA", 15],
        ["l1", "CAN", 10],
      ]),
    ).toMatchObject({ ok: true });
    expect(order()).toMatchObject({ status: "allocated", backorder: [] });
    expect(world.waiting()).toEqual([]);
    expect(brokenNow(world)).toEqual([]);
  });

  it("places a bundle by sets, each with all of its goods", async () => {
    const { world, order, split } = await aDesk([["SET", 2]], { bundles: { [sku("SET")]: [tea, cup] } });
    expect(
      await split([
        ["l1", "SHA", 1],
        ["l1", "CAN", 1],
      ]),
    ).toMatchObject({ ok: true });
    expect(from(order())).toEqual(["l1 TEA SHA 2", "l1 CUP SHA 1", "l1 TEA CAN 2", "l1 CUP CAN 1"]);
    expect(await brokenInTheEnd(world)).toEqual([]);
  });

  it.each([
    ["more than is there", [["l1", "CAN", 30]], { kind: "not_enough", warehouse: "CAN", sku: "TEA", free: 10 }],
    ["fewer than are open", [["l1", "CAN", 29]], { kind: "does_not_add_up", open: 30, given: 29 }],
    ["a line that is not there", [["l9", "CAN", 1]], { kind: "unknown_line", lineId: "l9" }],
    ["a warehouse that is not there", [["l1", "XXX", 30]], { kind: "unknown_warehouse", warehouse: "XXX" }],
  ] as const)("is refused for %s, and nothing moves", async (_, places, error) => {
    const { world, order, split } = await aDesk([["TEA", 30]]);
    const { version } = order();
    expect(await split(places as readonly (readonly [string, string, number])[])).toMatchObject({ ok: false, error });
    expect(order().version).toBe(version);
    expect(brokenNow(world)).toEqual([]);
  });

  it("is refused while it is held, cancelled or not paid", async () => {
    const { world, orderId, split } = await aDesk([["TEA", 1]]);
    const clock = { at: world.now().getTime() + 60_000, tie: "z" };
    const channelOrderId = anOrderOf(1, []).channelOrderId;
    const status = aStatus({ cancelledAt: "2026-11-22T00:00:00.000Z" });
    await world.apply({ channelOrderId, clock, status });
    expect(await split([["l1", "CAN", 1]])).toMatchObject({ error: { kind: "not_ready", why: "cancelled" } });
    const unpaid = await world.apply({ ...anOrderOf(2, [["TEA", 1]]), payment: aPayment({ state: "pending" }) });
    const splitOrder = makeSplitOrder({
      table: world.table,
      readSettings: async () => readSettings(world.bare, aMerchantId),
      now: world.now,
      pause: async () => undefined,
    });
    const asked = { merchantId: aMerchantId, places: [place(["l1", "CAN", 1])], note: "n", by: "mei" };
    expect(await splitOrder({ ...asked, orderId: unpaid })).toMatchObject({ error: { why: "not_paid" } });
    expect(await splitOrder({ ...asked, orderId: "ord_0" as OrderId })).toMatchObject({
      error: { kind: "unknown_order" },
    });
    expect(orderId).not.toBe(unpaid);
  });

  it("is refused when the goods go to somebody else at the same moment, and goes on after a harmless race", async () => {
    const meanwhile: (() => Promise<unknown>)[] = [];
    const wrap = (table: Table): Table => ({
      ...table,
      transact: async (writes) => {
        await meanwhile.shift()?.();
        return table.transact(writes);
      },
    });
    const { world, order, split } = await aDesk([["TEA", 3]], { wrap });
    meanwhile.push(async () => world.count("TEA", "CAN", 1, { countKey: "sold" }));
    expect(await split([["l1", "CAN", 3]])).toMatchObject({ error: { kind: "not_enough", free: 1, needed: 3 } });
    expect(from(order())).toEqual(["l1 TEA SHA 3"]);

    const note = { channelOrderId: "1001", header: aHeader({ note: "ring twice" }) };
    const clock = { at: world.now().getTime() + 60_000, tie: "z" };
    meanwhile.push(async () => world.apply({ ...note, clock }));
    expect(
      await split([
        ["l1", "CAN", 1],
        ["l1", "SHA", 2],
      ]),
    ).toMatchObject({ ok: true });
    expect(from(order())).toEqual(["l1 TEA CAN 1", "l1 TEA SHA 2"]);
    expect(order().header?.facts.note).toBe("ring twice");
    expect(await brokenInTheEnd(world)).toEqual([]);
  });

  it("keeps every unit, whatever is asked for and whoever else takes stock", async () => {
    const units = fc.integer({ min: 1, max: 6 });
    const asked = fc.array(fc.tuple(fc.constantFrom("SHA", "CAN"), units), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.array(asked, { maxLength: 4 }), async (wanted, splits) => {
        const { world, order, split } = await aDesk([["TEA", wanted]]);
        for (const places of splits) {
          const before = from(order());
          const answer = await split(places.map(([warehouse, quantity]) => ["l1", warehouse, quantity] as const));
          const total = places.reduce((sum, [, quantity]) => sum + quantity, 0);
          if (total !== wanted) expect(answer).toMatchObject({ ok: false, error: { kind: "does_not_add_up" } });
          if (!answer.ok) expect(from(order())).toEqual(before);
          expect(order().allocations.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(wanted);
        }
        expect(await brokenInTheEnd(world)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
