import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brokenAtRest } from "../../tests/property/stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "../../tests/property/warehouse-world.ts";
import { aMerchant, aMerchantId } from "../../tests/support/builders.ts";
import { type OrderId, warehouseCode } from "../kernel/ids.ts";
import { makeChangeOrder } from "./change-order.ts";
import { lineQuantities } from "./open-quantities.ts";
import type { Order } from "./order.ts";
import { makeRerouteOrder, type RerouteRequest } from "./reroute-order.ts";
import { makeShipOrder } from "./ship-order.ts";

const [sha, can] = [warehouseCode("SHA"), warehouseCode("CAN")];

async function rerouting(stock: Readonly<Record<string, number>> = { SHA: 5, CAN: 5 }, units = 3) {
  const world = await makeWorld({
    warehouses: [
      { code: sha, priority: 1 },
      { code: can, priority: 2 },
    ],
  });
  for (const [warehouse, onHand] of Object.entries(stock)) await world.count("TEA", warehouse, onHand);
  const orderId = await world.apply(anOrderOf(1, [["TEA", units]]));
  await world.routeOrder(aMerchantId, orderId);
  const deps = { table: world.table, readMerchant: async () => aMerchant(), now: world.now, pause: async () => {} };
  const changeOrder = makeChangeOrder(deps);
  const rerouteOrder = makeRerouteOrder(changeOrder);
  const shipOrder = makeShipOrder(changeOrder);
  return {
    world,
    orderId,
    order: (): Order => theOrder(world),
    reroute: (request: Partial<RerouteRequest> = {}) => rerouteOrder({ ...aRequest, orderId, ...request }),
    ship: (warehouse: typeof sha, quantity: number, key: string) =>
      shipOrder({
        merchantId: aMerchantId,
        orderId,
        warehouse,
        carrier: { code: "SF", name: "顺丰" },
        trackingNo: `SF${key}`,
        lines: [{ lineId: "l1", quantity }],
        shippedBy: "packer",
        key,
        shippedAt: null,
      }),
  };
}

const aRequest: RerouteRequest = {
  merchantId: aMerchantId,
  orderId: "" as OrderId,
  reason: "short_pick",
  note: null,
  exclude: [],
  onlyFrom: null,
  key: null,
  by: "picker",
};

function theOrder(world: World): Order {
  const [order] = world.orders();
  if (order === undefined) throw new Error("there is no order");
  return order;
}

