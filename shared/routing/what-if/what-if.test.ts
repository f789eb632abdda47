import { describe, expect, it } from "vitest";
import { anOrderOf, makeWorld } from "../../../tests/property/warehouse-world.ts";
import { aMerchantId } from "../../../tests/support/builders.ts";
import { warehouseCode } from "../../kernel/ids.ts";
import { checkRuleSet } from "../../rules/check-rule-set.ts";
import { nowhere } from "../../rules/rule-order.ts";
import type { Carrier } from "../costs/carrier.ts";
import { randomDecision } from "../receipt/random-decisions.contract.ts";
import { toSnapshot } from "../receipt/snapshot.ts";
import { defaultRules } from "../rules.ts";
import { readSettings } from "../settings-store.ts";
import type { Warehouse } from "../warehouse.ts";
import type { DecidedOrder } from "./decided-order.ts";
import { type Network, outcomeOf, type Tried } from "./outcome.ts";
import { readDecided } from "./read-decided.ts";
import { makeWhatIf, type WhatIfResult } from "./what-if.ts";

const plain: Tried = { kind: "plain", rules: defaultRules };

function tried(...rules: readonly object[]): Tried {
  const read = checkRuleSet({ rules: rules.map((rule, at) => ({ name: `r${at}`, when: "true", ...rule })) }, {});
  if (!read.ok) throw new Error(read.error[0]?.says);
  return { kind: "set", set: { ...read.value, version: 1 } };
}

function aWarehouse(code: string, change: Partial<Warehouse> = {}): Warehouse {
  const where = { country: "CN", region: "31", regionName: "上海市", serves: [], priority: 1, isActive: true };
  return { code: warehouseCode(code), name: code, ...where, ...change };
}

/** 10 yuan from SHA and 6 from CAN, for any weight. */
const carrier: Carrier = {
  code: "SF",
  name: "SF",
  isActive: true,
  volumetricDivisor: null,
  tariffs: [
    {
      zone: ["*"],
      from: ["SHA"],
      rate: { kind: "brackets", rows: [{ upToGrams: 90_000, minor: 1_000 }] },
      days: 1,
      maxGrams: null,
    },
    {
      zone: ["*"],
      from: ["CAN"],
      rate: { kind: "brackets", rows: [{ upToGrams: 90_000, minor: 600 }] },
      days: 3,
      maxGrams: null,
    },
  ],
};
const network: Network = {
  warehouses: [aWarehouse("SHA"), aWarehouse("CAN", { priority: 2 })],
  carriers: [carrier],
};

function anOrder(no: number, quantity = 1): DecidedOrder {
  return {
    orderId: `ord_${no}`,
    channelOrderNo: `#${no}`,
    asked: {
      channel: "shopify",
      connection: "shop",
      number: `#${no}`,
      currency: "CNY",
      totalMinor: 1_000 * no,
      itemsMinor: 1_000 * no,
      discountMinor: 0,
      shippingMinor: 0,
      isPaid: true,
      isCod: false,
      paymentMethod: "",
      tags: [],
      customerTags: [],
      note: "",
      destination: { ...nowhere, country: "CN", region: "31", regionName: "上海市" },
      lines: [{ sku: "TEA", title: "Tea", quantity, unitPriceMinor: 1_000, weightGrams: 500 }],
    },
    snapshot: {
      v: 1,
      at: `2026-11-20T0${no}:00:00.000Z`,
      to: ["CN", "31", "上海市"],
      lines: [["1", "TEA", quantity, 500, 1_000]],
      places: [],
      stocks: [
        ["TEA", "SHA", 5, 0, 7],
        ["TEA", "CAN", 5, 0, 3],
      ],
      rules: { plain: defaultRules },
    },
  };
}

function compare(before: Tried, after: Tried, orders: readonly DecidedOrder[], where: Network = network): WhatIfResult {
  const whatIf = makeWhatIf(before, after, where);
  for (const order of orders) whatIf.add(order);
  return whatIf.result();
}

