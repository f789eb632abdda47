import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brokenAtRest, brokenNow } from "../../../tests/property/stock-invariants.ts";
import { anOrderOf, makeWorld } from "../../../tests/property/warehouse-world.ts";
import {
  aHeader,
  aLine,
  aMerchant,
  aMerchantId,
  anAddress,
  aPayment,
  aStatus,
} from "../../../tests/support/builders.ts";
import { readSkuBooks } from "../../inventory/lots/lot-store.ts";
import { plainTerms } from "../../inventory/products/product.ts";
import { saveProduct } from "../../inventory/products/product-store.ts";
import { type OrderId, sku, warehouseCode } from "../../kernel/ids.ts";
import type { IncomingOrder } from "../../orders/facts.ts";
import { type JointTerms, proposeParcels } from "../../orders/joint-parcel.ts";
import type { Order } from "../../orders/order.ts";
import { ownParcels } from "../../orders/own-parcels.ts";
import { readReadyOrders } from "../../orders/ready-orders.ts";
import { recipientKey } from "../../orders/recipient-key.ts";
import { type JointRules, toJointRulesItem, usualJointRules } from "../../settings/joint-rules.ts";
import { makeSplitOrder } from "../by-hand/split-order.ts";
import type { Carrier } from "../costs/carrier.ts";
import { readNotes } from "../receipt/receipt-store.ts";
import { readSettings, type Settings } from "../settings-store.ts";
import { makeJointDesk } from "./joint-desk.ts";

const [sha, can] = [warehouseCode("SHA"), warehouseCode("CAN")];
const salt = new Uint8Array([1, 2, 3]);
const terms: JointTerms = { rules: usualJointRules, sharing: new Map([["shopify", "with_own_shops"]]) };

async function aDesk(more: (number: number) => Partial<IncomingOrder> = () => ({})) {
  const world = await makeWorld({ warehouses: [{ code: sha }, { code: can, priority: 2 }] });
  await world.count("TEA", "SHA", 20);
  const ids: OrderId[] = [];
  for (const number of [1, 2, 3]) ids.push(await world.apply({ ...anOrderOf(number, [["TEA", 2]]), ...more(number) }));
  await world.settle();
  const sharing = { channel: "with_own_shops" as "with_own_shops" | "within_shop" | "never" };
  const carriers: Carrier[] = [];
  const desk = makeJointDesk({
    table: world.table,
    readMerchant: async () => aMerchant(),
    readSettings: async () => withCarriers(await readSettings(world.bare, aMerchantId), carriers),
    sharingOf: async () => sharing.channel,
    now: world.now,
    pause: async () => {},
  });
  const parcel = { carrier: { code: "SF", name: "顺丰" }, trackingNo: "SF1", shippedBy: "packer", shippedAt: null };
  return {
    world,
    ids,
    sharing,
    carriers,
    desk,
    rule: async (rules: Partial<JointRules>) =>
      world.table.put(toJointRulesItem(aMerchantId, { ...usualJointRules, ...rules })),
    join: (orderIds: readonly OrderId[] = ids, mayMove = true) =>
      desk.join({ merchantId: aMerchantId, orderIds, mayMove, by: "mei" }),
    part: (orderId: OrderId) => desk.part({ merchantId: aMerchantId, orderId, by: "mei" }),
    ship: (orderId: OrderId) => desk.ship({ merchantId: aMerchantId, orderId, ...parcel }),
    order: (orderId: OrderId): Order => {
      const found = world.orders().find((each) => each.orderId === orderId);
      if (found === undefined) throw new Error("there is no such order");
      return found;
    },
  };
}

function withCarriers(settings: Settings | null, carriers: readonly Carrier[]): Settings | null {
  if (settings === null || carriers.length === 0) return settings;
  return { ...settings, ruled: { schedule: { lastVersion: 0, entries: [], change: 0 }, sets: [], carriers } };
}

