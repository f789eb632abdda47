import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Stock } from "../../inventory/stock.ts";
import { merchantId, sku, warehouseCode } from "../../kernel/ids.ts";
import type { Action } from "../../rules/actions.ts";
import type { Warehouse } from "../warehouse.ts";
import { planWithRules, type RuledRequest } from "./plan-with-rules.ts";
import { sourcingOf } from "./sourcing.ts";

const codes = ["W0", "W1", "W2", "W3", "W4"];
const skus = ["A", "B", "C"];
const someCodes = fc.subarray(codes, { minLength: 1, maxLength: 3 });
const soft = fc.constantFrom(undefined, true, false);

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ do: fc.constant("exclude" as const), warehouses: someCodes, soft }),
  fc.record({ do: fc.constant("include" as const), warehouses: someCodes, soft }),
  fc.record({ do: fc.constant("prefer" as const), warehouses: fc.subarray(codes, { minLength: 1 }) }),
  fc.record({ do: fc.constant("fallback" as const), warehouses: someCodes }),
  fc.record({ do: fc.constant("stay_in_country" as const), soft }),
  fc.record({ do: fc.constant("no_split" as const), soft }),
  fc.record({ do: fc.constant("max_shipments" as const), count: fc.integer({ min: 1, max: 3 }), soft }),
  fc.record({ do: fc.constant("min_split_value" as const), minor: fc.integer({ min: 1, max: 600 }), soft }),
  fc.record({ do: fc.constant("safety_stock" as const), units: fc.integer({ min: 1, max: 3 }), warehouses: someCodes }),
  fc.record({ do: fc.constant("split" as const), how: fc.constantFrom("by_line" as const, "by_quantity" as const) }),
  fc.record({
    do: fc.constant("backorder" as const),
    how: fc.constantFrom("partial" as const, "whole_order" as const),
  }),
);

