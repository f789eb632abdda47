import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { warehouseCode } from "../../kernel/ids.ts";
import type { Warehouse } from "../warehouse.ts";
import type { Carrier, Rate, Tariff } from "./carrier.ts";
import { lineUnder, lineUnderAll } from "./price-line.ts";
import { distancesTo, kmBetween } from "./province-middles.ts";
import { bestQuote, chargeableGrams, priceOf, quote } from "./quote.ts";

const money = fc.nat({ max: 20_000 });
const weight = fc.integer({ min: 1, max: 5_000 });
const steps: fc.Arbitrary<Rate> = fc.record({
  kind: fc.constant("first_and_steps" as const),
  firstGrams: weight,
  firstMinor: money,
  stepGrams: weight,
  stepMinor: money,
});
const brackets: fc.Arbitrary<Rate> = fc.array(fc.tuple(weight, money), { minLength: 1, maxLength: 6 }).map((pairs) => {
  const prices = pairs.map(([, minor]) => minor).sort((a, b) => a - b);
  let upToGrams = 0;
  const rows = pairs.map(([grams], at) => {
    upToGrams += grams;
    return { upToGrams, minor: prices[at] ?? 0 };
  });
  return { kind: "brackets" as const, rows };
});
const tariff: fc.Arbitrary<Tariff> = fc.record({
  zone: fc.constant(["*"]),
  from: fc.constant([]),
  rate: fc.oneof(steps, brackets),
  days: fc.nat({ max: 9 }),
  maxGrams: fc.option(fc.integer({ min: 1, max: 30_000 })),
});
const carrier = (code: string, tariffs: readonly Tariff[], volumetricDivisor: number | null = null): Carrier => ({
  code,
  name: code,
  isActive: true,
  volumetricDivisor,
  tariffs: [...tariffs],
});
const to = { country: "CN", region: "31", regionName: "上海市" };

