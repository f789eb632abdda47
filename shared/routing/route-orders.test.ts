import { describe, expect, it } from "vitest";
import { brokenAtRest, brokenNow } from "../../tests/property/stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "../../tests/property/warehouse-world.ts";
import { aMerchantId, aMoment, aStatus } from "../../tests/support/builders.ts";
import { type Crash, crashing } from "../../tests/support/crashing.ts";
import { movementsOf } from "../inventory/movement.ts";
import { type OrderId, sku, warehouseCode } from "../kernel/ids.ts";
import { stockKey } from "../table/keys.ts";
import type { Table, Write } from "../table/port.ts";
import type { GroupResult } from "./route-orders.ts";

type Wants = readonly (readonly [string, number])[];

async function applied(world: World, wants: readonly Wants[]): Promise<readonly OrderId[]> {
  const ids: OrderId[] = [];
  for (const [no, own] of wants.entries()) ids.push(await world.apply(anOrderOf(no, own)));
  world.jobs.splice(0, world.jobs.length, ...world.jobs.filter(({ kind }) => kind !== "route"));
  return ids;
}

async function together(world: World, ids: readonly OrderId[]): Promise<readonly (GroupResult | undefined)[]> {
  const results = await world.routeOrders(aMerchantId, ids, () => true);
  return ids.map((id) => results.get(id));
}

const routed = (units: number): GroupResult => ({ kind: "routed", units, short: [] });
const times = (howMany: number, wants: Wants): readonly Wants[] => Array.from({ length: howMany }, () => wants);

/** Counts the transactions, and does something once before the first. */
function watched(meanwhile: (table: Table) => Promise<unknown> = async () => undefined) {
  const transactions: (readonly Write[])[] = [];
  const other = { run: meanwhile };
  const wrap = (table: Table): Table => ({
    ...table,
    transact: async (writes) => {
      if (writes.length < 3) return table.transact(writes);
      const run = other.run;
      other.run = async () => undefined;
      await run(table);
      transactions.push(writes);
      return table.transact(writes);
    },
  });
  return { transactions, wrap, other };
}

