import { describe, expect, it } from "vitest";
import type { Stock } from "../inventory/stock.ts";
import { merchantId, sku, warehouseCode } from "../kernel/ids.ts";
import { type CertifiedPlan, type Plan, type PlanRequest, planOrder } from "./plan.ts";
import { defaultRules, type RoutingRules } from "./rules.ts";
import type { Warehouse } from "./warehouse.ts";

function warehouse(code: string, change: Partial<Warehouse> = {}): Warehouse {
  const base = { name: code, country: "CN", region: "31", regionName: "上海", serves: [], priority: 1, isActive: true };
  return { code: warehouseCode(code), ...base, ...change };
}

function stock(code: string, article: string, available: number, change: Partial<Stock> = {}): Stock {
  return {
    merchantId: merchantId("tea"),
    sku: sku(article),
    warehouse: warehouseCode(code),
    onHand: available,
    allocated: 0,
    available,
    damaged: 0,
    onHold: 0,
    safetyStock: 0,
    lowStockThreshold: null,
    incoming: 0,
    version: 1,
    changedAt: "2026-01-01T00:00:00Z",
    ...change,
  };
}

const line = (lineId: string, article: string, quantity: number): PlanRequest["lines"][number] => ({
  lineId,
  sku: article,
  quantity,
});

function plan(change: Partial<PlanRequest>, rules: Partial<RoutingRules> = {}): CertifiedPlan {
  return planOrder({
    lines: [line("1", "A", 2)],
    destination: { country: "CN", region: "31", regionName: "上海市" },
    channel: "shopify",
    connectionId: "shop",
    warehouses: [warehouse("SHA"), warehouse("CAN", { priority: 2 })],
    stocks: [stock("SHA", "A", 5), stock("CAN", "A", 5)],
    rules: { ...defaultRules, ...rules },
    usedWarehouses: [],
    ...change,
  });
}

const places = (made: Plan): string[] => made.allocations.map((a) => `${a.lineId}:${a.quantity}@${a.warehouse}`);
const verdicts = (made: Plan): string[] => made.note.considered.map((c) => `${c.warehouse} ${c.verdict}`);

describe("planOrder chooses a warehouse", () => {
  it("by priority, then by code, and says why", () => {
    const made = plan({});
    expect(places(made)).toEqual(["1:2@SHA"]);
    expect(verdicts(made)).toEqual(["SHA chosen", "CAN not_needed"]);
    expect(made.note.because).toBe("All 2 units leave from SHA: priority 1.");
    expect(made.note.plan).toEqual([{ warehouse: "SHA", sku: "A", quantity: 2 }]);
  });

  it("as the first matching prefer rules say, and quotes the rule", () => {
    const rules = [
      { id: "1", name: "US first", when: { countries: ["US"] }, prefer: ["SHA"] },
      { id: "2", name: "East China from Canton", when: { regions: ["华东"] }, prefer: ["CAN"] },
    ];
    const made = plan({}, { rules, version: 7 });
    expect(places(made)).toEqual(["1:2@CAN"]);
    expect(made.note.because).toBe("All 2 units leave from CAN: preferred by rule “East China from Canton”.");
    expect(made.note.rulesVersion).toBe(7);
  });

  it("never an inactive, excluded or not serving one", () => {
    const rules = [{ id: "1", name: "No tea from Wuhan", when: { skus: ["A"] }, exclude: ["WUH"] }];
    const warehouses = [
      warehouse("SHA", { isActive: false }),
      warehouse("BER", { serves: ["EU", "CH"] }),
      warehouse("WUH"),
      warehouse("CAN", { priority: 9, serves: ["CN"] }),
    ];
    const stocks = warehouses.map(({ code }) => stock(code, "A", 5));
    const made = plan({ warehouses, stocks }, { rules });
    expect(places(made)).toEqual(["1:2@CAN"]);
    expect(made.note.considered.slice(1)).toEqual([
      { warehouse: "BER", verdict: "excluded", because: "it serves EU, CH and the order goes to CN" },
      { warehouse: "SHA", verdict: "excluded", because: "it is not active" },
      { warehouse: "WUH", verdict: "excluded", because: "excluded by rule “No tea from Wuhan”" },
    ]);
  });

  it("that has everything before two that have a part", () => {
    const stocks = [stock("SHA", "A", 1), stock("CAN", "A", 2)];
    const made = plan({ stocks }, { split: "by_quantity" });
    expect(places(made)).toEqual(["1:2@CAN"]);
    expect(made.note.considered[0]).toEqual({
      warehouse: "SHA",
      verdict: "short",
      because: "lacks 1 × A (1 free); priority 1",
    });
  });

  it("and leaves the safety stock alone", () => {
    const stocks = [stock("SHA", "A", 5, { safetyStock: 4 }), stock("CAN", "A", 2)];
    const made = plan({ stocks });
    expect(places(made)).toEqual(["1:2@CAN"]);
    expect(made.note.considered[0]?.because).toBe("lacks 1 × A (1 free above the safety stock of 4); priority 1");
  });

  it("and mentions stock in a warehouse that nobody has set up", () => {
    const made = plan({ stocks: [stock("SHA", "A", 5), stock("SHAA", "A", 5)] });
    expect(made.note.considered.at(-1)).toEqual({
      warehouse: "SHAA",
      verdict: "excluded",
      because: "it has stock and is not set up as a warehouse",
    });
  });
});

