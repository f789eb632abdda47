import { describe, expect, it } from "vitest";
import { brokenAtRest, brokenNow } from "../../tests/property/stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "../../tests/property/warehouse-world.ts";
import { aHeader, aLine, aMoment, anIncomingOrder, aStatus } from "../../tests/support/builders.ts";
import { type Crash, crashing } from "../../tests/support/crashing.ts";
import { warehouseCode } from "../kernel/ids.ts";
import type { IncomingOrder } from "../orders/facts.ts";
import { MAX_OPEN_LINES } from "../rules/review-order.ts";
import { toAttributes } from "../table/attribute-value.ts";
import { itemSize } from "../table/engine/size.ts";
import type { Table } from "../table/port.ts";

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
    const skus = articles(90);
    await countAll(world, skus, "SHA", 1);
    await world.apply(
      anOrderOf(
        1,
        skus.map((one) => [one, 2]),
      ),
    );
    await world.settle();
    expect(world.orders()[0]?.allocations).toHaveLength(90);
    expect(world.orders()[0]?.backorder).toHaveLength(90);
    await expectSound(world);

    await countAll(world, skus, "SHA", 2);
    await world.settle();

    expect(world.orders()[0]).toMatchObject({ status: "allocated" });
    await expectSound(world);
  });

  it.each(["partial", "whole_order"] as const)(
    "is promised goods from more positions than one transaction writes, and gives all of them back (%s)",
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
      expect(world.orders()[0]).toMatchObject({ status: "allocated" });
      expect(world.orders()[0]?.allocations).toHaveLength(120);
      await expectSound(world);

      await world.apply({ channelOrderId: "1001", clock: later, status: aStatus({ cancelledAt: aMoment }) });

      expect(world.orders()[0]).toMatchObject({ status: "cancelled", allocations: [], apart: "leaving" });
      await expectSound(world);
      expect(world.stocks().every(({ allocated }) => allocated === 0)).toBe(true);
    },
  );

  it("of 1,000 lines gives everything back when it is cancelled, its lines written anew", async () => {
    const world = await makeWorld();
    const skus = articles(90);
    await countAll(world, skus, "SHA", 20);
    await world.apply(largeOrder(skus));
    await world.settle();
    expect(world.stocks().every(({ allocated }) => allocated > 0)).toBe(true);

    const cancelled = largeOrder(skus, 1);
    await world.apply({ ...cancelled, clock: later, status: aStatus({ cancelledAt: aMoment }) });

    await expectSound(world);
    expect(world.stocks().every(({ allocated, onHand }) => allocated === 0 && onHand === 20)).toBe(true);
  });

  it.each([1_000, MAX_OPEN_LINES])(
    "of %i different skus is promised all of them at once to every reader",
    async (lines) => {
      const seen: number[] = [];
      const limits = { actions: 0, bytes: 0, item: 0 };
      const world = await makeWorld({ wrap: (table) => watched(table, () => seen.push(heldBy(world)), limits) });
      await stockAll(world, articles(lines), 3);
      await world.apply(manyLines(articles(lines)));
      await world.settle();

      expect(world.orders()[0]).toMatchObject({ status: "allocated", backorder: [] });
      expect(new Set(seen)).toEqual(new Set([0, lines]));
      expect(limits.actions).toBeLessThanOrEqual(100);
      expect(limits.bytes).toBeLessThan(4 * 1024 * 1024);
      expect(limits.item).toBeLessThan(400 * 1024);
      await expectSound(world);

      await world.apply({ channelOrderId: "1001", clock: later, status: aStatus({ cancelledAt: aMoment }) });
      await expectSound(world);
      expect(world.stocks().every(({ allocated, available }) => allocated === 0 && available === 3)).toBe(true);
    },
    60_000,
  );

  it("gives back every step when one position turns out short, and waits for it in its queue", async () => {
    const skus = articles(300);
    let isCounted = false;
    const world = await makeWorld({
      wrap: (table) =>
        watched(table, async () => {
          if (isCounted || world.apart().length < 2) return;
          isCounted = true;
          await world.count("SKU-299", "SHA", 0);
        }),
    });
    await stockAll(world, skus, 1);
    await world.apply(manyLines(skus));
    await world.settle();
    expect(world.orders()[0]).toMatchObject({ status: "backordered", allocations: [] });
    expect(world.waiting()).toHaveLength(1);
    expect(world.stocks().every(({ allocated }) => allocated === 0)).toBe(true);
    await expectSound(world);
    await world.count("SKU-299", "SHA", 1);
    await world.settle();
    expect(world.orders()[0]).toMatchObject({ status: "allocated" });
    await expectSound(world);
  });

  it("waits in the queue of each of many skus, and takes each as it comes", async () => {
    const skus = articles(200);
    const world = await makeWorld({ rules: { backorder: "partial", split: "by_quantity" } });
    await world.apply(manyLines(skus));
    await world.settle();
    expect(world.waiting()).toHaveLength(200);
    await stockAll(world, skus, 1);
    await world.settle();
    expect(world.orders()[0]).toMatchObject({ status: "allocated", backorder: [] });
    await expectSound(world);
  });

  it("ends in the same state wherever its worker is killed, also when the buyer cancels meanwhile", async () => {
    const skus = articles(190);
    const play = async (crash: Crash | null, cancelAt: number | null) => {
      const workers = crashing(crash);
      let isWorking = false;
      const world = await makeWorld({
        wrap: (table) => {
          const wrapped = workers.wrap(table);
          return new Proxy(table, { get: (target, name) => Reflect.get(isWorking ? wrapped : target, name) });
        },
      });
      await stockAll(world, skus, 1);
      await world.apply(manyLines(skus));
      const routes = () => world.jobs.filter(({ kind }) => kind === "route");
      for (let turns = 0; routes().length > 0; turns += 1) {
        const [job] = routes();
        if (job === undefined || turns > 20) throw new Error("the order is never routed");
        world.jobs.splice(world.jobs.indexOf(job), 1);
        isWorking = true;
        const fate = await world.run(job);
        isWorking = false;
        if (turns === cancelAt)
          await world.apply({ channelOrderId: "1001", clock: later, status: aStatus({ cancelledAt: aMoment }) });
        if (fate === "again") world.jobs.push(job);
        expect(brokenNow(world)).toEqual([]);
      }
      await world.settle();
      expect(await brokenAtRest(world)).toEqual([]);
      const [order] = world.orders();
      return { calls: workers.calls(), status: order?.status, held: order?.allocations.length };
    };
    const calm = await play(null, null);
    expect(calm).toMatchObject({ status: "allocated", held: 190 });
    for (let call = 1; call <= calm.calls; call += calm.calls > 60 ? 7 : 1) {
      for (const when of ["before", "after"] as const) {
        expect({ call, when, ...(await play({ call, when }, null)), calls: 0 }).toEqual({
          call,
          when,
          ...calm,
          calls: 0,
        });
        expect(await play({ call, when }, 0)).toMatchObject({ status: "cancelled", held: 0 });
      }
    }
  }, 120_000);
});

