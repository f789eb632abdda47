import { describe, expect, it } from "vitest";
import { seeded } from "../../../tests/property/seeded.ts";
import type { Stock } from "../../inventory/stock.ts";
import { merchantId, sku, warehouseCode } from "../../kernel/ids.ts";
import type { Action } from "../../rules/actions.ts";
import type { Carrier } from "../costs/carrier.ts";
import { planOrder } from "../plan.ts";
import { defaultRules } from "../rules.ts";
import type { Warehouse } from "../warehouse.ts";
import { keepWhatCan } from "./keep-what-can.ts";
import { type PlanWithRules, planWithRules, type RuledRequest } from "./plan-with-rules.ts";
import { type Constraint, sourcingOf } from "./sourcing.ts";

const monday = "2026-11-23T02:00:00.000Z";

function warehouse(code: string, change: Partial<Warehouse> = {}): Warehouse {
  const base = { name: code, country: "CN", region: "31", regionName: "上海", serves: [], priority: 1, isActive: true };
  return { code: warehouseCode(code), ...base, ...change };
}

function stock(code: string, article: string, available: number): Stock {
  const counts = { onHand: available, allocated: 0, available, damaged: 0, onHold: 0, incoming: 0 };
  return {
    merchantId: merchantId("tea"),
    sku: sku(article),
    warehouse: warehouseCode(code),
    version: 1,
    changedAt: "2026-01-01T00:00:00Z",
    safetyStock: 0,
    lowStockThreshold: null,
    ...counts,
  };
}

const rule = (...actions: readonly Action[]) => actions.map((action, at) => ({ rule: `r${at + 1}`, action }));

function request(actions: readonly Action[], change: Partial<RuledRequest> = {}): RuledRequest {
  return {
    lines: [
      { lineId: "1", sku: "A", quantity: 2 },
      { lineId: "2", sku: "B", quantity: 1 },
    ],
    destination: { country: "CN", region: "31", regionName: "上海市" },
    channel: "shopify",
    connectionId: "shop",
    warehouses: [warehouse("SHA"), warehouse("CAN", { priority: 2, region: "44", regionName: "广东" })],
    stocks: [stock("SHA", "A", 5), stock("SHA", "B", 5), stock("CAN", "A", 5), stock("CAN", "B", 5)],
    usedWarehouses: [],
    sourcing: sourcingOf(rule(...actions)),
    rulesVersion: 7,
    now: monday,
    carriers: [],
    lineWorth: new Map([
      ["1", { grams: 500, priceMinor: 5_000 }],
      ["2", { grams: 1_000, priceMinor: 900 }],
    ]),
    ordersToday: new Map(),
    ...change,
  };
}

const plan = (actions: readonly Action[], change: Partial<RuledRequest> = {}): PlanWithRules =>
  planWithRules(request(actions, change));
const places = (made: PlanWithRules): string[] =>
  made.allocations.map((a) => `${a.lineId}:${a.quantity}@${a.warehouse}`);
const why = (made: PlanWithRules, code: string): string | undefined =>
  made.note.considered.find((each) => each.warehouse === code)?.because;

const apart = [stock("SHA", "A", 5), stock("CAN", "B", 5)];
const fromSha = ["1:2@SHA", "2:1@SHA"];
const fromCan = ["1:2@CAN", "2:1@CAN"];

describe("planWithRules without rules", () => {
  it("plans 300 random orders just as they were planned before there were rule sets", () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const random = seeded(seed);
      const upTo = (most: number): number => Math.floor(random() * (most + 1));
      const warehouses = Array.from({ length: 2 + upTo(4) }, (_, at) => warehouse(`W${at}`, { priority: 1 + upTo(2) }));
      const lines = Array.from({ length: 1 + upTo(4) }, (_, at) => ({
        lineId: `${at}`,
        sku: `S${upTo(2)}`,
        quantity: 1 + upTo(2),
      }));
      const stocks = warehouses.flatMap(({ code }) => [0, 1, 2].map((at) => stock(code, `S${at}`, upTo(4))));
      const given = request([], { warehouses, lines, stocks });
      const { sourcing: _, rulesVersion: version, ...plain } = given;
      const before = planOrder({ ...plain, rules: { ...defaultRules, version } });
      const { parcels: __, dropped, ...made } = planWithRules(given);
      expect({ seed, note: made.note, allocations: made.allocations, short: made.short }).toEqual({
        seed,
        note: before.note,
        allocations: before.allocations,
        short: before.short,
      });
      expect(dropped).toEqual([]);
    }
  });
});