describe("planOrder with lines of one sku", () => {
  it("counts them together for stock and allocates each line", () => {
    const lines = [line("1", "A", 2), line("2", "A", 3)];
    expect(places(plan({ lines }))).toEqual(["1:2@SHA", "2:3@SHA"]);
    const short = plan({ lines, stocks: [stock("SHA", "A", 4)] });
    expect(short.allocations).toEqual([]);
    expect(short.short).toEqual([{ sku: "A", quantity: 1 }]);
  });

  it("places the larger line first when lines may be parted", () => {
    const lines = [line("1", "A", 2), line("2", "A", 3)];
    const made = plan({ lines, stocks: [stock("SHA", "A", 3), stock("CAN", "A", 2)] }, { split: "by_line" });
    expect(places(made)).toEqual(["1:2@CAN", "2:3@SHA"]);
    expect(made.short).toEqual([]);
  });
});

describe("planOrder splits", () => {
  const lines = [line("1", "A", 2), line("2", "B", 1)];
  const apart = [stock("SHA", "A", 2), stock("CAN", "B", 1)];

  it("by line over warehouses", () => {
    const made = plan({ lines, stocks: apart }, { split: "by_line" });
    expect(places(made)).toEqual(["1:2@SHA", "2:1@CAN"]);
    expect(made.note.because).toBe(
      "No single warehouse has everything: SHA comes closest and lacks 1 × B (0 free); all 3 units leave in 2 parcels from SHA, CAN, the fewest possible.",
    );
    expect(made.note.terms).toEqual({ shipments: 2 });
    expect(made.note.considered[1]?.because).toBe("sends 1 × B; without it 1 unit more would wait; priority 2");
  });

  it("a line only where that is allowed", () => {
    const stocks = [stock("SHA", "A", 1), stock("CAN", "A", 1)];
    expect(places(plan({ stocks }, { split: "by_quantity" }))).toEqual(["1:1@SHA", "1:1@CAN"]);
    const byLine = plan({ stocks }, { split: "by_line" });
    expect(byLine.allocations).toEqual([]);
    expect(byLine.short).toEqual([{ sku: "A", quantity: 1 }]);
  });

  it("never when the rules say so, and waits for whatever would complete one warehouse", () => {
    const made = plan({ lines, stocks: apart }, { split: "never" });
    expect(made.allocations).toEqual([]);
    expect(made.short).toEqual([
      { sku: "A", quantity: 2 },
      { sku: "B", quantity: 1 },
    ]);
    expect(made.note.because).toContain("may not be split");
  });

  it("never away from the warehouse that already holds a part of the order", () => {
    const made = plan({ usedWarehouses: [warehouseCode("CAN")] }, { split: "never" });
    expect(places(made)).toEqual(["1:2@CAN"]);
  });
});