/** 8.00 for the first kilogram, 2.00 for each further one, from everywhere to everywhere. */
const sf: Carrier = {
  code: "SF",
  name: "顺丰",
  isActive: true,
  volumetricDivisor: null,
  tariffs: [
    {
      zone: ["*"],
      from: [],
      rate: { kind: "first_and_steps", firstGrams: 1_000, firstMinor: 800, stepGrams: 1_000, stepMinor: 200 },
      days: 2,
      maxGrams: null,
    },
  ],
};

describe("orders of one recipient", () => {
  it("are proposed for one parcel, and named by keys that say nothing", async () => {
    const { world, ids } = await aDesk();
    const { orders, isCut } = await readReadyOrders(world.table, aMerchantId, 100);
    expect(isCut).toBe(false);
    const [proposal, ...others] = proposeParcels(orders, salt, terms).joints;
    expect(others).toEqual([]);
    expect(proposal?.warehouse).toBe("SHA");
    expect(proposal?.orders.map(({ orderId }) => orderId)).toEqual([...ids].sort());
    const [order] = orders;
    const key = order && recipientKey(order, salt);
    expect(key).toMatch(/^[\w-]{22}$/);
    expect(order && recipientKey(order, new Uint8Array([9]))).not.toBe(key);
  });

  it("leave with the lots that expire first, and each shipment names its own", async () => {
    const { world, ids, join, ship, order } = await aDesk();
    const tea = { merchantId: aMerchantId, sku: sku("TEA") };
    await saveProduct(world.bare, tea, { ...plainTerms("Tea"), tracking: "lots" }, world.now().toISOString());
    await join();
    expect(await ship(ids[0] as OrderId)).toMatchObject({ ok: true, value: { left: [] } });
    for (const id of ids) {
      expect(ownParcels(order(id))[0]?.hub.tracked).toMatchObject([{ lineId: "l1", sku: "TEA", lots: [{ units: 2 }] }]);
    }
    const [book] = await readSkuBooks(world.bare, aMerchantId, tea.sku);
    expect(book?.lots.map(({ onHand }) => onHand)).toEqual([14]);
  });

  it("stay where they are if the units in the parcel must be named", async () => {
    const { world, ids, join, ship } = await aDesk();
    const tea = { merchantId: aMerchantId, sku: sku("TEA") };
    await saveProduct(world.bare, tea, { ...plainTerms("Tea"), tracking: "serials" }, world.now().toISOString());
    await join();
    const why = expect.stringContaining("numbers of units");
    expect(await ship(ids[0] as OrderId)).toMatchObject({ value: { shipped: [], left: [{ why }, { why }, { why }] } });
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
    expect(proposeParcels(world.orders(), salt, terms).joints.every(({ orders }) => orders.length < 3)).toBe(true);
  });

  it("are known by the channel's own key where it hides who they are", async () => {
    const hidden = { name: "张**", phone: "138****8000", recipientRef: "oaid-1" };
    const { world } = await aDesk((n) => ({
      address: anAddress({ ...hidden, recipientRef: n < 3 ? "oaid-1" : "oaid-2" }),
    }));
    const [proposal, ...others] = proposeParcels(world.orders(), salt, terms).joints;
    expect([proposal?.orders.length, others]).toEqual([2, []]);
  });
});

