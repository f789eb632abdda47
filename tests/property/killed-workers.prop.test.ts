import { expect, it } from "vitest";
import { aStatus } from "../support/builders.ts";
import { type Crash, crashing } from "../support/crashing.ts";
import { brokenAtRest, brokenNow } from "./stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "./warehouse-world.ts";

/**
 * Two orders for three units, an alert, a cancellation, and a delivery that lets the waiting order go: everything the
 * workers around stock do, with one of them killed before or after one call. Its message comes again.
 */
async function scenario(crash: Crash | null): Promise<{ readonly world: World; readonly calls: number }> {
  const workers = crashing(crash);
  let isWorking = false;
  const world = await makeWorld({
    wrap: (table) => {
      const wrapped = workers.wrap(table);
      return new Proxy(table, { get: (target, name) => Reflect.get(isWorking ? wrapped : target, name) });
    },
  });
  const work = async (): Promise<void> => {
    isWorking = true;
    await world.settle();
    isWorking = false;
    expect(brokenNow(world)).toEqual([]);
  };
  await world.count("TEA", "SHA", 3, { lowStockThreshold: 1, countKey: "first" });
  await world.count("CUP", "SHA", 9, { countKey: "cups" });
  await world.apply(
    anOrderOf(1, [
      ["TEA", 1],
      ["TEA", 1],
      ["CUP", 2],
    ]),
  );
  await work();
  await world.apply(
    anOrderOf(2, [
      ["TEA", 2],
      ["CUP", 1],
    ]),
  );
  await world.apply(anOrderOf(3, [["TEA", 4]]));
  await work();
  await world.apply({
    ...anOrderOf(3, []),
    clock: { at: Date.now() * 2, tie: "" },
    status: aStatus({ cancelledAt: "2026-11-22T00:00:00.000Z" }),
  });
  await world.count("TEA", "SHA", 12, { countKey: "delivery" });
  await work();
  return { world, calls: workers.calls() };
}

/** What matters of a state; when and how often things were written does not. */
function outcomeOf(world: World): unknown {
  return {
    orders: world.orders().map(({ channelOrderId, status, allocations, backorder }) => ({
      channelOrderId,
      status,
      allocations,
      backorder,
    })),
    stocks: world.stocks().map(({ sku, onHand, allocated, available }) => ({ sku, onHand, allocated, available })),
    waiting: world.waiting().length,
    alerts: [...new Map(world.events.map((event) => [event.id, event.type])).values()]
      .filter((type) => type.startsWith("stock."))
      .sort(),
  };
}

it("ends in the same state wherever a worker is killed, before or after any call", async () => {
  const calm = await scenario(null);
  const expected = outcomeOf(calm.world);
  expect(expected).toMatchObject({
    stocks: [
      { onHand: 12, allocated: 4, available: 8 },
      { onHand: 9, allocated: 3, available: 6 },
    ],
    waiting: 0,
    alerts: ["stock.allocated.v1", "stock.allocated.v1", "stock.low.v1", "stock.replenished.v1"],
  });
  for (let call = 1; call <= calm.calls; call += 1) {
    for (const when of ["before", "after"] as const) {
      const { world } = await scenario({ call, when });
      expect({ call, when, outcome: outcomeOf(world) }).toEqual({ call, when, outcome: expected });
      expect(await brokenAtRest(world)).toEqual([]);
    }
  }
  expect(calm.calls).toBeGreaterThan(30);
});