describe("a hard constraint", () => {
  it.each<[string, Action, string]>([
    ["exclude", { do: "exclude", warehouses: ["SHA"] }, "excluded by rule “r1”"],
    ["include", { do: "include", warehouses: ["CAN"] }, "rule “r1” lets the order leave only from CAN"],
    ["pickup", { do: "pickup", store: "CAN", whenShort: "wait" }, "rule “r1” lets the order leave only from CAN"],
  ])("%s keeps the order from a warehouse, and the note quotes the rule", (_, action, because) => {
    const made = plan([action]);
    expect(places(made)).toEqual(fromCan);
    expect(why(made, "SHA")).toBe(because);
    expect(made.note.rulesVersion).toBe(7);
  });

  it("lets an order wait rather than break", () => {
    const made = plan([{ do: "exclude", warehouses: ["SHA"] }], {
      stocks: [stock("SHA", "A", 5), stock("SHA", "B", 5)],
    });
    expect(made.allocations).toEqual([]);
    expect(made.dropped).toEqual([]);
  });

  it("keeps an order in its country", () => {
    const warehouses = [warehouse("BER", { country: "DE" }), warehouse("CAN", { priority: 2 })];
    const stocks = [stock("BER", "A", 5), stock("BER", "B", 5), stock("CAN", "A", 5), stock("CAN", "B", 5)];
    const made = plan([{ do: "stay_in_country" }], { warehouses, stocks });
    expect(places(made)).toEqual(fromCan);
    expect(why(made, "BER")).toBe("rule “r1” keeps the order in CN, it is in DE");
  });

  it("sends from a warehouse that is still open today", () => {
    const hours = { zone: "Asia/Shanghai", cutoffMinutes: 600, workingDays: [1, 2, 3, 4, 5], holidays: [] };
    const warehouses = [
      warehouse("SHA", { hours }),
      warehouse("CAN", { priority: 2, hours: { ...hours, cutoffMinutes: 960 } }),
    ];
    expect(places(plan([{ do: "ships_today" }], { warehouses }))).toEqual(fromCan);
    expect(places(plan([{ do: "ships_today" }], { warehouses, now: "2026-11-23T01:59:00.000Z" }))).toEqual(fromSha);
    const saturday = plan([{ do: "ships_today" }], { warehouses, now: "2026-11-21T01:00:00.000Z" });
    expect(why(saturday, "SHA")).toBe("rule “r1” wants it sent today, it leaves in 2 days");
  });

  it("keeps within a distance", () => {
    const made = plan([{ do: "max_distance", km: 500 }], {
      destination: { country: "CN", region: "44", regionName: "" },
    });
    expect(places(made)).toEqual(fromCan);
    expect(why(made, "SHA")).toMatch(/^rule “r1” allows 500 km, from here it is 1\d\d\d km$/);
  });

  it("does not split, or into no more parcels than allowed, those on their way counted", () => {
    expect(plan([{ do: "no_split" }], { stocks: apart }).allocations).toEqual([]);
    expect(plan([{ do: "max_shipments", count: 1 }], { stocks: apart }).allocations).toEqual([]);
    expect(places(plan([{ do: "max_shipments", count: 2 }], { stocks: apart }))).toEqual(["1:2@SHA", "2:1@CAN"]);
    const used = { usedWarehouses: [warehouseCode("CAN")] };
    expect(places(plan([{ do: "max_shipments", count: 1 }], used))).toEqual(fromCan);
    const both = plan([{ do: "max_shipments", count: 2 }], { ...used, stocks: apart });
    expect(places(both)).toEqual(["1:2@SHA", "2:1@CAN"]);
  });

  it("sends no parcel that is worth too little beside others", () => {
    const partial: Action = { do: "backorder", how: "partial" };
    const made = plan([{ do: "min_split_value", minor: 1_000 }, partial], { stocks: apart });
    expect(places(made)).toEqual(["1:2@SHA"]);
    expect(why(made, "CAN")).toBe("rule “r1”: it would send goods for 900 beside other parcels, 1000 at least");
    expect(places(plan([{ do: "min_split_value", minor: 900 }, partial], { stocks: apart }))).toHaveLength(2);
    const two = plan([{ do: "min_split_value", minor: 900 }, { do: "min_split_value", minor: 1_000 }, partial], {
      stocks: apart,
    });
    expect(places(two)).toEqual(places(made));
    expect(places(plan([{ do: "min_split_value", minor: 1_000_000 }]))).toEqual(fromSha);
  });

  it("leaves safety stock for other orders, by warehouse and sku", () => {
    expect(places(plan([{ do: "safety_stock", units: 4, warehouses: ["SHA"] }]))).toEqual(fromCan);
    expect(places(plan([{ do: "safety_stock", units: 4, skus: ["X-*"] }]))).toEqual(fromSha);
    expect(plan([{ do: "safety_stock", units: 4 }]).allocations).toEqual([]);
  });

  it("keeps a warehouse to the orders it can send in a day", () => {
    const warehouses = [warehouse("SHA", { dailyCapacity: 3 }), warehouse("CAN", { priority: 2 })];
    expect(places(plan([], { warehouses, ordersToday: new Map([["SHA", 2]]) }))).toEqual(fromSha);
    const full = plan([], { warehouses, ordersToday: new Map([["SHA", 3]]) });
    expect(places(full)).toEqual(fromCan);
    expect(why(full, "SHA")).toBe("it has all the 3 orders that it can send today");
  });

  it("lets stores send parcels only where a rule says so", () => {
    const warehouses = [warehouse("SHA", { kind: "store" }), warehouse("CAN", { priority: 2 })];
    expect(places(plan([], { warehouses }))).toEqual(fromCan);
    expect(places(plan([{ do: "ship_from_store" }], { warehouses }))).toEqual(fromSha);
    expect(places(plan([{ do: "pickup", store: "SHA", whenShort: "wait" }], { warehouses }))).toEqual(fromSha);
  });
});