describe("orders of one recipient that leave from different warehouses", () => {
  /** The first order from SHA, the others from CAN; SHA gets goods for all of them afterwards. */
  async function apart() {
    const heavy = aLine({ lineId: "l1", sku: "TEA", quantity: 2, totalMinor: 20_000, weightGrams: 250 });
    const all = await aDesk(() => ({ lines: [heavy] }));
    const { world, ids, desk } = all;
    await desk.part({ merchantId: aMerchantId, orderId: ids[0] as OrderId, by: "mei" });
    await world.count("TEA", "CAN", 20, { countKey: "can" });
    const moved = ids.slice(1);
    const split = makeSplitOrder({
      table: world.table,
      readSettings: async () => readSettings(world.bare, aMerchantId),
      now: world.now,
      pause: async () => {},
    });
    for (const orderId of moved) {
      const places = [{ lineId: "l1", warehouse: can, quantity: 2 }];
      expect(await split({ merchantId: aMerchantId, orderId, places, note: "full", by: "mei" })).toMatchObject({
        ok: true,
      });
    }
    await world.settle();
    return { ...all, moved };
  }

  it("are proposed with what it costs either way, and what each warehouse says", async () => {
    const { desk, carriers } = await apart();
    carriers.push(sf);
    const { joints, gatherings } = await desk.propose(aMerchantId, 100);
    expect(joints).toMatchObject([{ warehouse: "CAN", orders: [{}, {}] }]);
    const [only, ...others] = gatherings;
    expect(others).toEqual([]);
    expect(only?.found).toMatchObject({
      ok: true,
      value: {
        warehouse: "CAN",
        apart: [{ costMinor: 800 }, { costMinor: 800 }, { costMinor: 800 }],
        together: { warehouse: "CAN", carrier: "SF", grams: 1_500, costMinor: 1_000 },
        considered: [
          { warehouse: "CAN", verdict: "chosen", because: "2 units would move there", costMinor: 1_000 },
          { warehouse: "SHA", verdict: "possible", because: "4 units would move there", costMinor: 1_000 },
        ],
      },
    });
  });

  it("are gathered and joined in one step, and go back when they are parted", async () => {
    const { world, ids, moved, join, part, order, carriers } = await apart();
    carriers.push(sf);
    expect(await join(ids, false)).toMatchObject({ ok: false, error: { kind: "elsewhere" } });

    expect(await join()).toMatchObject({ ok: true, value: { isRepeated: false, joint: { warehouse: "CAN" } } });
    for (const id of ids) expect(order(id).allocations).toMatchObject([{ warehouse: "CAN", quantity: 2 }]);
    const first = order(ids[0] as OrderId);
    expect(first.joint?.before).toMatchObject([{ warehouse: "SHA", quantity: 2 }]);
    expect(first.routing?.because).toBe(
      "Gathered in CAN by mei, to share a parcel with 2 other orders: 10.00 CNY instead of 24.00 CNY.",
    );
    expect(first.routing?.terms).toEqual({ shipments: 1, cost: 1_000, costApart: 2_400 });
    expect(await join()).toMatchObject({ ok: true, value: { isRepeated: true } });
    const allocated = (await world.stock("TEA")).map((each) => [each.warehouse, each.allocated]);
    expect(allocated).toEqual([
      ["CAN", 6],
      ["SHA", 0],
    ]);

    expect(await part(moved[0] as OrderId)).toMatchObject({ ok: true, value: { stay: [] } });
    expect(order(ids[0] as OrderId).allocations).toMatchObject([{ warehouse: "SHA", quantity: 2 }]);
    for (const id of moved) expect(order(id).allocations).toMatchObject([{ warehouse: "CAN", quantity: 2 }]);
    expect(ids.every((id) => order(id).joint === undefined)).toBe(true);
    expect((await readNotes(world.table, order(ids[0] as OrderId))).map(({ byHand }) => byHand?.note)).toEqual([
      "parted again",
      "joined into one parcel",
      undefined,
    ]);
    await world.settle();
    expect(await brokenAtRest(world)).toEqual([]);
  });

  it("stay where they were gathered when their former warehouse has the goods no more", async () => {
    const { world, ids, join, part, order } = await apart();
    await join();
    await world.count("TEA", "SHA", 1, { countKey: "gone" });
    const answer = await part(ids[0] as OrderId);
    expect(answer).toMatchObject({ ok: true, value: { stay: [{ orderId: ids[0], warehouse: "CAN" }] } });
    expect(order(ids[0] as OrderId)).toMatchObject({ status: "allocated", allocations: [{ warehouse: "CAN" }] });
    expect(order(ids[0] as OrderId).joint).toBeUndefined();
    await world.settle();
    expect(await brokenAtRest(world)).toEqual([]);
  });

  it("are not gathered where no warehouse can send all, and every one says why", async () => {
    const { world, ids, join, desk, order } = await apart();
    await world.count("TEA", "SHA", 3, { countKey: "few" });
    await world.count("TEA", "CAN", 4, { countKey: "none" });
    const versions = ids.map((id) => order(id).version);
    const refused = await join();
    expect(refused).toMatchObject({ ok: false, error: { kind: "no_common_warehouse" } });
    if (!refused.ok && refused.error.kind === "no_common_warehouse") {
      expect(refused.error.considered.map(({ warehouse, verdict }) => [warehouse, verdict])).toEqual([
        ["CAN", "impossible"],
        ["SHA", "impossible"],
      ]);
    }
    expect((await desk.propose(aMerchantId, 100)).gatherings[0]?.found.ok).toBe(false);
    expect(ids.map((id) => order(id).version)).toEqual(versions);
    expect(brokenNow(world)).toEqual([]);
  });
});

