import { describe, expect, it } from "vitest";
import { brokenAtRest, brokenNow } from "../../tests/property/stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "../../tests/property/warehouse-world.ts";
import { aMerchant, aMerchantId, aMoment, aStatus } from "../../tests/support/builders.ts";
import { memoryQueue } from "../../tests/support/memory-ports.ts";
import { makeLoadGiveUp } from "../orders/load-give-up.ts";
import { toMerchantItem } from "../settings/merchant-settings.ts";
import { readSettings, toWarehouseItem } from "./settings-store.ts";
import { makeSweepWaiting, sweepMessage } from "./sweep-waiting.ts";
import { wakeWaiting } from "./wake-waiting.ts";

const day = 86_400_000;

function sweeper(world: World, days: number) {
  const now = (): Date => new Date(Date.parse(aMoment) + days * day);
  const readMerchant = async () => aMerchant();
  const giveUpOrder = makeLoadGiveUp({ table: world.table, readMerchant, now, pause: async () => undefined });
  const backorders = memoryQueue();
  const sweep = makeSweepWaiting({
    table: world.table,
    readSettings: async () => readSettings(world.bare, aMerchantId),
    routeOrder: world.routeOrder,
    giveUpOrder,
    now,
    backorders,
  });
  return { sweep, backorders };
}

async function waiting(howMany: number): Promise<World> {
  const world = await makeWorld();
  for (let no = 0; no < howMany; no += 1) await world.apply(anOrderOf(no, [["TEA", 2]]));
  await world.settle();
  return world;
}

const all = { merchantId: aMerchantId, after: null };
const statuses = (world: World): string[] => world.orders().map(({ status }) => status);

describe("a sweep of waiting orders", () => {
  it("routes what waited for a warehouse that has opened since", async () => {
    const world = await makeWorld();
    await world.bare.put(toWarehouseItem(aMerchantId, { ...shanghai(world), isActive: false }));
    await world.count("TEA", "SHA", 3);
    for (let no = 0; no < 2; no += 1) await world.apply(anOrderOf(no, [["TEA", 2]]));
    await world.settle();
    expect(statuses(world)).toEqual(["backordered", "backordered"]);

    await world.bare.put(toWarehouseItem(aMerchantId, shanghai(world)));
    expect(await sweeper(world, 0).sweep(all, () => true)).toEqual({
      kind: "swept",
      routed: 1,
      waiting: 1,
      givenUp: 0,
    });
    expect(statuses(world).sort()).toEqual(["allocated", "backordered"]);
    await world.settle();
    expect(await brokenAtRest(world)).toEqual([]);
  });

  it("gives up what has waited too long, for good, and only where the merchant wants that", async () => {
    const world = await waiting(2);
    expect(await sweeper(world, 40).sweep(all, () => true)).toMatchObject({ waiting: 2, givenUp: 0 });

    await world.bare.put(toMerchantItem(aMerchant({ cancelBackordersAfterDays: 30 })));
    expect(await sweeper(world, 29).sweep(all, () => true)).toMatchObject({ waiting: 2, givenUp: 0 });
    expect(await sweeper(world, 31).sweep(all, () => true)).toMatchObject({ waiting: 0, givenUp: 2 });
    expect(statuses(world)).toEqual(["cancelled", "cancelled"]);
    const told = world.events.filter(({ type }) => type === "order.cancelled.v1");
    expect(told.map(({ detail }) => (detail as { reason: string }).reason)).toEqual(
      Array.from({ length: 2 }, () => "no goods came within 30 days"),
    );

    const clock = { at: Date.parse(aMoment) + 90 * day, tie: "" };
    await world.apply({ channelOrderId: "1000", clock, status: aStatus({ raw: "paid/again" }) });
    await world.count("TEA", "SHA", 9);
    await world.settle();
    expect(statuses(world)).toEqual(["cancelled", "cancelled"]);
    expect(world.waiting()).toEqual([]);
    expect(brokenNow(world)).toEqual([]);
  });

  it("waits for the time when other rules hold, round after round of the queue", async () => {
    const world = await waiting(1);
    const at = (minutes: number): string => new Date(Date.parse(aMoment) + minutes * 60_000).toISOString();
    const [first] = wakeWaiting(aMerchantId, at(0), at(20));
    expect(first?.delaySeconds).toBe(900);
    const early = sweeper(world, 0);
    const message = sweepMessage.parse(JSON.parse(first?.body ?? ""));
    expect(await early.sweep(message, () => true)).toEqual({ kind: "postponed" });
    expect(early.backorders.sent).toEqual([first]);
    expect(await sweeper(world, 1).sweep(message, () => true)).toMatchObject({ kind: "swept", waiting: 1 });
  });

  it("goes on later when its time is over", async () => {
    const world = await waiting(30);
    const { sweep, backorders } = sweeper(world, 0);
    let looks = 0;
    const first = await sweep(all, () => {
      looks += 1;
      return looks <= 1;
    });
    expect(first.kind).toBe("continued");
    const [message] = backorders.sent;
    const { after } = JSON.parse(message?.body ?? "{}") as { after: string };
    expect(await sweep({ ...all, after }, () => true)).toEqual({ kind: "swept", routed: 0, waiting: 5, givenUp: 0 });
  });
});

function shanghai(world: World) {
  const [warehouse] = world.warehouses;
  if (warehouse === undefined) throw new Error("the world has a warehouse");
  return warehouse;
}