describe("a tariff", () => {
  it("never charges less for a heavier parcel", () => {
    fc.assert(
      fc.property(tariff, weight, weight, (rate, grams, more) => {
        const [light, heavy] = [priceOf(rate, grams), priceOf(rate, grams + more)];
        if (light !== null && heavy !== null) expect(heavy).toBeGreaterThanOrEqual(light);
        if (light === null) expect(heavy).toBeNull();
      }),
    );
  });

  it("charges first weight and begun steps", () => {
    const rate = {
      kind: "first_and_steps",
      firstGrams: 1_000,
      firstMinor: 1_200,
      stepGrams: 500,
      stepMinor: 250,
    } as const;
    const one: Tariff = { zone: ["*"], from: [], rate, days: 2, maxGrams: 30_000 };
    const prices = [0, 1, 1_000, 1_001, 1_500, 1_501, 30_001].map((grams) => priceOf(one, grams));
    expect(prices).toEqual([1_200, 1_200, 1_200, 1_450, 1_450, 1_700, null]);
  });

  it("has a line that is under every price up to the heaviest parcel it takes", () => {
    fc.assert(
      fc.property(
        tariff,
        fc.integer({ min: 1, max: 30_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rate, heaviest, part) => {
          const line = lineUnder(rate, heaviest);
          const grams = Math.round(heaviest * part);
          const price = priceOf(rate, grams);
          if (price === null || line === null) return;
          expect(line.base).toBeGreaterThanOrEqual(0);
          expect(line.perGram).toBeGreaterThanOrEqual(0);
          expect(line.base + line.perGram * grams).toBeLessThanOrEqual(price + 1e-6);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("shares a line with others that is under each of theirs", () => {
    const line = fc.record({ base: money, perGram: fc.double({ min: 0, max: 9, noNaN: true }) });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 5 }),
        weight,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (lines, heaviest, part) => {
          const under = lineUnderAll(lines, heaviest);
          const grams = heaviest * part;
          const least = Math.min(...lines.map(({ base, perGram }) => base + perGram * grams));
          expect((under?.base ?? 0) + (under?.perGram ?? 0) * grams).toBeLessThanOrEqual(least + 1e-6);
        },
      ),
    );
  });
});

describe("a quote", () => {
  const rate = (firstMinor: number): Rate => ({
    kind: "first_and_steps",
    firstGrams: 1_000,
    firstMinor,
    stepGrams: 1_000,
    stepMinor: 100,
  });
  const zone = (names: readonly string[], firstMinor: number, days: number, from: readonly string[] = []): Tariff => {
    return { zone: [...names], from: [...from], rate: rate(firstMinor), days, maxGrams: null };
  };

  it("takes the first tariff whose zone and warehouse fit", () => {
    const one = carrier("SF", [zone(["华东"], 900, 1, ["SHA"]), zone(["华东"], 1_000, 2), zone(["*"], 2_000, 4)]);
    const light = { grams: 1, cubicCm: 0 };
    expect(quote(one, "SHA", to, light)).toEqual({ carrier: "SF", minor: 900, days: 1 });
    expect(quote(one, "CAN", to, light)?.minor).toBe(1_000);
    expect(quote(one, "CAN", { country: "DE", region: "", regionName: "" }, light)?.minor).toBe(2_000);
    expect(quote({ ...one, isActive: false }, "SHA", to, light)).toBeNull();
    expect(quote(carrier("X", [zone(["EU"], 1, 1)]), "SHA", to, light)).toBeNull();
  });

  it("charges for the volume where that is more", () => {
    expect(chargeableGrams({ grams: 1_000, cubicCm: 12_000 }, 6_000)).toBe(2_000);
    expect(chargeableGrams({ grams: 3_000, cubicCm: 12_000 }, 6_000)).toBe(3_000);
    expect(chargeableGrams({ grams: 1_000, cubicCm: 12_000 }, null)).toBe(1_000);
  });

  it("is the cheapest or the fastest whatever the order of the carriers", () => {
    const anyQuote = fc.record({
      carrier: fc.constantFrom("A", "B", "C"),
      minor: fc.nat({ max: 3 }),
      days: fc.nat({ max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(anyQuote, { minLength: 1, maxLength: 6 }), (quotes) => {
        const [cheapest, fastest] = [bestQuote(quotes, "cost"), bestQuote(quotes, "speed")];
        expect(cheapest?.minor).toBe(Math.min(...quotes.map(({ minor }) => minor)));
        expect(fastest?.days).toBe(Math.min(...quotes.map(({ days }) => days)));
        expect(bestQuote(quotes.toReversed(), "cost")).toEqual(cheapest);
      }),
    );
  });
});

describe("a distance", () => {
  const warehouse = (country: string, region: string): Warehouse => {
    const base = { name: "", regionName: "", serves: [], priority: 1, isActive: true };
    return { code: warehouseCode("W"), country, region, ...base };
  };

  it("is known between provinces, and from a warehouse with a position", () => {
    expect(distancesTo({ country: "CN", region: "44", regionName: "" })(warehouse("CN", "上海"))).toBeCloseTo(
      1_210,
      -2,
    );
    expect(distancesTo(to)(warehouse("CN", "31"))).toBe(0);
    expect(distancesTo(to)(warehouse("DE", "BE"))).toBeNull();
    expect(distancesTo({ country: "DE", region: "", regionName: "" })(warehouse("CN", "31"))).toBeNull();
  });

  it("is the same there and back, and at most half way round", () => {
    const position = fc.record({
      latitude: fc.integer({ min: -90, max: 90 }),
      longitude: fc.integer({ min: -180, max: 180 }),
    });
    fc.assert(
      fc.property(position, position, (a, b) => {
        expect(kmBetween(a, b)).toBe(kmBetween(b, a));
        expect(kmBetween(a, b)).toBeLessThanOrEqual(20_016);
      }),
    );
  });
});