describe("a soft constraint", () => {
  const canOnly = [stock("CAN", "A", 5), stock("CAN", "B", 5)];

  it("is kept as long as nothing stays behind for it", () => {
    const made = plan([{ do: "exclude", warehouses: ["SHA"], soft: true }]);
    expect(places(made)).toEqual(fromCan);
    expect(made.dropped).toEqual([]);
  });

  it("is left aside when the order would wait for it, and the note says so", () => {
    const made = plan([{ do: "exclude", warehouses: ["CAN"], soft: true }], { stocks: canOnly });
    expect(places(made)).toEqual(fromCan);
    expect(made.dropped.map(({ rule: name }) => name)).toEqual(["r1"]);
    expect(made.note.because).toContain("Left aside so that more can leave: “r1”.");
    expect(made.note.terms).toMatchObject({ softRules: 1 });
  });

  it("is not left aside when the order waits all the same", () => {
    const made = plan([{ do: "exclude", warehouses: ["CAN"], soft: true }], { stocks: [stock("CAN", "A", 5)] });
    expect([made.allocations, made.dropped]).toEqual([[], []]);
  });

  it("gives way from the bottom up", () => {
    const exclude = (code: string): Action => ({ do: "exclude", warehouses: [code], soft: true });
    expect(places(plan([exclude("SHA"), exclude("CAN")]))).toEqual(fromCan);
    expect(places(plan([exclude("CAN"), exclude("SHA")]))).toEqual(fromSha);
  });

  it("about the whole plan gives way too", () => {
    const made = plan([{ do: "no_split", soft: true }], { stocks: apart });
    expect(places(made)).toEqual(["1:2@SHA", "2:1@CAN"]);
    expect(made.dropped).toEqual([{ rule: "r1", kind: "no_split" }]);
  });

  it("of a store that is short lets the warehouses send", () => {
    const warehouses = [warehouse("STORE", { kind: "store" }), warehouse("CAN")];
    const pickup: Action = { do: "pickup", store: "STORE", whenShort: "ship" };
    const made = plan([pickup], { warehouses, stocks: [stock("STORE", "A", 1), ...canOnly] });
    expect(places(made)).toEqual(fromCan);
    const stocks = [stock("STORE", "A", 2), stock("STORE", "B", 1), ...canOnly];
    expect(places(plan([pickup], { warehouses, stocks }))).toEqual(["1:2@STORE", "2:1@STORE"]);
  });

  it("of a fallback asks it for as little as it must", () => {
    const fallback: Action = { do: "fallback", warehouses: ["SHA"] };
    expect(places(plan([fallback]))).toEqual(fromCan);
    expect(places(plan([fallback], { stocks: [stock("SHA", "A", 5), stock("SHA", "B", 5)] }))).toEqual(fromSha);
  });

  it("is kept in the best set of all sets, whatever the constraints", () => {
    for (let seed = 0; seed < 400; seed += 1) {
      const random = seeded(seed);
      const codes = ["W0", "W1", "W2", "W3"];
      const some = (): string[] => codes.filter(() => random() < 0.4);
      const actions = Array.from({ length: 1 + Math.floor(random() * 4) }, (): Action => {
        const warehouses = some();
        if (warehouses.length === 0) return { do: "no_split", soft: true };
        return random() < 0.5 ? { do: "exclude", warehouses, soft: true } : { do: "include", warehouses, soft: true };
      });
      const stocks = codes.flatMap((code) =>
        ["A", "B"].map((article) => stock(code, article, Math.floor(random() * 4))),
      );
      const partial: Action = { do: "backorder", how: "partial" };
      const given = request([...actions, partial], { warehouses: codes.map((code) => warehouse(code)), stocks });
      const made = planWithRules(given);
      const { soft } = given.sourcing;
      const unfilledUnder = (kept: readonly Constraint[]): number =>
        planWithRules({ ...given, sourcing: { ...given.sourcing, hard: kept, soft: [] } }).certificate.plan.tally
          .unfilled;
      const sets = Array.from({ length: 2 ** soft.length }, (_, bits) =>
        soft.filter((__, at) => (bits & (1 << (soft.length - 1 - at))) !== 0),
      );
      const least = unfilledUnder([]);
      const best = sets.findLast((kept) => unfilledUnder(kept) === least) ?? [];
      expect({ seed, dropped: made.dropped }).toEqual({ seed, dropped: soft.filter((each) => !best.includes(each)) });
      expect(made.certificate.plan.tally.unfilled).toBe(least);
    }
  });
});