describe("trying rules on past orders", () => {
  const three = [anOrder(1), anOrder(2), anOrder(3)];

  it("counts what moves, what it costs and how long it takes", () => {
    const result = compare(plain, tried({ actions: [{ do: "prefer", warehouses: ["CAN"] }] }), three);
    expect(result).toMatchObject({ orders: 3, moved: 3, cheaper: 3, dearer: 0 });
    expect(result.before).toMatchObject({ parcels: 3, split: 0, costMinor: 3_000, days: 3, backordered: 0 });
    expect(result.after).toMatchObject({ parcels: 3, split: 0, costMinor: 1_800, days: 9, ordersWithDays: 3 });
    expect(result.examples[0]).toMatchObject({
      channelOrderNo: "#1",
      before: { plan: ["SHA 1 × TEA"], costMinor: 1_000, days: 1 },
      after: { plan: ["CAN 1 × TEA"], costMinor: 600, days: 3 },
    });
    expect(result.after.warehouses).toMatchObject([
      { warehouse: "SHA", orders: 0 },
      { warehouse: "CAN", orders: 3, units: 3, costMinor: 1_800, busiestDay: "2026-11-20", busiestDayOrders: 3 },
    ]);
  });

  it("counts orders that are held, that wait, and that leave in several parcels", () => {
    const large = anOrder(4, 8);
    const held = tried({ when: "order.total >= 3000", actions: [{ do: "hold", reason: "look" }] });
    expect(compare(tried({ actions: [{ do: "approve" }] }), held, [...three, large])).toMatchObject({
      moved: 2,
      newlyHeld: 2,
      before: { held: 0, backordered: 1 },
      after: { held: 2, backordered: 0 },
    });
    const divided = tried({ actions: [{ do: "split", how: "by_quantity" }] });
    expect(compare(plain, divided, [large])).toMatchObject({
      moved: 1,
      before: { parcels: 0, unitsShort: 3, costMinor: 0 },
      after: { parcels: 2, split: 1, unitsShort: 0, costMinor: 1_600, days: 3 },
    });
  });

  it("fills a warehouse with a daily capacity up, and says on how many days it is full", () => {
    const [sha, can] = [aWarehouse("SHA", { dailyCapacity: 2 }), aWarehouse("CAN", { priority: 2 })];
    const result = compare(plain, tried({ actions: [{ do: "prefer", warehouses: ["SHA"] }] }), three, {
      ...network,
      warehouses: [sha, can],
    });
    expect(result.after.warehouses).toMatchObject([
      { warehouse: "SHA", orders: 2, fullDays: 1 },
      { warehouse: "CAN", orders: 1, fullDays: null },
    ]);
  });

  it("moves nothing when the rules say the same, changes nothing it is given, and answers alike each time", () => {
    const decided = Array.from({ length: 300 }, (_, seed) => {
      const { question } = randomDecision(seed);
      return frozen({ ...anOrder(1), snapshot: toSnapshot(question) });
    });
    const where = frozen({
      ...network,
      warehouses: ["W0", "W1", "W2", "W3"].map((code) => aWarehouse(code)),
      carriers: [],
    });
    const same = tried({ actions: [{ do: "approve" }] });
    expect(compare(plain, same, decided, where)).toMatchObject({ orders: 300, moved: 0, examples: [] });
    const other = frozen(tried({ actions: [{ do: "no_split" }, { do: "backorder", how: "partial" }] }));
    const first = compare(plain, other, decided, where);
    expect(first.moved).toBeGreaterThan(0);
    expect(JSON.stringify(compare(plain, other, decided, where))).toBe(JSON.stringify(first));
  });

  it("keeps the first orders that move one by one, and counts them all", () => {
    const whatIf = makeWhatIf(plain, tried({ actions: [{ do: "exclude", warehouses: ["SHA"] }] }), network, 2);
    for (let no = 0; no < 100; no += 1) whatIf.add(anOrder(no % 10));
    expect(whatIf.result()).toMatchObject({ moved: 100, examples: [{}, {}] });
  });
});

describe("past orders", () => {
  it("are read page by page, each once, with what they were decided on", async () => {
    const world = await makeWorld();
    await world.count("TEA", "SHA", 30);
    for (let no = 0; no < 20; no += 1) await world.apply(anOrderOf(no, [["TEA", 1 + (no % 3)]]));
    await world.settle();
    const settings = await readSettings(world.table, aMerchantId);
    if (settings === null) throw new Error("the merchant is gone");
    const stored = world.orders();
    const day = stored[0]?.booking?.day ?? "";

    const seen: DecidedOrder[] = [];
    let [orders, cursor]: [number, string | null] = [0, null];
    do {
      const page: Awaited<ReturnType<typeof readDecided>> = await readDecided(world.table, aMerchantId, day, {
        limit: 3,
        cursor,
      });
      if (!page.ok) throw new Error("the cursor was refused");
      seen.push(...page.value.items);
      orders += page.value.orders;
      cursor = page.value.cursor;
    } while (cursor !== null);

    expect(orders).toBe(20);
    const decided = stored.filter(({ routing }) => routing !== null);
    expect(seen.map(({ orderId }) => orderId).sort()).toEqual(decided.map(({ orderId }) => orderId).sort());
    for (const order of decided) {
      const past = seen.find(({ orderId }) => orderId === order.orderId);
      if (past === undefined) throw new Error("an order is missing");
      const again = outcomeOf(past, { kind: "plain", rules: settings.rules }, { ...settings, carriers: [] }, new Map());
      expect(again.plan).toEqual(order.routing?.plan);
      expect(JSON.stringify(past)).not.toContain(order.address?.facts.name ?? "?");
    }
    const bad = await readDecided(world.table, aMerchantId, day, { limit: 3, cursor: "no" });
    expect(bad).toEqual({ ok: false, error: { kind: "bad_cursor" } });
  });
});

/** Whoever writes to it throws. */
function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}
