import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bundles } from "../../shared/inventory/products/bundle.ts";
import { sku, warehouseCode } from "../../shared/kernel/ids.ts";
import type { Fulfilment } from "../../shared/orders/facts.ts";
import { componentsOf, lineQuantities } from "../../shared/orders/open-quantities.ts";
import type { RoutingRules } from "../../shared/routing/rules.ts";
import { aLine, aMoment, aStatus } from "../support/builders.ts";
import { brokenAtRest, brokenNow } from "./stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "./warehouse-world.ts";

const bundles: Bundles = {
  "TEA-SET": [
    { sku: sku("TEA"), quantity: 2 },
    { sku: sku("CUP"), quantity: 1 },
  ],
  PAIR: [
    { sku: sku("CUP"), quantity: 1 },
    { sku: sku("POT"), quantity: 1 },
  ],
};
const goods = ["TEA", "CUP", "POT"];
const codes = ["SHA", "CAN"];
const sold = [...goods, ...Object.keys(bundles)];
const orderNo = fc.nat({ max: 5 });

const wants = fc.array(fc.tuple(fc.constantFrom(...sold), fc.integer({ min: 1, max: 3 })), {
  minLength: 1,
  maxLength: 3,
});

const step = fc.oneof(
  fc.record({ kind: fc.constant("order" as const), no: orderNo, wants }),
  fc.record({ kind: fc.constant("cancel" as const), no: orderNo }),
  fc.record({ kind: fc.constant("ship" as const), no: orderNo, quantity: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant("edit" as const), no: orderNo, quantity: fc.integer({ min: 0, max: 4 }) }),
  fc.record({
    kind: fc.constant("count" as const),
    sku: fc.constantFrom(...goods),
    warehouse: fc.constantFrom(...codes),
    onHand: fc.nat({ max: 9 }),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const rules: fc.Arbitrary<Partial<RoutingRules>> = fc.record({
  split: fc.constantFrom("never" as const, "by_line" as const, "by_quantity" as const),
  backorder: fc.constantFrom("whole_order" as const, "partial" as const),
});

async function take(world: World, next: Step, at: number): Promise<void> {
  const clock = { at: Date.parse(aMoment) + at, tie: "" };
  if (next.kind === "count") {
    await world.count(next.sku, next.warehouse, next.onHand);
    return;
  }
  const { channelOrderId, ...incoming } = anOrderOf(next.no, next.kind === "order" ? next.wants : []);
  if (next.kind === "order") await world.apply({ ...incoming, channelOrderId, clock });
  if (next.kind === "cancel") await world.apply({ channelOrderId, clock, status: aStatus({ cancelledAt: aMoment }) });
  if (next.kind === "edit") {
    const known = world.orders().find((order) => order.channelOrderId === channelOrderId)?.lines?.facts ?? [];
    const lines = known.map((line) => ({ ...line, removedQuantity: Math.max(0, line.quantity - next.quantity) }));
    if (lines.length > 0) await world.apply({ channelOrderId, clock, lines });
  }
  if (next.kind === "ship") {
    const lines = [{ lineId: aLine().lineId, quantity: next.quantity }];
    const parcel: Fulfilment = {
      fulfilmentId: `f${at}`,
      at: aMoment,
      state: "success",
      carrier: null,
      trackingNo: null,
      lines,
    };
    await world.apply({ channelOrderId, clock, fulfilments: [parcel] });
  }
}

/** What is promised to a bundle's line is whole sets, in each warehouse, of what it consists of. */
function brokenSets(world: World): string[] {
  return world.orders().flatMap((order) =>
    lineQuantities(order).flatMap(({ lineId, sku: article }) => {
      const parts = componentsOf(order, article);
      if (parts === null) return [];
      const own = order.allocations.filter((each) => each.lineId === lineId);
      return codes.flatMap((code) => {
        const sets = parts.map((part) => {
          const units = own.filter((each) => each.warehouse === code && each.sku === part.sku);
          return units.reduce((sum, { quantity }) => sum + quantity, 0) / part.quantity;
        });
        const isWhole = sets.every((each) => each === sets[0] && Number.isInteger(each));
        return isWhole ? [] : [`${order.channelOrderId} ${article} in ${code}: ${sets.join(", ")} sets`];
      });
    }),
  );
}

describe("bundles", () => {
  it("move the stock of their components just as they are sold, edited, cancelled and shipped", async () => {
    await fc.assert(
      fc.asyncProperty(rules, fc.array(step, { minLength: 5, maxLength: 40 }), async (rulesOfRun, steps) => {
        const warehouses = codes.map((code) => ({ code: warehouseCode(code) }));
        const world = await makeWorld({ rules: rulesOfRun, warehouses, bundles });
        for (const code of codes) for (const article of goods) await world.count(article, code, 5);
        for (const [at, next] of steps.entries()) {
          await take(world, next, at);
          if (at % 2 === 0) await world.settle();
          expect(brokenNow(world)).toEqual([]);
          expect(brokenSets(world)).toEqual([]);
        }
        await world.settle();
        expect(await brokenAtRest(world)).toEqual([]);
        expect(world.stocks().filter((stock) => stock.sku in bundles)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  }, 90_000);

  it("take from a bundle's stock just its components, and give them back when it is cancelled", async () => {
    const world = await makeWorld({ bundles });
    await world.count("TEA", "SHA", 10);
    await world.count("CUP", "SHA", 4);
    await world.apply(anOrderOf(1, [["TEA-SET", 3]]));
    await world.settle();
    const promised = () => Object.fromEntries(world.stocks().map((stock) => [stock.sku, stock.allocated]));
    expect(promised()).toEqual({ TEA: 6, CUP: 3 });
    expect(world.orders()[0]).toMatchObject({
      status: "allocated",
      lines: { facts: [{ sku: "TEA-SET", quantity: 3 }] },
    });
    const { channelOrderId, clock } = anOrderOf(1, []);
    const status = aStatus({ cancelledAt: aMoment });
    await world.apply({ channelOrderId, clock: { ...clock, at: clock.at + 1 }, status });
    await world.settle();
    expect(promised()).toEqual({ TEA: 0, CUP: 0 });
  });

  it("are sent from elsewhere once what was promised of the order has left and it may not be split", async () => {
    const warehouses = codes.map((code) => ({ code: warehouseCode(code) }));
    const world = await makeWorld({ rules: { split: "never", backorder: "partial" }, warehouses });
    await world.count("CUP", "SHA", 1);
    await take(world, { kind: "order", no: 5, wants: [["CUP", 2]] }, 0);
    await world.settle();
    await world.count("CUP", "CAN", 1);
    await world.settle();
    expect(world.orders()[0]).toMatchObject({
      status: "backordered",
      allocations: [{ warehouse: "SHA", quantity: 1 }],
    });

    await take(world, { kind: "ship", no: 5, quantity: 1 }, 1);
    await world.settle();
    expect(world.orders()[0]).toMatchObject({ allocations: [{ warehouse: "CAN", quantity: 1 }], backorder: [] });
    expect(await brokenAtRest(world)).toEqual([]);
  });

  it("wait for the component that lacks, and are routed when it comes", async () => {
    const world = await makeWorld({ bundles });
    await world.count("TEA", "SHA", 10);
    await world.count("CUP", "SHA", 0);
    await world.apply(anOrderOf(1, [["TEA-SET", 2]]));
    await world.settle();
    expect(world.orders()[0]?.backorder).toEqual([{ sku: "CUP", quantity: 2 }]);
    await world.count("CUP", "SHA", 2);
    await world.settle();
    expect(world.orders()[0]?.status).toBe("allocated");
  });
});