describe("keepWhatCan", () => {
  it("decides once when nothing is lost, and at most two times more than there are constraints", () => {
    let decisions = 0;
    const decide = (loss: (kept: readonly number[]) => number) => (kept: readonly number[]) => {
      decisions += 1;
      return loss(kept);
    };
    expect(
      keepWhatCan(
        [1, 2, 3],
        decide(() => 0),
        Number,
      ).kept,
    ).toEqual([1, 2, 3]);
    expect(decisions).toBe(1);
    decisions = 0;
    expect(
      keepWhatCan(
        [1, 2, 3],
        decide((kept) => (kept.includes(2) ? 5 : 1)),
        Number,
      ).kept,
    ).toEqual([1, 3]);
    expect(decisions).toBeLessThanOrEqual(5);
  });
});

describe("preferences and costs", () => {
  const carrier = (code: string, shaMinor: number, canMinor: number, days: number): Carrier => {
    const tariff = (from: string, firstMinor: number) => ({
      zone: ["华东"],
      from: [from],
      rate: { kind: "first_and_steps" as const, firstGrams: 1_000, firstMinor, stepGrams: 1_000, stepMinor: 200 },
      days,
      maxGrams: null,
    });
    return {
      code,
      name: code,
      isActive: true,
      volumetricDivisor: null,
      tariffs: [tariff("SHA", shaMinor), tariff("CAN", canMinor)],
    };
  };

  it("prefer in groups: of one group the priority decides", () => {
    expect(places(plan([{ do: "prefer", warehouses: ["CAN", "SHA"] }]))).toEqual(fromCan);
    expect(places(plan([{ do: "prefer", warehouses: [["CAN", "SHA"]] }]))).toEqual(fromSha);
  });

  it("choose carrier and warehouse together, at least cost or fastest", () => {
    const carriers = [carrier("SLOW", 1_000, 800, 5), carrier("FAST", 1_500, 2_000, 1)];
    const cheapest = plan([], { carriers });
    expect(places(cheapest)).toEqual(fromCan);
    expect(cheapest.parcels).toEqual([
      { warehouse: "CAN", grams: 2_000, valueMinor: 10_900, carrier: "SLOW", costMinor: 1_000, days: 5 },
    ]);
    expect(cheapest.note.terms).toMatchObject({ cost: 1_000, days: 5 });
    expect(cheapest.note.gap).toBeUndefined();
    const fastest = plan(
      [
        { do: "choose_carrier", by: "speed" },
        { do: "compare_by", terms: ["days"] },
      ],
      { carriers },
    );
    expect(fastest.parcels).toMatchObject([{ warehouse: "SHA", carrier: "FAST", costMinor: 1_700, days: 1 }]);
    const inTime = plan([{ do: "max_days", days: 2 }], { carriers });
    expect(inTime.parcels).toMatchObject([{ carrier: "FAST", warehouse: "SHA" }]);
    expect(plan([{ do: "carrier", carriers: ["FAST"] }], { carriers }).parcels).toMatchObject([{ carrier: "FAST" }]);
  });

  it("count handling, and say what no carrier reaches", () => {
    const carriers = [carrier("SLOW", 1_000, 800, 5)];
    const warehouses = [warehouse("SHA"), warehouse("CAN", { handlingMinor: 300 })];
    expect(places(plan([], { carriers, warehouses }))).toEqual(fromSha);
    const abroad = plan([], { carriers, destination: { country: "DE", region: "", regionName: "" } });
    expect(why(abroad, "SHA")).toBe("no carrier goes from there to this address");
  });

  it("never cost more than any one warehouse, and say how far a divided plan may be from the cheapest", () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const random = seeded(seed);
      const upTo = (most: number): number => Math.floor(random() * (most + 1));
      const carriers = [
        carrier("X", 500 + upTo(900), 500 + upTo(900), 2),
        carrier("Y", 500 + upTo(900), 500 + upTo(900), 3),
      ];
      const lineWorth = new Map(["1", "2"].map((id) => [id, { grams: upTo(3_000), priceMinor: 100 }]));
      const made = plan([], { carriers, lineWorth });
      const grams = made.parcels.reduce((sum, parcel) => sum + parcel.grams, 0);
      const steps = Math.max(0, Math.ceil((grams - 1_000) / 1_000)) * 200;
      const least =
        Math.min(
          ...carriers.flatMap(({ tariffs }) =>
            tariffs.map(({ rate }) => (rate.kind === "brackets" ? 0 : rate.firstMinor)),
          ),
        ) + steps;
      expect({ seed, cost: made.note.terms?.["cost"], gap: made.note.gap }).toEqual({
        seed,
        cost: least,
        gap: undefined,
      });
    }
    const split = plan([], { carriers: [carrier("X", 900, 700, 2)], stocks: apart });
    expect(split.note.terms).toMatchObject({ shipments: 2, cost: 1_600 });
  });
});