describe("orders routed together", () => {
  it("share out a component that their own lines compete for, each as if it came alone", async () => {
    const part = (article: string) => ({ sku: sku(article), quantity: 1 });
    const bundles = { "TEA-SET": [part("TEA"), part("CUP")], PAIR: [part("CUP"), part("POT")] };
    const warehouses = [{ code: warehouseCode("SHA") }, { code: warehouseCode("CAN"), priority: 2 }];
    const world = await makeWorld({ bundles, warehouses });
    for (const article of ["TEA", "CUP", "POT"]) {
      await world.count(article, "SHA", article === "CUP" ? 3 : 9);
      await world.count(article, "CAN", article === "CUP" ? 3 : 9);
    }
    const wants: Wants = [
      ["TEA-SET", 1],
      ["PAIR", 1],
    ];
    const ids = await applied(world, times(4, wants));
    const results = await together(world, ids);
    expect(results.slice(0, 3)).toEqual([routed(4), routed(4), routed(4)]);
    expect(results[3]).toEqual({ kind: "waiting", short: [{ sku: "CUP", quantity: 2 }] });
    expect(world.stocks().filter((stock) => stock.sku === "CUP")).toMatchObject([{ available: 0 }, { available: 0 }]);
    expect(brokenNow(world)).toEqual([]);
    await world.settle();
    expect(await brokenAtRest(world)).toEqual([]);
  });

  it("are committed in one transaction, the position they share written once and naming each of them", async () => {
    const { transactions, wrap } = watched();
    const world = await makeWorld({ wrap });
    await world.count("TEA", "SHA", 100);
    const ids = await applied(world, times(40, [["TEA", 2]]));

    expect(await together(world, ids)).toEqual(ids.map(() => routed(2)));

    expect(transactions.map((writes) => writes.length)).toEqual([41]);
    const [stock] = await world.stock("TEA");
    expect(stock).toMatchObject({ onHand: 100, allocated: 80, available: 20, version: 2 });
    const item = await world.bare.get(stockKey(aMerchantId, stock?.sku ?? ("" as never), warehouseCode("SHA")));
    const moves = item === null ? [] : movementsOf(item);
    expect(new Set(moves.map(({ cause }) => cause))).toEqual(new Set(ids));
    expect(brokenNow(world)).toEqual([]);
    await world.settle();
    expect(await brokenAtRest(world)).toEqual([]);
  });

  it("stay within the limits of a transaction, and apart where they have nothing in common", async () => {
    const { transactions, wrap } = watched();
    const world = await makeWorld({ wrap });
    for (const article of ["TEA", "CUP", "POT"]) await world.count(article, "SHA", 500);
    const wants = [...times(120, [["TEA", 1]]), ...times(3, [["CUP", 1]]), ...times(2, [["POT", 1]])];
    const ids = await applied(world, wants);

    expect(await together(world, ids)).toEqual(ids.map(() => routed(1)));

    expect(transactions.map((writes) => writes.length).sort((a, b) => a - b)).toEqual([3, 4, 22, 100]);
  });

  it("get the last units in the order they were placed; the others wait, and are told of an arrival in between", async () => {
    const world = await makeWorld({ rules: { backorder: "partial", split: "by_quantity" } });
    await world.count("TEA", "SHA", 5);
    const ids = await applied(world, times(4, [["TEA", 2]]));

    const results = await together(world, ids.toReversed());

    expect(results.map((result) => result?.kind)).toEqual(["waiting", "routed", "routed", "routed"].sort().reverse());
    expect(world.waiting()).toHaveLength(2);
    expect(brokenNow(world)).toEqual([]);
    await world.settle();
    expect(await brokenAtRest(world)).toEqual([]);
    await world.count("TEA", "SHA", 8);
    await world.settle();
    expect(world.orders().every(({ status }) => status === "allocated")).toBe(true);
  });

  it("go on without an order that was cancelled meanwhile", async () => {
    const { transactions, wrap, other } = watched();
    const world = await makeWorld({ wrap });
    await world.count("TEA", "SHA", 9);
    const ids = await applied(world, times(5, [["TEA", 1]]));
    const clock = { at: Date.parse(aMoment) + 1, tie: "" };
    other.run = async () => world.apply({ channelOrderId: "1002", clock, status: aStatus({ cancelledAt: aMoment }) });

    const results = await together(world, ids);

    expect(results.filter((result) => result?.kind === "routed")).toHaveLength(4);
    expect(results[2]).toEqual({ kind: "nothing_to_route", status: "cancelled" });
    expect(transactions.map((writes) => writes.length)).toEqual([6, 5]);
    expect(brokenNow(world)).toEqual([]);
  });

  it("are planned again on what a count left, without being read again", async () => {
    const { wrap, other } = watched();
    const codes = [{ code: warehouseCode("SHA") }, { code: warehouseCode("CAN"), priority: 2 }];
    const world = await makeWorld({ wrap, warehouses: codes });
    await world.count("TEA", "SHA", 5);
    await world.count("TEA", "CAN", 9);
    const ids = await applied(world, times(5, [["TEA", 1]]));
    other.run = async () => world.count("TEA", "SHA", 3);

    expect(await together(world, ids)).toEqual(ids.map(() => routed(1)));

    const from = Map.groupBy(world.orders(), (order) => order.allocations[0]?.warehouse ?? "");
    expect([from.get(warehouseCode("SHA"))?.length, from.get(warehouseCode("CAN"))?.length]).toEqual([3, 2]);
    expect(brokenNow(world)).toEqual([]);
  });

  it("leave an order that is unknown, too large or done to its own end", async () => {
    const world = await makeWorld();
    await world.count("TEA", "SHA", 9);
    const [first, second] = await applied(world, times(2, [["TEA", 1]]));
    if (first === undefined || second === undefined) throw new Error("two orders were applied");
    await world.routeOrder(aMerchantId, first);
    const large = await world.apply(anOrderOf(7, times(91, [["TEA", 1]]).flat()));
    const results = await together(world, [first, second, large, "ord_unknown" as OrderId]);
    expect(results).toEqual([
      { kind: "nothing_to_route", status: "allocated" },
      routed(1),
      { kind: "alone" },
      { kind: "unknown_order" },
    ]);
  });

  it("end in the same state wherever the worker is killed", async () => {
    const play = async (crash: Crash | null) => {
      const workers = crashing(crash);
      let isWorking = false;
      const world = await makeWorld({
        wrap: (table) => {
          const wrapped = workers.wrap(table);
          return new Proxy(table, { get: (target, name) => Reflect.get(isWorking ? wrapped : target, name) });
        },
      });
      await world.count("TEA", "SHA", 7);
      await world.count("CUP", "SHA", 3);
      const wants: readonly Wants[] = [
        ...times(4, [["TEA", 2]]),
        [["CUP", 1]],
        [
          ["TEA", 1],
          ["CUP", 2],
        ],
      ];
      for (const [no, own] of wants.entries()) await world.apply(anOrderOf(no, own));
      isWorking = true;
      while (world.jobs.some(({ kind }) => kind === "route")) await world.runBatch(10);
      isWorking = false;
      expect(brokenNow(world)).toEqual([]);
      await world.settle();
      expect(await brokenAtRest(world)).toEqual([]);
      return {
        calls: workers.calls(),
        states: world.orders().map(({ channelOrderId, status }) => [channelOrderId, status]),
      };
    };
    const calm = await play(null);
    expect(calm.states.filter(([, status]) => status === "allocated")).toHaveLength(5);
    for (let call = 1; call <= calm.calls; call += 1) {
      for (const when of ["before", "after"] as const) {
        expect({ call, when, states: (await play({ call, when })).states }).toEqual({
          call,
          when,
          states: calm.states,
        });
      }
    }
  });
});
