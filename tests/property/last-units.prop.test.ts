import { describe, expect, it } from "vitest";
import { interleaved, seeded } from "./seeded.ts";
import { brokenAtRest, brokenNow } from "./stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "./warehouse-world.ts";

const stock = 50;
const buyers = 200;

/** All buyers' orders are routed at the same time; a worker that lost too often gets its message again. */
async function routeAllAtOnce(world: World): Promise<void> {
  while (world.jobs.some(({ kind }) => kind === "route")) {
    const routes = world.jobs.filter(({ kind }) => kind === "route");
    world.jobs.splice(0, world.jobs.length, ...world.jobs.filter(({ kind }) => kind !== "route"));
    const fates = await Promise.all(routes.map(world.run));
    world.jobs.push(...routes.filter((_, index) => fates[index] === "again"));
  }
}

/** The same by workers that take batches. */
async function routeInBatches(world: World): Promise<void> {
  while (world.jobs.some(({ kind }) => kind === "route")) {
    await Promise.all(Array.from({ length: 8 }, () => world.runBatch(40)));
  }
}

describe("200 buyers of the last 50 units at once", () => {
  const ways = [
    ["one by one", routeAllAtOnce],
    ["in batches", routeInBatches],
  ] as const;
  const runs = ways.flatMap(([name, run]) => Array.from({ length: 10 }, (_, seed) => [name, seed, run] as const));
  it.each(runs)("sell exactly 50 (%s, interleaving %i)", async (_name, seed, routeAll) => {
    const random = seeded(seed);
    const world = await makeWorld({ wrap: (table) => interleaved(table, random, 0.05) });
    await world.count("TEA", "SHA", stock);
    for (let no = 0; no < buyers; no += 1) await world.apply(anOrderOf(no, [["TEA", 1]]));

    await routeAll(world);

    const statuses = Map.groupBy(world.orders(), (order) => order.status);
    expect(statuses.get("allocated")).toHaveLength(stock);
    expect(statuses.get("backordered")).toHaveLength(buyers - stock);
    const [left] = await world.stock("TEA");
    expect(left).toMatchObject({ onHand: stock, allocated: stock, available: 0 });
    expect(brokenNow(world)).toEqual([]);
    await world.settle();
    expect(await brokenAtRest(world)).toEqual([]);
  });

  it("sell the next delivery to those who ordered first", async () => {
    const random = seeded(1);
    const world = await makeWorld({ wrap: (table) => interleaved(table, random) });
    await world.count("TEA", "SHA", 1);
    for (let no = 0; no < 6; no += 1) {
      const order = anOrderOf(no, [["TEA", 1]]);
      const header = order.header && { ...order.header, placedAt: `2026-11-2${no}T00:00:00.000Z` };
      await world.apply(header === undefined ? order : { ...order, header });
    }
    world.jobs.reverse();
    await world.settle();
    const first = world.orders().filter((order) => order.status === "allocated");
    expect(first).toHaveLength(1);

    await world.count("TEA", "SHA", 4);
    await world.settle();

    const served = world.orders().filter((order) => order.status === "allocated" && order !== first[0]);
    const waiting = world.orders().filter((order) => order.status === "backordered");
    const placed = (order: (typeof served)[number]): string => order.header?.facts.placedAt ?? "";
    const alsoServed = served.filter((order) => order.orderId !== first[0]?.orderId).map(placed);
    expect(alsoServed).toHaveLength(3);
    expect(Math.max(...alsoServed.map(Date.parse))).toBeLessThan(Math.min(...waiting.map(placed).map(Date.parse)));
    expect(world.waiting()).toHaveLength(2);
  });
});
