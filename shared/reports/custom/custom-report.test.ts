import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  aFee,
  aLineFact,
  aMovementFact,
  anEntry,
  aPaymentFact,
  aShipmentFact,
  aStockFact,
} from "../../../tests/support/fact-builders.ts";
import { type Named, rowsOf, sealedDays } from "../../../tests/support/sealed-days.ts";
import { minorFromDecimal } from "../../kernel/money.ts";
import type { LineFact } from "../facts/fact.ts";
import type { SealedFacts } from "../facts/sealed-facts.ts";
import { salesSummary } from "../list/sales-summary.ts";
import { type CustomFields, customLimits } from "./custom-report.ts";
import { groupFacts, OTHERS } from "./group-facts.ts";
import { lines as lineSource } from "./order-sources.ts";
import { readDefinition } from "./read-definition.ts";
import { sources } from "./sources.ts";
import { toReport } from "./to-report.ts";

const saturday = "2026-11-21";
const sunday = "2026-11-22";

const basis: CustomFields = {
  ...{ title: "Mine", source: "lines", dimensions: ["region"], measures: ["units", "net"], filters: [] },
  ...{ periods: ["day"], formats: ["csv"] },
};
const report = (over: Partial<CustomFields> = {}) => toReport({ id: "mine", version: 1, ...basis, ...over });
const rows = (over: Partial<CustomFields>, source = world): Promise<readonly Named[]> => rowsOf(report(over), source);

const sold = (orderId: string, over: Partial<LineFact> = {}): LineFact =>
  aLineFact({ id: `sale:${orderId}#1`, orderId, itemsMinor: 1_000, ...over });
const world = sealedDays({
  [saturday]: { lines: [sold("0", { region: "浙江省" })] },
  [sunday]: {
    lines: [
      sold("1"),
      sold("1", { id: "sale:1#2", sku: "CUP", category: "cups", itemsMinor: 500 }),
      sold("2", { region: "浙江省", channel: "taobao", tags: ["gift", "vip"] }),
      sold("3", { currency: "USD", reportingMinor: null, itemsMinor: 300 }),
      sold("1", { id: "refund:1#1", kind: "refund", itemsMinor: -400, quantity: -1 }),
    ].map((line) => ({ ...line, day: sunday })),
  },
});

