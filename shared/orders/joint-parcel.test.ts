import { describe, expect, it } from "vitest";
import { anOrderOf, makeWorld } from "../../tests/property/warehouse-world.ts";
import { aMerchant, aMerchantId, anAddress, aStatus } from "../../tests/support/builders.ts";
import { type OrderId, warehouseCode } from "../kernel/ids.ts";
import { makeChangeOrder } from "./change-order.ts";
import type { IncomingOrder } from "./facts.ts";
import { makeJoinOrders, makePartOrders } from "./join-orders.ts";
import { proposeJoints } from "./joint-parcel.ts";
import type { Order } from "./order.ts";
import { readReadyOrders } from "./ready-orders.ts";
import { recipientKey } from "./recipient-key.ts";
import { makeShipJointly } from "./ship-joint.ts";
import { makeShipOrder } from "./ship-order.ts";

const [sha, can] = [warehouseCode("SHA"), warehouseCode("CAN")];
const salt = new Uint8Array([1, 2, 3]);

async function aDesk(more: (number: number) => Partial<IncomingOrder> = () => ({})) {
  const world = await makeWorld({ warehouses: [{ code: sha }, { code: can, priority: 2 }] });
  await world.count("TEA", "SHA", 20);
  const ids: OrderId[] = [];
  for (const number of [1, 2, 3]) ids.push(await world.apply({ ...anOrderOf(number, [["TEA", 2]]), ...more(number) }));
  await world.settle();
  const deps = { table: world.table, readMerchant: async () => aMerchant(), now: world.now, pause: async () => {} };
  const join = makeJoinOrders(deps);
  const part = makePartOrders(deps);
  const shipOrder = makeShipOrder(makeChangeOrder(deps));
  const shipJointly = makeShipJointly({ table: world.table, shipOrder });
  const parcel = { carrier: { code: "SF", name: "顺丰" }, trackingNo: "SF1", shippedBy: "packer", shippedAt: null };
  return {
    world,
    ids,
    join: (orderIds: readonly OrderId[] = ids) => join({ merchantId: aMerchantId, orderIds, by: "mei" }),
    part: (orderId: OrderId) => part({ merchantId: aMerchantId, orderId, by: "mei" }),
    ship: (orderId: OrderId) => shipJointly({ merchantId: aMerchantId, orderId, ...parcel }),
    order: (orderId: OrderId): Order => {
      const found = world.orders().find((each) => each.orderId === orderId);
      if (found === undefined) throw new Error("there is no such order");
      return found;
    },
  };
}

describe("orders of one recipient", () => {
  it("are proposed for one parcel, and named by keys that say nothing", async () => {
    const { world, ids } = await aDesk();
    const { orders, isCut } = await readReadyOrders(world.table, aMerchantId, 100);
    expect(isCut).toBe(false);
    const [proposal, ...others] = proposeJoints(orders, salt);
    expect(others).toEqual([]);
    expect(proposal?.warehouse).toBe("SHA");
    expect(proposal?.orders.map(({ orderId }) => orderId)).toEqual([...ids].sort());
    const [order] = orders;
    const key = order && recipientKey(order, salt);
    expect(key).toMatch(/^[\w-]{22}$/);
    expect(order && recipientKey(order, new Uint8Array([9]))).not.toBe(key);
  });

  it("leave as one parcel, each with its own shipment under the one number, once", async () => {
    const { world, ids, join, ship, order } = await aDesk();
    expect(await join()).toMatchObject({ ok: true, value: { isRepeated: false, joint: { warehouse: "SHA" } } });
    expect(await join()).toMatchObject({ ok: true, value: { isRepeated: true } });
    const first = ids[0] as OrderId;

    expect(await ship(first)).toMatchObject({ ok: true, value: { shipped: [{}, {}, {}], left: [] } });
    expect(await ship(first)).toMatchObject({ value: { shipped: Array(3).fill({ kind: "repeated" }) } });

    for (const id of ids) expect(order(id)).toMatchObject({ status: "shipped", allocations: [] });
    const told = world.events.filter(({ type }) => type === "order.shipped.v1");
    expect(told.map(({ subject }) => subject).sort()).toEqual([...ids].sort());
    expect(new Set(told.map(({ detail }) => (detail as { trackingNo: string }).trackingNo))).toEqual(new Set(["SF1"]));
    expect((await world.stock("TEA"))[0]).toMatchObject({ onHand: 14, allocated: 0 });
  });

  it("leave by themselves again when they are parted", async () => {
    const { ids, join, part, order } = await aDesk();
    await join();
    expect(await part(ids[1] as OrderId)).toMatchObject({ ok: true, value: { isRepeated: false } });
    expect(await part(ids[1] as OrderId)).toMatchObject({ ok: true, value: { isRepeated: true } });
    for (const id of ids) {
      expect(order(id).joint).toBeUndefined();
      expect(order(id).allocations).toMatchObject([{ warehouse: "SHA", quantity: 2 }]);
    }
  });

  it("lose one that is cancelled or goes to somebody else, and keep the others", async () => {
    const { world, ids, join, ship, order } = await aDesk();
    await join();
    const later = (minutes: number) => ({ at: world.now().getTime() + minutes * 60_000, tie: "z" });
    await world.apply({
      channelOrderId: anOrderOf(1, []).channelOrderId,
      clock: later(1),
      status: aStatus({ cancelledAt: "2026-11-22T00:00:00.000Z" }),
    });
    await world.apply({
      channelOrderId: anOrderOf(2, []).channelOrderId,
      clock: later(2),
      address: anAddress({ name: "B. Other" }),
    });
    expect(ids.map((id) => order(id).joint !== undefined)).toEqual([false, false, true]);
    const shipped = await ship(ids[2] as OrderId);
    expect(shipped).toMatchObject({ value: { shipped: [{ orderId: ids[2] }], left: [{}, {}] } });
    expect(order(ids[1] as OrderId)).toMatchObject({ status: "allocated", fulfilments: {} });
  });

  it.each([
    { kind: "other_recipient", more: (n: number) => ({ address: anAddress({ name: n === 1 ? "X" : "Y" }) }) },
    { kind: "not_ready", more: () => ({ address: anAddress({ name: "张**", phone: "138****8000" }) }) },
  ])("are not joined against the rules: $kind", async ({ kind, more }) => {
    const { world, join } = await aDesk(more);
    expect(await join()).toMatchObject({ ok: false, error: { kind } });
    expect(proposeJoints(world.orders(), salt).every(({ orders }) => orders.length < 3)).toBe(true);
  });

  it("are known by the channel's own key where it hides who they are", async () => {
    const hidden = { name: "张**", phone: "138****8000", recipientRef: "oaid-1" };
    const { world } = await aDesk((n) => ({
      address: anAddress({ ...hidden, recipientRef: n < 3 ? "oaid-1" : "oaid-2" }),
    }));
    const [proposal, ...others] = proposeJoints(world.orders(), salt);
    expect([proposal?.orders.length, others]).toEqual([2, []]);
  });
});
