import { describe, expect, it } from "vitest";
import { anOrderOf, makeWorld } from "../../tests/property/warehouse-world.ts";
import { aMerchant, aMerchantId } from "../../tests/support/builders.ts";
import { memoryQueue } from "../../tests/support/memory-ports.ts";
import { warehouseCode } from "../kernel/ids.ts";
import { makeChangeOrder } from "../orders/change-order.ts";
import { makeRerouteOrder } from "../orders/reroute-order.ts";
import { makeRerouteClosed } from "./reroute-closed.ts";
import { rerouteMessage, sweepsOf } from "./reroute-message.ts";
import { readSettings, toWarehouseItem } from "./settings-store.ts";

const [sha, can] = [warehouseCode("SHA"), warehouseCode("CAN")];

async function twoWarehouses() {
  const world = await makeWorld({ warehouses: [{ code: sha }, { code: can, priority: 2 }] });
  await world.count("TEA", "SHA", 8);
  await world.count("TEA", "CAN", 8);
  for (const number of [1, 2, 3]) await world.apply(anOrderOf(number, [["TEA", 2]]));
  await world.settle();
  const readMerchant = async () => aMerchant();
  const changeOrder = makeChangeOrder({ table: world.table, readMerchant, now: world.now, pause: async () => {} });
  const reroutes = memoryQueue();
  const work = makeRerouteClosed({
    table: world.table,
    readSettings: () => readSettings(world.table, aMerchantId),
    rerouteOrder: makeRerouteOrder(changeOrder),
    reroutes,
  });
  /** Brings every message, and what comes of it. */
  const runAll = async (hasTime: () => boolean = () => true): Promise<string[]> => {
    const outcomes: string[] = [];
    for (let body = reroutes.sent.shift()?.body; body !== undefined; body = reroutes.sent.shift()?.body) {
      const { kind, why = "" } = await work(rerouteMessage.parse(JSON.parse(body)), hasTime);
      outcomes.push(`${kind}: ${why}`);
    }
    return outcomes;
  };
  const setOpen = (isActive: boolean) => {
    const found = world.warehouses.find(({ code }) => code === sha);
    if (found === undefined) throw new Error("there is no SHA");
    return world.bare.put(toWarehouseItem(aMerchantId, { ...found, isActive }));
  };
  const from = (): string[] =>
    world.orders().flatMap(({ allocations }) => allocations.map(({ warehouse }) => warehouse));
  return { world, reroutes, runAll, setOpen, from };
}

describe("a warehouse that closes", () => {
  it("hands the orders that it was to send to others, each with the reason", async () => {
    const { world, reroutes, runAll, setOpen, from } = await twoWarehouses();
    expect(from()).toEqual(["SHA", "SHA", "SHA"]);
    await setOpen(false);
    await reroutes.send(sweepsOf(aMerchantId, sha));
    expect((await runAll()).filter((outcome) => outcome === "done: 2 units planned anew")).toHaveLength(3);
    await world.settle();
    expect(from()).toEqual(["CAN", "CAN", "CAN"]);
    for (const order of world.orders()) {
      expect(order.routing?.because).toContain("Planned anew, the warehouse is closed (SHA).");
    }

    await reroutes.send(sweepsOf(aMerchantId, sha));
    expect(await runAll()).toEqual(["done: 0 orders found", "done: 0 orders found"]);
  });

  it("keeps what it has once it is open again, and goes on later when time runs out", async () => {
    const { reroutes, runAll, setOpen, from } = await twoWarehouses();
    await reroutes.send(sweepsOf(aMerchantId, sha));
    expect(await runAll()).toEqual(Array(2).fill("skipped: the warehouse is open, or not known"));
    await setOpen(false);
    let turns = 0;
    await reroutes.send(sweepsOf(aMerchantId, sha).slice(0, 1));
    const outcomes = await runAll(() => turns++ % 3 < 2);
    expect(outcomes.filter((outcome) => outcome.endsWith("more to look through")).length).toBeGreaterThan(3);
    expect(outcomes.filter((outcome) => outcome === "done: 2 units planned anew")).toHaveLength(3);
    expect(from()).toEqual([]);
  });
});