describe("a custom report", () => {
  it("has one row for each combination, and never adds two currencies", async () => {
    expect(await rows({ measures: ["orders", "units", "sales", "average_order", "taken_back", "net"] })).toMatchObject([
      { region: "上海市", currency: "CNY", orders: 1, units: 1, sales: "15.00", average_order: "15.00", net: "11.00" },
      { region: "上海市", currency: "USD", orders: 1, units: 1, sales: "3.00", taken_back: "0.00", net: "3.00" },
      { region: "浙江省", currency: "CNY", orders: 1, units: 1, net: "10.00" },
    ]);
  });

  it("tells no currency where only things are counted, and leaves the merchant's own empty where a rate is missing", async () => {
    const [all] = await rows({ dimensions: [], measures: ["orders", "reporting_net"] });
    expect(all).toEqual({
      ...{ entry_id: `day:${sunday}`, period: "day", from: sunday, to: sunday },
      ...{ orders: 3, reporting_net: null, reporting_currency: "CNY" },
    });
  });

  it.each([
    [{ field: "category", is: ["cups"] }, ["5.00"]],
    [{ field: "category", is_not: ["cups"] }, ["6.00", "3.00", "10.00"]],
    [{ field: "sku", begins_with: ["CU", "X"] }, ["5.00"]],
    [{ field: "tags", is: ["vip"] }, ["10.00"]],
    [{ field: "tags", is: [""] }, ["11.00", "3.00"]],
    [{ field: "tags", is_not: ["vip"] }, ["11.00", "3.00"]],
    [{ field: "currency", is: ["EUR"] }, []],
  ])("takes only what %j asks for", async (filter, nets) => {
    expect((await rows({ filters: [filter] })).map((row) => row["net"])).toEqual(nets);
  });

  it("sums weeks and months on their last days, told apart by day if asked", async () => {
    const found = await rows({
      periods: ["week"],
      dimensions: ["business_day"],
      filters: [{ field: "currency", is: ["CNY"] }],
    });
    expect(found.map((row) => [row["period"], row["from"], row["business_day"], row["net"]])).toEqual([
      ["week", "2026-11-16", saturday, "10.00"],
      ["week", "2026-11-16", sunday, "21.00"],
    ]);
  });

  it("has ids that differ wherever values do", async () => {
    const lines = [
      sold("1", { sku: "a:b", title: "c" }),
      sold("2", { sku: "a", title: "b:c" }),
      sold("3", { sku: "a%3Ab", title: "c" }),
    ];
    const found = await rows({ dimensions: ["sku", "title"] }, sealedDays({ [saturday]: { lines } }));
    expect(new Set(found.map((row) => row["entry_id"])).size).toBe(3);
  });

  it("can be made of every source with all that may be asked of it", async () => {
    const day = {
      lines: [sold("1")],
      entries: [anEntry({ itemsMinor: 1_000 })],
      payments: [aPaymentFact({ amountMinor: 1_000 })],
      fees: [aFee({ amountMinor: -50 }), aFee({ id: "fee:s1:2", amountMinor: -25 })],
      shipments: [aShipmentFact({ freightMinor: 800 })],
      movements: [aMovementFact()],
      stock: [aStockFact({ onHand: 4, available: 4, unitCostMinor: 250 })],
    };
    for (const [name, source] of Object.entries(sources)) {
      const fields = { ...basis, source: name as CustomFields["source"], measures: Object.keys(source.measures) };
      for (const dimensions of [[], Object.keys(source.dimensions)]) {
        const found = await rowsOf(report({ ...fields, dimensions }), sealedDays({ [saturday]: day }));
        expect([name, found.length]).toEqual([name, name === "fees" && dimensions.length === 0 ? 1 : found.length]);
        expect(found.length).toBeGreaterThan(0);
      }
    }
    const fees = { source: "fees", dimensions: ["fee"], measures: ["charges", "amount", "average_amount"] } as const;
    expect(await rowsOf(report(fees), sealedDays({ [saturday]: day }))).toMatchObject([
      { fee: "commission", charges: 2, amount: "-0.75", average_amount: "-0.38" },
    ]);
    const parcels = { source: "shipments", dimensions: [], measures: ["parcels", "average_hours"] } as const;
    expect(await rowsOf(report(parcels), sealedDays({ [saturday]: day }))).toMatchObject([
      { parcels: 1, average_hours: "6.0" },
    ]);
  });

  it("says of random lines by any dimensions what the sales summary says of all", async () => {
    const line = fc.record({
      orderId: fc.constantFrom("1", "2", "3", "4"),
      kind: fc.constantFrom("sale" as const, "refund" as const, "cancellation" as const),
      region: fc.constantFrom("", "a", "b:c", "d\ne"),
      currency: fc.constantFrom("CNY", "JPY", "KWD"),
      sku: fc.constantFrom("", "TEA", "CUP"),
      itemsMinor: fc.integer({ min: -9_999, max: 9_999 }),
      discountMinor: fc.integer({ min: -99, max: 0 }),
      quantity: fc.integer({ min: -3, max: 3 }),
    });
    const dimensions = fc.subarray(["region", "sku", "kind", "channel", "order_id"]);
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 25 }), dimensions, async (made, wanted) => {
        const lines = made
          .toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))
          .map((each, at) => aLineFact({ ...each, id: `x#${at}` }));
        const source = sealedDays({ [saturday]: { lines } });
        const measures = ["units", "sales", "taken_back", "discount", "net"];
        const found = await rows({ dimensions: wanted, measures }, source);
        const told = (await rowsOf(salesSummary, source)).filter((row) => row["by"] === "total");
        for (const name of measures) expect([name, sumsOf(found, name)]).toEqual([name, sumsOf(told, name)]);
        expect(new Set(found.map((row) => row["entry_id"])).size).toBe(found.length);
      }),
      { numRuns: 200 },
    );
  });

  it("sums what goes beyond the limit in one row for each currency, and loses nothing", async () => {
    const lines = Array.from({ length: 30 }, (_, at) =>
      sold(String(at), { sku: `S${at}`, currency: at % 2 === 0 ? "CNY" : "USD" }),
    );
    const { facts } = sealedDays({ [saturday]: { lines } });
    const days = async function* (): AsyncGenerator<SealedFacts> {
      yield facts;
    };
    const asked = { dimensions: ["sku", "currency"], measures: ["orders", "net"], filters: [] };

    const groups = await groupFacts(lineSource, asked, days(), 10);

    expect(groups).toHaveLength(12);
    expect(groups.slice(-2)).toEqual([
      { values: [OTHERS, "CNY"], amounts: [10, 10_000] },
      { values: [OTHERS, "USD"], amounts: [10, 10_000] },
    ]);
    expect(groups.reduce((sum, { amounts: [, net] }) => sum + (net ?? 0), 0)).toBe(30_000);
  });

  it("is tied to the day, and to its weeks and months, where nothing is filtered", () => {
    const { ties } = report({ measures: ["net", "units", "average_order", "discount"], periods: ["day", "month"] });
    expect(ties).toEqual([
      { amount: "net", currency: "currency", period: "day", equals: "net" },
      { amount: "net", currency: "currency", period: "month", equals: "net" },
    ]);
    expect(report({ filters: [{ field: "sku", is: ["TEA"] }] }).ties).toEqual([]);
  });
});

