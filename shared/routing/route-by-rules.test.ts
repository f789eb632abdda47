import { describe, expect, it } from "vitest";
import { brokenNow } from "../../tests/property/stock-invariants.ts";
import { anOrderOf, makeWorld, type World, type WorldOptions } from "../../tests/property/warehouse-world.ts";
import { aMerchantId, aMoment } from "../../tests/support/builders.ts";
import { type OrderId, warehouseCode } from "../kernel/ids.ts";
import { checkRuleSet } from "../rules/check-rule-set.ts";
import { publishRuleSet } from "../rules/rule-store.ts";
import { toCarrierItem } from "./costs/carrier.ts";
import { readSettings } from "./settings-store.ts";

const [sha, can] = [warehouseCode("SHA"), warehouseCode("CAN")];
const two = [{ code: sha }, { code: can, priority: 2 }];

async function publish(world: World, rules: readonly object[]): Promise<void> {
  const draft = checkRuleSet({ rules }, { warehouses: ["SHA", "CAN"], channels: ["shopify"] });
  if (!draft.ok) throw new Error(draft.error[0]?.says);
  const set = await publishRuleSet(world.bare, aMerchantId, draft.value, {
    by: "mei",
    from: aMoment,
    now: aMoment,
    above: 4,
  });
  if (!set.ok) throw new Error(set.error.kind);
}

async function worldWith(rules: readonly object[], warehouses: NonNullable<WorldOptions["warehouses"]> = two) {
  const world = await makeWorld({ warehouses, rules: { version: 4 } });
  await publish(world, rules);
  for (const { code } of warehouses) await world.count("TEA", code, 9);
  return world;
}

async function routed(world: World, number: number) {
  const orderId: OrderId = await world.apply(anOrderOf(number, [["TEA", 2]]));
  const result = await world.routeOrder(aMerchantId, orderId);
  return { result, order: world.orders().find((order) => order.orderId === orderId) };
}

describe("route-order under a rule set", () => {
  it("follows its rules and writes their version", async () => {
    const rules = [
      { name: "East China from Canton", when: 'inRegion("华东")', actions: [{ do: "prefer", warehouses: ["CAN"] }] },
    ];
    const { order } = await routed(await worldWith(rules), 1);
    expect(order?.allocations).toMatchObject([{ warehouse: "CAN" }]);
    expect(order?.routing).toMatchObject({
      rulesVersion: 5,
      because: "All 2 units leave from CAN: preferred by rule “East China from Canton”.",
    });
  });

  it("asks only rules whose condition the order meets", async () => {
    const rules = [
      { name: "large", when: "order.totalDecimal > 999999.0", actions: [{ do: "exclude", warehouses: ["SHA"] }] },
    ];
    const { order } = await routed(await worldWith(rules), 1);
    expect(order?.allocations).toMatchObject([{ warehouse: "SHA" }]);
    expect(order?.routing).not.toHaveProperty("leftAside");
    expect(order?.routing).not.toHaveProperty("parcels");
  });

  it("writes which soft rules were left aside", async () => {
    const rules = [
      { name: "not from here", when: "true", actions: [{ do: "exclude", warehouses: ["SHA"], soft: true }] },
    ];
    const world = await worldWith(rules, [{ code: sha }]);
    const { order } = await routed(world, 1);
    expect(order?.routing).toMatchObject({ leftAside: ["not from here"], terms: { shipments: 1, softRules: 1 } });
  });

  it("keeps what a rule holds back, also in the condition of the write", async () => {
    const world = await worldWith([
      { name: "reserve", when: "true", actions: [{ do: "safety_stock", units: 8, warehouses: ["SHA"] }] },
    ]);
    const { order } = await routed(world, 1);
    expect(order?.allocations).toMatchObject([{ warehouse: "CAN" }]);
    expect(brokenNow(world)).toEqual([]);
  });

  it("writes parcels with their carrier and price", async () => {
    const world = await worldWith([]);
    const rate = {
      kind: "first_and_steps",
      firstGrams: 1_000,
      firstMinor: 1_000,
      stepGrams: 1_000,
      stepMinor: 200,
    } as const;
    const tariff = (from: string, firstMinor: number) => {
      return { zone: ["华东"], from: [from], rate: { ...rate, firstMinor }, days: 2, maxGrams: null };
    };
    const carrier = { code: "SF", name: "SF", isActive: true, volumetricDivisor: null };
    await world.bare.put(
      toCarrierItem(aMerchantId, { ...carrier, tariffs: [tariff("SHA", 1_500), tariff("CAN", 900)] }),
    );
    const { order } = await routed(world, 1);
    expect(order?.routing?.parcels).toEqual([{ warehouse: "CAN", carrier: "SF", costMinor: 900, days: 2 }]);
    expect(order?.routing?.terms).toEqual({ shipments: 1, cost: 900, days: 2 });
  });

  it("gives a warehouse no more orders than its capacity, also when two are routed at once", async () => {
    const world = await worldWith(
      [],
      [
        { code: sha, dailyCapacity: 1 },
        { code: can, priority: 2 },
      ],
    );
    const ids = [];
    for (const number of [1, 2]) ids.push(await world.apply(anOrderOf(number, [["TEA", 2]])));
    await Promise.all(ids.map((orderId) => world.routeOrder(aMerchantId, orderId)));
    expect(
      world
        .orders()
        .flatMap(({ allocations }) => allocations.map(({ warehouse }) => warehouse))
        .sort(),
    ).toEqual(["CAN", "SHA"]);
    const { order } = await routed(world, 3);
    expect(order?.allocations).toMatchObject([{ warehouse: "CAN" }]);
    expect(brokenNow(world)).toEqual([]);
  });

  it("goes by the warehouses' own rules until its instant comes", async () => {
    const world = await makeWorld({ warehouses: [{ code: sha }], rules: { version: 4 } });
    const draft = checkRuleSet(
      { rules: [{ name: "none", when: "true", actions: [{ do: "exclude", warehouses: ["SHA"] }] }] },
      {},
    );
    if (!draft.ok) throw new Error("wrong");
    const later = "2030-01-01T00:00:00.000Z";
    await publishRuleSet(world.bare, aMerchantId, draft.value, { by: "mei", from: later, now: aMoment, above: 4 });
    await world.count("TEA", "SHA", 9);
    const { order } = await routed(world, 1);
    expect(order?.routing?.rulesVersion).toBe(4);
    expect((await readSettings(world.bare, aMerchantId))?.ruled?.sets).toMatchObject([{ version: 5 }]);
  });
});
