import { describe, expect, it } from "vitest";
import { brokenAtRest, brokenNow } from "../../tests/property/stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "../../tests/property/warehouse-world.ts";
import { aMerchant, aMerchantId, aMoment, aStatus } from "../../tests/support/builders.ts";
import { merchantId, type OrderId, warehouseCode } from "../kernel/ids.ts";
import type { Table } from "../table/port.ts";
import { makeRouteOrder, type RouteResult } from "./route-order.ts";
import { routeOutcome } from "./route-outcome.ts";
import { readSettings, type Settings } from "./settings-store.ts";

const route = async (world: World, orderId: OrderId): Promise<RouteResult> => world.routeOrder(aMerchantId, orderId);
const theOrder = (world: World): ReturnType<World["orders"]>[number] | undefined => world.orders()[0];

/** Does something once, just before the first transaction. */
function justBefore(table: Table, meanwhile: () => Promise<unknown>): Table {
  let isDone = false;
  return {
    ...table,
    transact: async (writes) => {
      if (!isDone) {
        isDone = true;
        await meanwhile();
      }
      return table.transact(writes);
    },
  };
}

describe("route-order", () => {
  it("allocates, notes why, and says so in events of the same write", async () => {
    const world = await makeWorld({ rules: { version: 4 } });
    await world.count("TEA", "SHA", 5);
    const orderId = await world.apply(anOrderOf(1, [["TEA", 2]]));

    expect(await route(world, orderId)).toEqual({ kind: "routed", units: 2, short: [] });

    const order = theOrder(world);
    expect(order).toMatchObject({
      status: "allocated",
      version: 2,
      allocations: [{ lineId: "l1", sku: "TEA", warehouse: "SHA", quantity: 2 }],
      backorder: [],
      routing: { rulesVersion: 4, because: "All 2 units leave from SHA: priority 1." },
    });
    expect(order?.timeline.at(-1)).toMatchObject({ what: "routed" });
    const said = world.events.filter((event) => event.subjectVersion === 2);
    expect(said.map((event) => event.type)).toEqual(["order.routed.v1", "stock.allocated.v1"]);
    expect(said[0]?.detail).toEqual({
      orderId,
      rulesVersion: 4,
      plan: [{ warehouse: "SHA", sku: "TEA", quantity: 2 }],
    });
  });

  it("does nothing twice", async () => {
    const world = await makeWorld();
    await world.count("TEA", "SHA", 5);
    const orderId = await world.apply(anOrderOf(1, [["TEA", 2]]));
    await route(world, orderId);
    expect(await route(world, orderId)).toEqual({ kind: "nothing_to_route", status: "allocated" });
    expect((await world.stock("TEA"))[0]).toMatchObject({ allocated: 2, version: 2 });
  });

  it("takes two lines of one sku from the same stock in one update", async () => {
    const world = await makeWorld();
    await world.count("TEA", "SHA", 5);
    const orderId = await world.apply(
      anOrderOf(1, [
        ["TEA", 2],
        ["TEA", 3],
      ]),
    );
    expect(await route(world, orderId)).toMatchObject({ kind: "routed", units: 5 });
    expect((await world.stock("TEA"))[0]).toMatchObject({ onHand: 5, allocated: 5, available: 0, version: 2 });
  });

  it("waits as a whole when one line is short, in the queue of what is missing", async () => {
    const world = await makeWorld();
    await world.count("TEA", "SHA", 5);
    await world.count("CUP", "SHA", 1);
    const orderId = await world.apply(
      anOrderOf(1, [
        ["TEA", 2],
        ["CUP", 3],
      ]),
    );

    expect(await route(world, orderId)).toEqual({ kind: "waiting", short: [{ sku: "CUP", quantity: 2 }] });

    expect(theOrder(world)).toMatchObject({ status: "backordered", allocations: [] });
    expect(world.waiting()).toMatchObject([{ sku: "CUP", orderId, quantity: 2, orderVersion: 2 }]);
    expect(world.events.at(-1)).toMatchObject({
      type: "order.backordered.v1",
      detail: { short: [{ sku: "CUP", quantity: 2 }] },
    });
    expect(await route(world, orderId)).toMatchObject({ kind: "waiting" });
    expect(theOrder(world)?.version).toBe(2);
  });

  it("sends what there is and waits for the rest where the merchant wants that", async () => {
    const world = await makeWorld({ rules: { backorder: "partial", split: "by_quantity" } });
    await world.count("TEA", "SHA", 1);
    const orderId = await world.apply(anOrderOf(1, [["TEA", 3]]));
    expect(await route(world, orderId)).toEqual({ kind: "routed", units: 1, short: [{ sku: "TEA", quantity: 2 }] });
    await world.count("TEA", "SHA", 9);
    await world.settle();
    expect(theOrder(world)).toMatchObject({ status: "allocated", backorder: [] });
    expect(theOrder(world)?.allocations.map(({ quantity }) => quantity)).toEqual([1, 2]);
    expect(await brokenAtRest(world)).toEqual([]);
  });

  it("allocates stock that arrives between its plan and its entry in the waiting queue", async () => {
    const arriving = { run: async (): Promise<unknown> => undefined };
    const world = await makeWorld({ wrap: (table) => justBefore(table, async () => arriving.run()) });
    const orderId = await world.apply(anOrderOf(1, [["TEA", 2]]));
    arriving.run = async () => world.count("TEA", "SHA", 2);
    world.jobs.splice(0);
    // Without an update of the stock item to wake it: the order itself has to notice.
    expect(await route(world, orderId)).toEqual({ kind: "routed", units: 2, short: [] });
    expect(world.waiting()).toEqual([]);
  });

  it("plans again on what the winner of a race left", async () => {
    const winner = { run: async (): Promise<unknown> => undefined };
    const codes = [{ code: warehouseCode("SHA") }, { code: warehouseCode("CAN"), priority: 2 }];
    const world = await makeWorld({ warehouses: codes, wrap: (table) => justBefore(table, async () => winner.run()) });
    await world.count("TEA", "SHA", 2);
    await world.count("TEA", "CAN", 2);
    const first = await world.apply(anOrderOf(1, [["TEA", 2]]));
    const second = await world.apply(anOrderOf(2, [["TEA", 2]]));
    winner.run = async () => route(world, second);
    expect(await route(world, first)).toMatchObject({ kind: "routed", units: 2 });
    expect(world.orders().map((order) => order.allocations[0]?.warehouse)).toEqual(["CAN", "SHA"]);
    expect(brokenNow(world)).toEqual([]);
  });

  it("promises nothing to an order that is cancelled at the same moment", async () => {
    const buyer = { run: async (): Promise<unknown> => undefined };
    const world = await makeWorld({ wrap: (table) => justBefore(table, async () => buyer.run()) });
    await world.count("TEA", "SHA", 2);
    const orderId = await world.apply(anOrderOf(1, [["TEA", 2]]));
    const clock = { at: Date.parse(aMoment) + 1, tie: "" };
    const cancelled = aStatus({ cancelledAt: aMoment });
    buyer.run = async () => world.apply({ channelOrderId: "1001", clock, status: cancelled });
    expect(await route(world, orderId)).toEqual({ kind: "nothing_to_route", status: "cancelled" });
    expect(brokenNow(world)).toEqual([]);
  });

  it("looks for a warehouse opened within the last minute before it lets an order wait", async () => {
    const world = await makeWorld();
    await world.count("TEA", "SHA", 2);
    const orderId = await world.apply(anOrderOf(1, [["TEA", 2]]));
    const cached: Settings = {
      ...((await readSettings(world.bare, aMerchantId)) ?? {
        merchant: aMerchant(),
        connections: [],
        rules: world.rules,
      }),
      warehouses: [],
    };
    const routeOrder = makeRouteOrder({
      table: world.table,
      readSettings: async (merchant, options) =>
        options?.fresh === true ? readSettings(world.bare, merchant) : cached,
      now: world.now,
      pause: async () => undefined,
    });
    expect(await routeOrder(aMerchantId, orderId)).toMatchObject({ kind: "routed" });
  });

  it("keeps a sku as its line spells it, and finds its stock under the trimmed one", async () => {
    const world = await makeWorld();
    await world.count("TEA#1", "SHA", 2);
    const orderId = await world.apply(anOrderOf(1, [[" TEA#1 ", 2]]));
    expect(await route(world, orderId)).toMatchObject({ kind: "routed" });
    expect(theOrder(world)?.allocations[0]?.sku).toBe(" TEA#1 ");
    expect(brokenNow(world)).toEqual([]);
  });

  it("routes an order of 90 skus in one transaction", async () => {
    const world = await makeWorld();
    const wants = Array.from({ length: 90 }, (_, index) => [`SKU-${index}`, 1] as const);
    for (const [article] of wants) await world.count(article, "SHA", 1);
    expect(await route(world, await world.apply(anOrderOf(1, wants)))).toMatchObject({ kind: "routed", units: 90 });
    expect(brokenNow(world)).toEqual([]);
  });

  it("gives the message back when others keep winning, and names what it cannot find", async () => {
    const world = await makeWorld({
      wrap: (table) => ({
        ...table,
        transact: async (writes) =>
          writes.length > 1
            ? { ok: false, error: { kind: "cancelled", reasons: writes.map(() => ({ kind: "conflict" })) } }
            : table.transact(writes),
      }),
    });
    await world.count("TEA", "SHA", 2);
    const orderId = await world.apply(anOrderOf(1, [["TEA", 2]]));
    const contended = await route(world, orderId);
    expect(contended).toEqual({ kind: "contended", tries: 8 });
    expect(routeOutcome(contended)).toMatchObject({ kind: "retry" });
    expect(await route(world, "ord_unknown" as OrderId)).toEqual({ kind: "unknown_order" });
    const nobody = merchantId("nobody");
    const read = async (): Promise<null> => null;
    const deps = { table: world.table, readSettings: read, now: world.now, pause: async () => undefined };
    expect(await makeRouteOrder(deps)(nobody, orderId)).toEqual({ kind: "unknown_merchant" });
  });
});