function sumsOf(found: readonly Named[], column: string): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const row of found) {
    const currency = String(row["currency"]);
    const minor = column === "units" ? Number(row[column]) : minorOf(row[column], currency);
    sums[currency] = (sums[currency] ?? 0) + minor;
  }
  return sums;
}

function minorOf(cell: unknown, currency: string): number {
  const minor = minorFromDecimal(String(cell), currency);
  if (!minor.ok) throw new Error(String(cell));
  return minor.value;
}

describe("a definition", () => {
  it("is filled up with what is usual", () => {
    const read = readDefinition({ title: "Mine", source: "stock", measures: ["on_hand"] });
    expect(read).toEqual({
      ok: true,
      value: {
        ...{ title: "Mine", source: "stock", dimensions: [], measures: ["on_hand"], filters: [], periods: ["day"] },
        formats: ["csv", "xlsx", "jsonl", "parquet"],
      },
    });
  });

  it.each([
    ["a misspelt dimension", { dimensions: ["chanel"] }, "dimensions[0]", "channel"],
    ["a measure of another source", { measures: ["on_hand"] }, "measures[0]", null],
    ["a misspelt measure", { measures: ["unit"] }, "measures[0]", "units"],
    ["a dimension twice", { dimensions: ["sku", "sku"] }, "dimensions[1]", "leave it out: dimensions names it before"],
    ["a misspelt source", { source: "line" }, "source", "lines"],
    ["a filter of nothing", { filters: [{ field: "sku" }] }, "filters[0]", '{ "field": "sku", "is": ["…"] }'],
    [
      "a filter of two tests",
      { filters: [{ field: "sku", is: ["A"], is_not: ["B"] }] },
      "filters[0]",
      '{ "field": "sku", "is": ["…"] }',
    ],
    ["a misspelt field", { filters: [{ field: "catgory", is: ["A"] }] }, "filters[0].field", "category"],
    [
      "a week of stock",
      { source: "stock", dimensions: [], measures: ["on_hand"], periods: ["week"] },
      "periods[0]",
      null,
    ],
    ["a misspelt format", { formats: ["xls"] }, "formats[0]", "xlsx"],
  ])("says of %s where it is and what to write", (_, over, path, suggestion) => {
    const read = readDefinition({ title: "Mine", source: "lines", measures: ["net"], ...over });
    expect(read).toMatchObject({ ok: false, error: [{ path, suggestion }] });
  });

  it.each([
    ["no measure", { measures: [] }, "measures"],
    ["too many dimensions", { dimensions: Array.from({ length: 7 }, (_, at) => `d${at}`) }, "dimensions"],
    ["an endless title", { title: "x".repeat(customLimits.characters + 1) }, "title"],
    ["what it does not know", { colour: "red" }, "colour"],
    ["no object", null, ""],
  ])("is refused with %s", (_, over, path) => {
    const read = readDefinition(over === null ? [] : { title: "Mine", source: "lines", measures: ["net"], ...over });
    expect(read).toMatchObject({ ok: false, error: [{ path }] });
  });
});
