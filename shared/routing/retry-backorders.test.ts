import { describe, expect, it } from "vitest";
import { brokenAtRest } from "../../tests/property/stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "../../tests/property/warehouse-world.ts";
import { aMerchantId, aMoment, aStatus } from "../../tests/support/builders.ts";
import { sku } from "../kernel/ids.ts";

describe("retry-backorders", () => {
  const message = { merchantId: aMerchantId, sku: sku("TEA"), after: null };

  async function waitingOrders(howMany: number): Promise<World> {
    const world = await makeWorld();
    for (let no = 0; no < howMany; no += 1) await world.apply(anOrderOf(no, [["TEA", 1]]));
    await world.settle();
    expect(world.waiting()).toHaveLength(howMany);
    return world;
  }

  it("stops where the stock ends, over pages of the queue", async () => {
    const world = await waitingOrders(60);
    await world.count("TEA", "SHA", 57);
    expect(await world.retryBackorders(message, () => true)).toEqual({
      kind: "walked",
      routed: 57,
      waiting: 0,
      removed: 0,
    });
    expect(world.waiting()).toHaveLength(3);
  });

  it("sends itself the place to go on from when its time is up", async () => {
    const world = await waitingOrders(8);
    await world.count("TEA", "SHA", 8);
    const turns = [1, 2, 3, 4, 5];
    const result = await world.retryBackorders(message, () => turns.pop() !== undefined);
    expect(result.kind).toBe("continued");
    expect(world.waiting()).toHaveLength(3);
    world.takeMessages();
    expect(world.jobs.filter(({ kind }) => kind === "retry_backorders")).toHaveLength(1);
    await world.settle();
    expect(world.waiting()).toEqual([]);
  });

  it("removes an order that was cancelled while it waited", async () => {
    const world = await waitingOrders(2);
    const clock = { at: Date.parse(aMoment) + 1, tie: "" };
    await world.apply({ channelOrderId: "1000", clock, status: aStatus({ cancelledAt: aMoment }) });
    await world.count("TEA", "SHA", 2);
    expect(await world.retryBackorders(message, () => true)).toEqual({
      kind: "walked",
      routed: 1,
      waiting: 0,
      removed: 1,
    });
    expect(world.waiting()).toEqual([]);
    await world.settle();
    expect(await brokenAtRest(world)).toEqual([]);
  });
});
