import { describe, expect, it } from "vitest";
import { brokenAtRest, brokenNow } from "../../tests/property/stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "../../tests/property/warehouse-world.ts";
import { aHeader, aLine, aMoment, anIncomingOrder, aStatus } from "../../tests/support/builders.ts";
import { warehouseCode } from "../kernel/ids.ts";
import { MAX_POSITIONS } from "../orders/allocation.ts";
import type { IncomingOrder } from "../orders/facts.ts";
import { MAX_OPEN_SKUS } from "../rules/review-order.ts";

const articles = (howMany: number): readonly string[] => Array.from({ length: howMany }, (_, at) => `SKU-${at}`);
const later = { at: Date.parse(aMoment) + 1, tie: "b" };

/** 1,000 lines, which stand in items of their own; `removed` of each are taken off again. */
function largeOrder(skus: readonly string[], removedQuantity = 0): IncomingOrder {
  const lines = Array.from({ length: 1_000 }, (_, at) =>
    aLine({ lineId: `l${at}`, sku: skus[at % skus.length] ?? "", quantity: 1, removedQuantity, totalMinor: 10_000 }),
  );
  return anIncomingOrder({ header: aHeader(), lines });
}

async function countAll(world: World, skus: readonly string[], warehouse: string, units: number): Promise<void> {
  for (const one of skus) await world.count(one, warehouse, units);
}

async function expectSound(world: World): Promise<void> {
  expect(brokenNow(world)).toEqual([]);
  await world.settle();
  expect(await brokenAtRest(world)).toEqual([]);
}

describe("an order of many skus", () => {
  it("is routed when everything has come that it waited for", async () => {
    const world = await makeWorld();
    const skus = articles(60);
    await world.apply(
      anOrderOf(
        1,
        skus.map((one) => [one, 1]),
      ),
    );
    await world.settle();
    expect(world.waiting()).toHaveLength(60);

    await countAll(world, skus, "SHA", 1);
    await world.settle();

    expect(world.orders()[0]).toMatchObject({ status: "allocated", backorder: [] });
    await expectSound(world);
  });

  it("takes what there is of every sku and waits for the rest of each", async () => {
    const world = await makeWorld({ rules: { split: "by_quantity", backorder: "partial" } });
    const skus = articles(MAX_OPEN_SKUS);
    await countAll(world, skus, "SHA", 1);
    await world.apply(
      anOrderOf(
        1,
        skus.map((one) => [one, 2]),
      ),
    );
    await world.settle();
    expect(world.orders()[0]?.allocations).toHaveLength(MAX_OPEN_SKUS);
    expect(world.orders()[0]?.backorder).toHaveLength(MAX_OPEN_SKUS);
    await expectSound(world);

    await countAll(world, skus, "SHA", 2);
    await world.settle();

    expect(world.orders()[0]).toMatchObject({ status: "allocated" });
    await expectSound(world);
  });

  it.each(["partial", "whole_order"] as const)(
    "is promised goods from no more positions than it can give back at once (%s)",
    async (backorder) => {
      const codes = ["AAA", "BBB"].map(warehouseCode);
      const world = await makeWorld({
        rules: { split: "by_quantity", backorder },
        warehouses: codes.map((code) => ({ code })),
      });
      const skus = articles(60);
      for (const code of codes) await countAll(world, skus, code, 1);
      await world.apply(
        anOrderOf(
          1,
          skus.map((one) => [one, 2]),
        ),
      );
      await world.settle();
      expect(world.orders()[0]).toMatchObject({ status: "backordered" });
      expect(world.orders()[0]?.allocations).toHaveLength(backorder === "partial" ? MAX_POSITIONS : 0);
      await expectSound(world);

      await world.apply({ channelOrderId: "1001", clock: later, status: aStatus({ cancelledAt: aMoment }) });

      expect(world.orders()[0]).toMatchObject({ status: "cancelled", allocations: [] });
      await expectSound(world);
    },
  );

  it("of 1,000 lines gives everything back when it is cancelled, its lines written anew", async () => {
    const world = await makeWorld();
    const skus = articles(MAX_OPEN_SKUS);
    await countAll(world, skus, "SHA", 20);
    await world.apply(largeOrder(skus));
    await world.settle();
    expect(world.stocks().every(({ allocated }) => allocated > 0)).toBe(true);

    const cancelled = largeOrder(skus, 1);
    await world.apply({ ...cancelled, clock: later, status: aStatus({ cancelledAt: aMoment }) });

    expect(world.stocks().every(({ allocated, onHand }) => allocated === 0 && onHand === 20)).toBe(true);
  });

  it("may hold as many positions as skus may be open", () => {
    expect(MAX_OPEN_SKUS).toBeLessThanOrEqual(MAX_POSITIONS);
  });
});