describe("planOrder finds the best of all plans", () => {
  const lines = ["A", "B", "C", "D"].map((article, index) => line(`${index + 1}`, article, 1));
  /** The first has most, but with the two others nothing is left over. */
  const first = ["A", "B"].map((article) => stock("SHA", article, 1));
  const others = [
    ...["A", "C"].map((article) => stock("CAN", article, 1)),
    ...["B", "D"].map((article) => stock("WUH", article, 1)),
  ];
  const warehouses = [warehouse("SHA"), warehouse("CAN", { priority: 2 }), warehouse("WUH", { priority: 3 })];

  it("two parcels where asking one warehouse after the other makes three, and says so", () => {
    const made = plan({ lines, warehouses, stocks: [...first, ...others] });
    expect(places(made)).toEqual(["1:1@CAN", "2:1@WUH", "3:1@CAN", "4:1@WUH"]);
    expect(made.note.considered[0]).toEqual({
      warehouse: "SHA",
      verdict: "short",
      because: "lacks 1 × C (0 free), 1 × D (0 free); with it 3 parcels instead of 2; priority 1",
    });
  });

  it("the preferred ones of as few warehouses, by the sum of their ranks", () => {
    const rules = [{ id: "1", name: "South first", when: {}, prefer: ["CAN", "WUH"] }];
    const two = [line("1", "A", 1), line("2", "D", 1)];
    const all = [...warehouses, warehouse("ALA"), warehouse("ALB")];
    const stocks = [...others, stock("ALA", "A", 1), stock("ALB", "D", 1)];
    expect(places(plan({ lines: two, warehouses: all, stocks }))).toEqual(["1:1@ALA", "2:1@ALB"]);
    const made = plan({ lines: two, warehouses: all, stocks }, { rules });
    expect(places(made)).toEqual(["1:1@CAN", "2:1@WUH"]);
    expect(made.note.terms).toEqual({ shipments: 2, preference: 1 });
  });

  it("the warehouse that sends a part of the order already, before a preferred one", () => {
    const made = plan({ usedWarehouses: [warehouseCode("CAN")] });
    expect(places(made)).toEqual(["1:2@CAN"]);
    expect(verdicts(made)).toEqual(["SHA not_needed", "CAN chosen"]);
  });

  it("the same whatever the order of lines, warehouses and stock", () => {
    const stocks = [...first, ...others, stock("CAN", "B", 1)];
    const twins = [...lines, line("5", "A", 1), line("6", "A", 1)];
    const straight = plan({ lines: twins, warehouses, stocks }, { split: "by_quantity", backorder: "partial" });
    const reversed = plan(
      { lines: twins.toReversed(), warehouses: warehouses.toReversed(), stocks: stocks.toReversed() },
      { split: "by_quantity", backorder: "partial" },
    );
    expect(places(reversed).toSorted()).toEqual(places(straight).toSorted());
    expect(verdicts(reversed)).toEqual(verdicts(straight));
    expect(reversed.note.because).toEqual(straight.note.because);
  });

  it("with what each warehouse means for it", () => {
    const { certificate, ranking } = plan({ lines, warehouses, stocks: [...first, ...others] });
    expect(ranking.candidates.map(({ code }) => code)).toEqual(["SHA", "CAN", "WUH"]);
    expect(certificate.plan).toMatchObject({ warehouses: [1, 2], proof: { kind: "best" }, tally: { shipments: 2 } });
    expect(certificate.alone).toMatchObject({ warehouse: 0, plan: { tally: { unfilled: 2 } } });
    expect(certificate.without.map((each) => [each.warehouse, each.plan.tally.unfilled])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(certificate.bindings).toEqual([
      { article: 2, kind: "only_source", warehouse: 1 },
      { article: 3, kind: "only_source", warehouse: 2 },
    ]);
  });
});

describe("planOrder when stock is short", () => {
  const lines = [line("1", "A", 2), line("2", "B", 3)];
  const stocks = [stock("SHA", "A", 2), stock("SHA", "B", 1), stock("CAN", "B", 1)];

  it("promises nothing of an order that is to leave as a whole", () => {
    const made = plan({ lines, stocks }, { split: "by_quantity", backorder: "whole_order" });
    expect(made.allocations).toEqual([]);
    expect(made.note.plan).toEqual([]);
    expect(made.short).toEqual([{ sku: "B", quantity: 1 }]);
    expect(verdicts(made)).toEqual(["SHA short", "CAN short"]);
    expect(made.note.because).toBe(
      "Waits for 1 × B: the warehouses that may serve this order do not have enough together.",
    );
  });

  it("promises what there is of an order that may leave in parts", () => {
    const made = plan({ lines, stocks }, { split: "by_quantity", backorder: "partial" });
    expect(places(made)).toEqual(["1:2@SHA", "2:1@SHA", "2:1@CAN"]);
    expect(made.short).toEqual([{ sku: "B", quantity: 1 }]);
    expect(made.note.because).toMatch(/^4 units leave from SHA, CAN; the rest waits for 1 × B:/);
  });

  it("gives the part to one warehouse where splitting is forbidden", () => {
    const made = plan({ lines, stocks }, { split: "never", backorder: "partial" });
    expect(places(made)).toEqual(["1:2@SHA", "2:1@SHA"]);
  });

  it("says so when no warehouse may serve the order at all", () => {
    const made = plan({ warehouses: [warehouse("BER", { serves: ["EU"] })] });
    expect(made.short).toEqual([{ sku: "A", quantity: 2 }]);
    expect(made.note.because).toBe("Waits for 2 × A: no warehouse may serve this order.");
  });

  it("names three skus of a long list and counts the others", () => {
    const many = Array.from({ length: 9 }, (_, index) => line(`${index}`, `SKU-${index}`, 1));
    expect(plan({ lines: many, stocks: [] }).note.because).toContain("1 × SKU-2 and 6 more skus");
  });
});