describe("who may share a parcel", () => {
  it("is the merchant's to switch off, and the channel's to forbid", async () => {
    const { join, rule, sharing, desk } = await aDesk();
    await rule({ isOn: false });
    expect(await join()).toMatchObject({ error: { kind: "switched_off" } });
    expect((await desk.propose(aMerchantId, 100)).joints).toEqual([]);
    await rule({});
    sharing.channel = "never";
    expect(await join()).toMatchObject({ error: { kind: "not_ready", why: "channel_forbids" } });
    sharing.channel = "within_shop";
    expect(await join()).toMatchObject({ ok: true });
  });

  it("keeps presales and other tags apart, and goods that are paid at the door, unless the merchant says otherwise", async () => {
    const tagged = await aDesk((n) => (n === 1 ? { header: aHeader({ tags: ["预售"] }) } : {}));
    expect(await tagged.join()).toMatchObject({ error: { kind: "other_tags" } });
    await tagged.rule({ apartTags: [] });
    expect(await tagged.join()).toMatchObject({ ok: true });
    const cod = await aDesk((n) => (n === 1 ? { payment: aPayment({ state: "pending", payOnDelivery: true }) } : {}));
    expect(await cod.join()).toMatchObject({ error: { kind: "other_payment" } });
    await cod.rule({ mixesPayment: true });
    expect(await cod.join()).toMatchObject({ ok: true });
  });
});

describe("whatever is done to them", () => {
  it("orders keep their goods, and stock adds up", async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant("join" as const), some: fc.subarray([0, 1, 2], { minLength: 2 }) }),
      fc.record({ do: fc.constantFrom("part" as const, "ship" as const), which: fc.integer({ min: 0, max: 2 }) }),
      fc.record({
        do: fc.constant("split" as const),
        which: fc.integer({ min: 0, max: 2 }),
        warehouse: fc.constantFrom(sha, can),
      }),
      fc.record({ do: fc.constant("count" as const), warehouse: fc.constantFrom("SHA", "CAN"), units: fc.nat(9) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const { world, ids, join, part, ship, order } = await aDesk();
        await world.count("TEA", "CAN", 6, { countKey: "can" });
        const idOf = (which: number): OrderId => ids[which] as OrderId;
        const times = { now: world.now, pause: async () => {} };
        const readOwn = async () => readSettings(world.bare, aMerchantId);
        const split = makeSplitOrder({ table: world.table, readSettings: readOwn, ...times });
        for (const [at, each] of steps.entries()) {
          if (each.do === "join") await join(each.some.map(idOf));
          else if (each.do === "part") await part(idOf(each.which));
          else if (each.do === "ship") await ship(idOf(each.which));
          else if (each.do === "count") await world.count("TEA", each.warehouse, each.units, { countKey: `c${at}` });
          else if (each.do === "split") {
            const places = [{ lineId: "l1", warehouse: each.warehouse, quantity: 2 }];
            await split({ merchantId: aMerchantId, orderId: idOf(each.which), places, note: "n", by: "mei" });
          }
          for (const id of ids) {
            const { allocations, status, joint } = order(id);
            const units = allocations.reduce((sum, { quantity }) => sum + quantity, 0);
            expect(units).toBe(status === "shipped" ? 0 : 2);
            expect(allocations.every(({ warehouse }) => warehouse === (joint?.warehouse ?? warehouse))).toBe(true);
          }
        }
        await world.settle();
        expect(world.oversold).toEqual([]);
        expect(await brokenAtRest(world)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