function manyLines(skus: readonly string[]): IncomingOrder {
  const lines = skus.map((one, at) => aLine({ lineId: `1400000${at}`, sku: one, quantity: 1, totalMinor: 10_000 }));
  return anIncomingOrder({ header: aHeader(), lines });
}

/** Written straight into the table: a count for each sku takes long. */
async function stockAll(world: World, skus: readonly string[], units: number): Promise<void> {
  for (const one of skus) await world.count(one, "SHA", units);
}

/** Units that orders show as theirs. */
function heldBy(world: World): number {
  return world.orders().reduce((sum, { allocations }) => sum + allocations.length, 0);
}

type Limits = { actions: number; bytes: number; item: number };

/** Looks around after each transaction, and at its size. */
function watched(table: Table, look: () => unknown, limits?: Limits): Table {
  return {
    ...table,
    transact: async (writes) => {
      const sizes = writes.map((write) => (write.kind === "put" ? itemSize(toAttributes(write.item)) : 1_000));
      if (limits !== undefined) {
        limits.actions = Math.max(limits.actions, writes.length);
        limits.bytes = Math.max(
          limits.bytes,
          sizes.reduce((sum, size) => sum + size, 0),
        );
        limits.item = Math.max(limits.item, ...sizes);
      }
      const written = await table.transact(writes);
      await look();
      return written;
    },
  };
}