describe("planning an order anew", () => {
  it("gives back what has not left, and plans it without the excluded warehouse, saying why", async () => {
    const { world, orderId, order, reroute } = await rerouting();
    expect(order().allocations).toMatchObject([{ warehouse: "SHA", quantity: 3 }]);

    const answer = await reroute({ exclude: [sha], note: "two are broken" });
    expect(answer).toMatchObject({ ok: true, value: { kind: "given_back", units: 3 } });
    expect(order()).toMatchObject({ status: "approved", allocations: [] });
    expect(world.jobs.some((job) => job.kind === "route" && job.orderId === orderId)).toBe(true);

    await world.routeOrder(aMerchantId, orderId);
    expect(order().allocations).toMatchObject([{ warehouse: "CAN", quantity: 3 }]);
    expect(order().routing?.because).toContain("Planned anew, short pick (SHA): two are broken.");
    expect(order().routing?.considered.find(({ warehouse }) => warehouse === "SHA")).toMatchObject({
      verdict: "excluded",
      because: "the order was taken from it: short pick (SHA): two are broken",
    });
    expect(order().timeline.map(({ what }) => what)).toEqual(expect.arrayContaining(["planned anew", "routed"]));
    await world.settle();
    expect(await brokenAtRest(world)).toEqual([]);
  });

  it("never touches what has shipped", async () => {
    const { world, orderId, order, reroute, ship } = await rerouting();
    expect(await ship(sha, 2, "a")).toMatchObject({ ok: true });

    expect(await reroute({ exclude: [sha] })).toMatchObject({ ok: true, value: { kind: "given_back", units: 1 } });
    await world.routeOrder(aMerchantId, orderId);

    expect(order().allocations).toMatchObject([{ warehouse: "CAN", quantity: 1 }]);
    expect(lineQuantities(order())).toMatchObject([{ open: 1, shipped: 2 }]);
    expect(
      (await world.stock("TEA")).map(({ warehouse, onHand, allocated }) => [warehouse, onHand, allocated]),
    ).toEqual(
      expect.arrayContaining([
        ["SHA", 3, 0],
        ["CAN", 5, 1],
      ]),
    );
  });

  it("does the same request once: under its key, or for a warehouse that is avoided already", async () => {
    const { order, reroute } = await rerouting();
    expect(await reroute({ key: "r-1" })).toMatchObject({ value: { kind: "given_back" } });
    const version = order().version;
    expect(await reroute({ key: "r-1" })).toMatchObject({ value: { kind: "repeated" } });
    expect(await reroute({ exclude: [can] })).toMatchObject({ value: { kind: "given_back", units: 0 } });
    expect(await reroute({ exclude: [can] })).toMatchObject({ value: { kind: "repeated" } });
    expect(order().version).toBe(version + 1);
  });

  it("leaves an order alone of which nothing is promised where the sweep looks", async () => {
    const { order, reroute } = await rerouting();
    const version = order().version;
    expect(await reroute({ onlyFrom: can, reason: "warehouse_closed" })).toMatchObject({
      value: { kind: "nothing_promised" },
    });
    expect(order().version).toBe(version);
  });

  it("waits rather than going back to a warehouse that it was taken from", async () => {
    const { world, orderId, order, reroute } = await rerouting({ SHA: 5 });
    await reroute({ exclude: [sha] });
    await world.routeOrder(aMerchantId, orderId);
    expect(order()).toMatchObject({ status: "backordered", allocations: [] });
    await world.count("TEA", "CAN", 4);
    await world.routeOrder(aMerchantId, orderId);
    expect(order().allocations).toMatchObject([{ warehouse: "CAN", quantity: 3 }]);
  });

  it("ships no unit twice and loses none, whatever comes between", async () => {
    const step = fc.oneof(
      fc.constant({ do: "route" as const }),
      fc.record({ do: fc.constant("reroute" as const), from: fc.constantFrom("", "SHA", "CAN"), key: fc.nat(3) }),
      fc.record({
        do: fc.constant("ship" as const),
        from: fc.constantFrom("SHA", "CAN"),
        units: fc.integer({ min: 1, max: 4 }),
        key: fc.nat(4),
      }),
      fc.record({
        do: fc.constant("count" as const),
        at: fc.constantFrom("SHA", "CAN"),
        units: fc.integer({ min: 6, max: 9 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const { world, orderId, order, reroute, ship } = await rerouting({ SHA: 6, CAN: 6 }, 6);
        const shipped = new Map<string, number>();
        for (const each of steps) {
          if (each.do === "route") await world.routeOrder(aMerchantId, orderId);
          else if (each.do === "count") await world.count("TEA", each.at, each.units);
          else if (each.do === "reroute") {
            const exclude = each.from === "" ? [] : [warehouseCode(each.from)];
            await reroute({ exclude, key: each.key === 0 ? null : `r-${each.key}` });
          } else {
            const sent = await ship(warehouseCode(each.from), each.units, `s-${each.key}`);
            if (sent.ok && sent.value.kind === "shipped") shipped.set(`s-${each.key}`, each.units);
          }
          const [line] = lineQuantities(order());
          const gone = [...shipped.values()].reduce((sum, units) => sum + units, 0);
          expect(line).toMatchObject({ shipped: gone, open: 6 - gone });
          const promised = order().allocations.reduce((sum, { quantity }) => sum + quantity, 0);
          expect(promised).toBeLessThanOrEqual(6 - gone);
          const held = (await world.stock("TEA")).reduce((sum, { allocated }) => sum + allocated, 0);
          expect(held).toBe(promised);
        }
        expect(world.oversold).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