const request: fc.Arbitrary<RuledRequest> = fc
  .record({
    actions: fc.array(action, { maxLength: 5 }),
    lines: fc.array(fc.record({ sku: fc.constantFrom(...skus), quantity: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
    free: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 15, maxLength: 15 }),
    abroad: fc.subarray(codes, { maxLength: 2 }),
    used: fc.subarray(codes, { maxLength: 2 }),
  })
  .map(({ actions, lines, free, abroad, used }) => ({
    lines: lines.map((line, at) => ({ ...line, lineId: `${at}` })),
    destination: { country: "CN", region: "31", regionName: "上海市" },
    channel: "shopify",
    connectionId: "shop",
    warehouses: codes.map((code, at) => aWarehouse(code, abroad.includes(code) ? "DE" : "CN", 1 + (at % 2))),
    stocks: codes.flatMap((code, at) => skus.map((article, of) => aStock(code, article, free[at * 3 + of] ?? 0))),
    usedWarehouses: used.map(warehouseCode),
    sourcing: sourcingOf(actions.map((each, at) => ({ rule: `r${at}`, action: each }))),
    rulesVersion: 1,
    now: "2026-11-23T02:00:00.000Z",
    carriers: [],
    lineWorth: new Map(lines.map((_, at) => [`${at}`, { grams: 100, priceMinor: 100 * (at + 1) }])),
    ordersToday: new Map(),
  }));

describe("a plan under rules", () => {
  it("keeps every hard constraint and every soft one that was not left aside", () => {
    fc.assert(
      fc.property(request, (given) => {
        const made = planWithRules(given);
        const { hard, soft: wishes } = given.sourcing;
        const kept = [...hard, ...wishes.filter((each) => !made.dropped.includes(each))];
        const senders = new Set(made.allocations.map(({ warehouse }) => warehouse));
        const parcels = new Set([...senders, ...given.usedWarehouses]);
        const isNew = [...senders].some((code) => !given.usedWarehouses.includes(code));
        for (const constraint of kept) {
          switch (constraint.kind) {
            case "exclude":
            case "fallback":
              expect([...senders].filter((code) => constraint.warehouses.includes(code))).toEqual([]);
              break;
            case "include":
              expect([...senders].filter((code) => !constraint.warehouses.includes(code))).toEqual([]);
              break;
            case "stay_in_country":
              expect(given.warehouses.filter(({ code, country }) => senders.has(code) && country !== "CN")).toEqual([]);
              break;
            case "no_split":
              if (isNew) expect(parcels.size).toBe(1);
              break;
            case "max_shipments":
              if (isNew) expect(parcels.size).toBeLessThanOrEqual(constraint.count);
              break;
            case "min_split_value": {
              const small = made.parcels.filter(({ warehouse, valueMinor }) => {
                return valueMinor < constraint.minor && !given.usedWarehouses.includes(warehouse);
              });
              if (parcels.size > 1) expect(small).toEqual([]);
            }
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("sends as much as any plan could whose parcels are few and worth enough", () => {
    const limits = fc.record({ least: fc.integer({ min: 1, max: 900 }), most: fc.integer({ min: 1, max: 4 }) });
    fc.assert(
      fc.property(request, limits, (plain, { least, most }) => {
        const actions: readonly Action[] = [
          { do: "min_split_value", minor: least },
          { do: "max_shipments", count: most },
          { do: "backorder", how: "partial" },
        ];
        const given = { ...plain, sourcing: sourcingOf(actions.map((each, at) => ({ rule: `r${at}`, action: each }))) };
        const sent = planWithRules(given).allocations.reduce((sum, { quantity }) => sum + quantity, 0);
        expect(sent).toBe(mostUnits(given, { least, most }));
      }),
      { numRuns: 400 },
    );
  });

  it("takes no more than there is beyond what is held back, and no more than is wanted", () => {
    fc.assert(
      fc.property(request, (given) => {
        const { allocations, short } = planWithRules(given);
        for (const stock of given.stocks) {
          const speaking = given.sourcing.heldBack.filter(({ warehouses }) => warehouses?.includes(stock.warehouse));
          const free = Math.max(0, stock.available - Math.max(0, ...speaking.map(({ units }) => units)));
          const here = allocations.filter(
            ({ sku: article, warehouse }) => article === stock.sku && warehouse === stock.warehouse,
          );
          expect(here.reduce((sum, { quantity }) => sum + quantity, 0)).toBeLessThanOrEqual(free);
        }
        for (const { lineId, quantity } of given.lines) {
          const taken = allocations
            .filter((each) => each.lineId === lineId)
            .reduce((sum, each) => sum + each.quantity, 0);
          expect(taken).toBeLessThanOrEqual(quantity);
          if (short.length === 0) expect(taken).toBe(quantity);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is the same whatever the order of warehouses, stock and lines", () => {
    fc.assert(
      fc.property(request, (given) => {
        const turned = { warehouses: given.warehouses.toReversed(), stocks: given.stocks.toReversed() };
        const [one, other] = [planWithRules(given), planWithRules({ ...given, ...turned })];
        expect(other.allocations).toEqual(one.allocations);
        expect(other.dropped).toEqual(one.dropped);
        expect(other.note.because).toEqual(one.note.because);
      }),
      { numRuns: 300 },
    );
  });
});

/** By trying each line, as a whole, from each warehouse and from none. */
function mostUnits(
  { lines, stocks, usedWarehouses, lineWorth }: RuledRequest,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const left = new Map(stocks.map((stock) => [`${stock.sku} ${stock.warehouse}`, stock.available]));
  const worth = new Map<string, number>();
  let best = 0;
  const isAllowed = (): boolean => {
    const fresh = [...worth].filter(([code, minor]) => minor > 0 && !usedWarehouses.some((used) => used === code));
    const parcels = new Set([...worth].filter(([, minor]) => minor > 0).map(([code]) => code));
    for (const code of usedWarehouses) parcels.add(code);
    const areWorthIt = parcels.size < 2 || fresh.every(([, minor]) => minor >= least);
    return areWorthIt && (fresh.length === 0 || parcels.size <= most);
  };
  const send = (at: number, units: number): void => {
    const line = lines[at];
    if (line === undefined) {
      if (units > best && isAllowed()) best = units;
      return;
    }
    send(at + 1, units);
    const minor = (lineWorth.get(line.lineId)?.priceMinor ?? 0) * line.quantity;
    for (const code of codes) {
      const key = `${line.sku} ${code}`;
      const free = left.get(key) ?? 0;
      if (free < line.quantity) continue;
      left.set(key, free - line.quantity);
      worth.set(code, (worth.get(code) ?? 0) + minor);
      send(at + 1, units + line.quantity);
      worth.set(code, (worth.get(code) ?? 0) - minor);
      left.set(key, free);
    }
  };
  send(0, 0);
  return best;
}

function aWarehouse(code: string, country: string, priority: number): Warehouse {
  const where = { country, region: "31", regionName: "上海", serves: [] };
  return { code: warehouseCode(code), name: code, ...where, priority, isActive: true };
}

function aStock(code: string, article: string, available: number): Stock {
  const place = { merchantId: merchantId("tea"), sku: sku(article), warehouse: warehouseCode(code) };
  const counts = { onHand: available, allocated: 0, available, damaged: 0, onHold: 0, incoming: 0 };
  const rest = { safetyStock: 0, lowStockThreshold: null, version: 1, changedAt: "2026-01-01T00:00:00Z" };
  return { ...place, ...counts, ...rest };
}
