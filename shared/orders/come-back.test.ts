import { describe, expect, it } from "vitest";
import { brokenAtRest, brokenNow } from "../../tests/property/stock-invariants.ts";
import { anOrderOf, makeWorld, type World } from "../../tests/property/warehouse-world.ts";
import { aMoment, aRefund, aStatus } from "../../tests/support/builders.ts";
import { sku, warehouseCode } from "../kernel/ids.ts";
import type { Fulfilment, IncomingOrder } from "./facts.ts";

const clock = (at: number) => ({ at: Date.parse(aMoment) + at, tie: "" });
const say = (world: World, at: number, more: Partial<IncomingOrder>) =>
  world.apply({ channelOrderId: "1001", clock: clock(at), ...more });

function parcel(fulfilmentId: string, state: Fulfilment["state"], lines: Fulfilment["lines"]): Fulfilment {
  return { fulfilmentId, at: aMoment, state, carrier: "SF", trackingNo: `SF${fulfilmentId}`, lines };
}

const two = [{ lineId: "l1", quantity: 2 }];
const position = (world: World, article = "TEA", warehouse = "SHA") => {
  const stock = world.stocks().find((each) => each.sku === article && each.warehouse === warehouse);
  return { onHand: stock?.onHand, allocated: stock?.allocated, available: stock?.available };
};

async function sent(wants: Parameters<typeof anOrderOf>[1] = [["TEA", 2]], lines = two): Promise<World> {
  const world = await makeWorld();
  await world.count("TEA", "SHA", 10);
  await world.apply(anOrderOf(1, wants));
  await world.settle();
  await say(world, 1, { fulfilments: [parcel("f1", "success", lines)] });
  expect(brokenNow(world)).toEqual([]);
  return world;
}

async function expectSound(world: World): Promise<void> {
  expect(brokenNow(world)).toEqual([]);
  await world.settle();
  expect(await brokenAtRest(world)).toEqual([]);
}

describe("a parcel that the channel told of and has cancelled", () => {
  it("has not left: its goods are in stock, promised to the same order", async () => {
    const world = await sent();
    expect(position(world)).toEqual({ onHand: 8, allocated: 0, available: 8 });
    await say(world, 2, { fulfilments: [parcel("f1", "cancelled", two)] });
    expect(position(world)).toEqual({ onHand: 10, allocated: 2, available: 8 });
    expect(world.orders()[0]).toMatchObject({ status: "allocated" });
    expect(world.orders()[0]?.gone).toBeUndefined();
    expect(world.orders()[0]?.timeline.map(({ what }) => what)).toContain("parcel cancelled");
    await say(world, 3, { fulfilments: [parcel("f1", "cancelled", two)] });
    expect(position(world)).toEqual({ onHand: 10, allocated: 2, available: 8 });
    await say(world, 4, { fulfilments: [parcel("f2", "success", two)] });
    expect(position(world)).toEqual({ onHand: 8, allocated: 0, available: 8 });
    await expectSound(world);
  });

  it("leaves its goods free when nobody wants them any more", async () => {
    const world = await sent();
    const status = aStatus({ cancelledAt: aMoment });
    await say(world, 2, { status, fulfilments: [parcel("f1", "cancelled", two)] });
    expect(position(world)).toEqual({ onHand: 10, allocated: 0, available: 10 });
    expect(world.orders()[0]).toMatchObject({ status: "cancelled" });
    await expectSound(world);
  });

  it("is replaced by another in the same message, and stock has lost the goods once", async () => {
    const world = await sent();
    await say(world, 2, { fulfilments: [parcel("f1", "cancelled", two), parcel("f2", "success", two)] });
    expect(position(world)).toEqual({ onHand: 8, allocated: 0, available: 8 });
    await say(world, 3, { fulfilments: [parcel("f2", "cancelled", two)] });
    expect(position(world)).toEqual({ onHand: 10, allocated: 2, available: 8 });
    await expectSound(world);
  });

  it("brings nothing back for which no stock was taken", async () => {
    const world = await makeWorld();
    await world.apply(anOrderOf(1, [["TEA", 2]]));
    await world.settle();
    await say(world, 1, { fulfilments: [parcel("f1", "success", two)] });
    await world.count("TEA", "SHA", 1);
    await say(world, 2, { fulfilments: [parcel("f1", "cancelled", two)] });
    expect(position(world)).toMatchObject({ onHand: 1 });
    await expectSound(world);
  });

  it("brings back as much as it had, of several and of bundles", async () => {
    const components = [
      { sku: sku("TEA"), quantity: 2 },
      { sku: sku("CUP"), quantity: 1 },
    ];
    const world = await makeWorld({ bundles: { SET: components }, warehouses: [{ code: warehouseCode("SHA") }] });
    await world.count("TEA", "SHA", 10);
    await world.count("CUP", "SHA", 10);
    await world.apply(anOrderOf(1, [["SET", 3]]));
    await world.settle();
    const of = (quantity: number) => [{ lineId: "l1", quantity }];
    await say(world, 1, { fulfilments: [parcel("f1", "success", of(1))] });
    await say(world, 2, { fulfilments: [parcel("f2", "success", of(2))] });
    expect([position(world).onHand, position(world, "CUP").onHand]).toEqual([4, 7]);
    await say(world, 3, { fulfilments: [parcel("f1", "cancelled", of(1))] });
    expect(position(world)).toEqual({ onHand: 6, allocated: 2, available: 4 });
    expect(position(world, "CUP")).toEqual({ onHand: 8, allocated: 1, available: 7 });
    await expectSound(world);
  });

  it("comes back in steps when it had more positions than one transaction writes", async () => {
    const world = await makeWorld();
    const skus = Array.from({ length: 120 }, (_, at) => `SKU-${at}`);
    for (const one of skus) await world.count(one, "SHA", 1);
    await world.apply(
      anOrderOf(
        1,
        skus.map((one) => [one, 1]),
      ),
    );
    await world.settle();
    const lines = skus.map((_, at) => ({ lineId: `l${at + 1}`, quantity: 1 }));
    await say(world, 1, { fulfilments: [parcel("f1", "success", lines)] });
    await world.settle();
    expect(world.stocks().every(({ onHand }) => onHand === 0)).toBe(true);
    await say(world, 2, { fulfilments: [parcel("f1", "cancelled", lines)] });
    expect(world.orders()[0]).toMatchObject({ apart: "leaving" });
    await expectSound(world);
    expect(world.stocks().every(({ onHand, allocated }) => onHand === 1 && allocated === 1)).toBe(true);
    expect(world.orders()[0]).toMatchObject({ status: "allocated" });
  });
});

it("stays gone when only money comes back", async () => {
  const world = await sent();
  await say(world, 2, { refunds: [aRefund({ lines: [{ lineId: "l1", quantity: 2, amountMinor: 0 }] })] });
  expect(position(world)).toEqual({ onHand: 8, allocated: 0, available: 8 });
  await expectSound(world);
});
