import { describe, expect, it } from "vitest";
import { aMerchant, aMerchantId } from "../../tests/support/builders.ts";
import { importIdOf } from "../kernel/ids.ts";
import { carriersOn, fromCarrierItem } from "../routing/costs/carrier.ts";
import { priceOf } from "../routing/costs/quote.ts";
import { fromWarehouseItem, toWarehouseItem } from "../routing/settings-store.ts";
import type { Warehouse } from "../routing/warehouse.ts";
import type { RawRow } from "../sheets/rows.ts";
import { carrierKey, warehouseKey } from "../table/keys.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import type { FileInHand } from "./apply-orders.ts";
import type { Columns } from "./find-columns.ts";
import { carrierRates } from "./kinds/carrier-rates.ts";
import type { KindOfImport } from "./kinds/kind-of-import.ts";
import { warehouses } from "./kinds/warehouses.ts";

const file: FileInHand = {
  merchantId: aMerchantId,
  importId: importIdOf(aMerchantId, "k", "1"),
  objectKey: "k",
  content: "c1",
  uploadedAt: "2026-11-22T00:00:00.000Z",
  isAgain: false,
};

type Cells = Readonly<Record<string, string>>;

/** The fates of all rows, by their numbers from 2 on, as the import would tell them. */
async function run(kind: KindOfImport, rows: readonly Cells[], table = makeMemoryTable(), content = "c1") {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns: Columns = { headerRow: 1, headings: names, at: new Map(names.map((name, at) => [name, at])) };
  const raw = rows.map((row, at): RawRow => {
    const cells = names.map((name) => ({ kind: "text", text: row[name] ?? "" }) as const);
    return { number: at + 2, cells };
  });
  const context = { columns, layout: null, merchant: aMerchant(), uploadedAt: file.uploadedAt };
  const read = kind.read(raw, { ...context, warehouses: new Set(["SHA", "CAN"]) });
  const fates = new Map<number, unknown>([...read.failed].map(([row, reasons]) => [row, reasons[0]?.code]));
  const never = async (): Promise<never> => {
    throw new Error("not asked");
  };
  const tools = { table, now: () => new Date(file.uploadedAt), applyOrder: never, applyParcel: never };
  for (const unit of read.units) {
    const fate = await unit.apply(tools, { ...file, content });
    for (const { rowNumber } of unit.rows) fates.set(rowNumber, fate.kind);
  }
  return { table, fates: [...fates].sort(([a], [b]) => a - b).map(([, fate]) => fate) };
}

const sf = { carrier: "SF", first_weight: "1", first_price: "10.00", promise_days: "1" };

describe("freight templates", () => {
  it("become the rate table of each carrier, everywhere else last", async () => {
    const { table, fates } = await run(carrierRates, [
      { ...sf, zone: "全国", first_price: "15.00", step_weight: "500 g", step_price: "3.5", valid_to: "2026-12-31" },
      { ...sf, zone: "上海；江苏、浙江", carrier_name: "顺丰", volumetric_divisor: "6000", from_warehouses: "SHA" },
      { ...sf, carrier: "ZTO", zone: "EU" },
    ]);
    expect(fates).toEqual(["applied", "applied", "applied"]);
    const item = await table.get(carrierKey(aMerchantId, "SF"));
    const carrier = item && fromCarrierItem(item);
    const rate = { kind: "first_and_steps", firstGrams: 1_000, firstMinor: 1_000, stepGrams: 1_000, stepMinor: 0 };
    expect(carrier).toEqual({
      code: "SF",
      name: "顺丰",
      isActive: true,
      volumetricDivisor: 6000,
      tariffs: [
        { zone: ["上海", "江苏", "浙江"], from: ["SHA"], rate, days: 1, maxGrams: null },
        {
          zone: ["*"],
          from: [],
          rate: { ...rate, firstMinor: 1_500, stepGrams: 500, stepMinor: 350 },
          days: 1,
          maxGrams: null,
          validTo: "2026-12-31",
        },
      ],
    });
    if (carrier === null) return;
    expect(carriersOn([carrier], "2026-12-31T10:00:00.000Z")[0]?.tariffs).toHaveLength(2);
    expect(carriersOn([carrier], "2027-01-01T00:00:00.000Z")[0]?.tariffs).toHaveLength(1);
  });

  it("say unchanged when they say nothing new, and applied again to the same import", async () => {
    const rows = [{ ...sf, zone: "上海" }];
    const { table } = await run(carrierRates, rows);
    expect((await run(carrierRates, rows, table)).fates).toEqual(["applied"]);
    expect((await run(carrierRates, rows, table, "c2")).fates).toEqual(["unchanged"]);
  });

  it("take a carrier whole or not at all, and others beside it", async () => {
    const { table, fates } = await run(carrierRates, [
      { ...sf, zone: "上海" },
      { ...sf, zone: "火星省" },
      { ...sf, carrier: "ZTO", zone: "*" },
      { ...sf, carrier: "YTO", zone: "江苏", carrier_name: "圆通" },
      { ...sf, carrier: "YTO", zone: "上海", carrier_name: "中通" },
    ]);
    const disagree = "carrier_rows_disagree";
    expect(fates).toEqual(["carrier_has_bad_row", "unknown_region", "applied", disagree, disagree]);
    expect(await table.get(carrierKey(aMerchantId, "SF"))).toBeNull();
  });

  it.each([
    ["carrier", "S F!", "not_a_code"],
    ["zone", "", "required"],
    ["from_warehouses", "XXX", "unknown_warehouse"],
    ["first_weight", "one", "not_a_measure"],
    ["first_price", "ten", "not_an_amount"],
    ["promise_days", "soon", "not_a_count"],
    ["valid_to", "2020-01-01", "ends_before_start"],
  ])("refuse a row whose %s is “%s”: %s", async (column, text, code) => {
    const row = { ...sf, zone: "上海", valid_from: "2026-11-01", [column]: text };
    expect((await run(carrierRates, [row])).fates).toEqual([code]);
  });

  it("take weight brackets in any order as one tariff", async () => {
    const zto = { carrier: "ZTO", zone: "华东", promise_days: "2" };
    const { table, fates } = await run(carrierRates, [
      { ...zto, up_to_weight: "3", up_to_price: "8.00", valid_to: "2026-12-31" },
      { ...zto, up_to_weight: "500 g", up_to_price: "3.50" },
      { ...zto, up_to_weight: "1", up_to_price: "5.00" },
      { ...sf, carrier: "ZTO", zone: "全国" },
    ]);
    expect(fates).toEqual(["applied", "applied", "applied", "applied"]);
    const item = await table.get(carrierKey(aMerchantId, "ZTO"));
    const [brackets, rest] = item === null ? [] : fromCarrierItem(item).tariffs;
    expect(brackets).toEqual({
      zone: ["华东"],
      from: [],
      rate: {
        kind: "brackets",
        rows: [
          { upToGrams: 500, minor: 350 },
          { upToGrams: 1_000, minor: 500 },
          { upToGrams: 3_000, minor: 800 },
        ],
      },
      days: 2,
      maxGrams: null,
      validTo: "2026-12-31",
    });
    expect(rest?.zone).toEqual(["*"]);
    if (brackets === undefined) return;
    expect([500, 501, 3_000, 3_001].map((grams) => priceOf(brackets, grams))).toEqual([350, 500, 800, null]);
  });

  it.each([
    ["a bracket without a price", [{ up_to_price: "" }], ["required"]],
    ["a bracket without a weight", [{ up_to_weight: "" }], ["required"]],
    ["a bracket with a first weight", [{ first_weight: "1" }], ["two_rates"]],
    ["a bracket of nothing", [{ up_to_weight: "0" }], ["required"]],
    ["a bracket twice", [{}, {}], ["carrier_has_bad_row", "repeated_row"]],
    [
      "brackets and a first weight",
      [{}, { ...sf, up_to_weight: "", up_to_price: "" }],
      ["carrier_has_bad_row", "two_rates"],
    ],
    [
      "brackets of different days",
      [{}, { up_to_weight: "2", promise_days: "3" }],
      ["carrier_rows_disagree", "carrier_rows_disagree"],
    ],
  ] as const)("refuse %s", async (_, rows, codes) => {
    const bracket = { carrier: "SF", zone: "上海", promise_days: "1", up_to_weight: "1", up_to_price: "5" };
    expect(
      (
        await run(
          carrierRates,
          rows.map((row) => ({ ...bracket, ...row })),
        )
      ).fates,
    ).toEqual(codes);
  });

  it("refuse more brackets than a tariff may have", async () => {
    const rows = Array.from({ length: 101 }, (_, at) => ({
      carrier: "SF",
      zone: "上海",
      promise_days: "1",
      up_to_weight: `${at + 1}`,
      up_to_price: `${at}`,
    }));
    expect((await run(carrierRates, rows)).fates.at(-1)).toBe("too_many_brackets");
  });

  it("refuse each row of a carrier with more tariffs than it may have, and take others beside it", async () => {
    const days = Array.from({ length: 501 }, (_, at) => new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10));
    const rowsOf = (carrier: string, some: readonly string[]): Cells[] =>
      some.map((day) => ({ ...sf, carrier, zone: "上海", valid_from: day }));
    const { table, fates } = await run(carrierRates, [...rowsOf("SF", days), ...rowsOf("ZTO", days.slice(1))]);
    expect(fates).toEqual([...days.map(() => "too_many_tariffs"), ...days.slice(1).map(() => "applied")]);
    expect(await table.get(carrierKey(aMerchantId, "SF"))).toBeNull();
    const item = await table.get(carrierKey(aMerchantId, "ZTO"));
    expect(item && fromCarrierItem(item).tariffs).toHaveLength(500);
  });

  it("refuse each row of a carrier whose tariffs no item of the table holds", async () => {
    const rows = Array.from({ length: 150 }, (_, day) =>
      Array.from({ length: 100 }, (_, at) => ({
        ...{ carrier: "SF", zone: "上海", promise_days: "1" },
        ...{ valid_from: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10) },
        ...{ up_to_weight: `${at + 1}`, up_to_price: `${at}.50` },
      })),
    ).flat();
    const { table, fates } = await run(carrierRates, rows);
    expect(new Set(fates)).toEqual(new Set(["carrier_too_large"]));
    expect(fates).toHaveLength(15_000);
    expect(await table.get(carrierKey(aMerchantId, "SF"))).toBeNull();
  });

  it("refuse the second row about the same zone", async () => {
    const { fates } = await run(carrierRates, [
      { ...sf, zone: "上海" },
      { ...sf, zone: "上海", first_price: "1" },
    ]);
    expect(fates).toEqual(["carrier_has_bad_row", "repeated_row"]);
  });
});

describe("warehouses", () => {
  const store = { code: "STORE-1", name: "门店", country: "cn", region: "上海", kind: "门店" };

  it("are opened, with hours, capacity and address", async () => {
    const hours = { cutoff: "16:30", working_days: "周一至周五；周日", daily_capacity: "300", handling: "1.20" };
    const { table, fates } = await run(warehouses, [{ ...store, ...hours, address: "南京路 1 号", priority: "4" }]);
    expect(fates).toEqual(["applied"]);
    const item = await table.get(warehouseKey(aMerchantId, "STORE-1" as Warehouse["code"]));
    expect(item && fromWarehouseItem(item)).toEqual({
      code: "STORE-1",
      name: "门店",
      country: "CN",
      region: "上海",
      regionName: "上海市",
      address: "南京路 1 号",
      serves: [],
      priority: 4,
      isActive: true,
      kind: "store",
      hours: { zone: aMerchant().zone, cutoffMinutes: 990, workingDays: [1, 2, 3, 4, 5, 7], holidays: [] },
      dailyCapacity: 300,
      handlingMinor: 120,
    });
  });

  it("keep what a file says nothing of, closed ones stay closed", async () => {
    const table = makeMemoryTable();
    const sha: Warehouse = {
      code: "SHA" as Warehouse["code"],
      name: "上海仓",
      country: "CN",
      region: "SH",
      regionName: "上海市",
      serves: ["CN"],
      priority: 1,
      isActive: false,
    };
    await table.put(toWarehouseItem(aMerchantId, sha));
    expect((await run(warehouses, [{ code: "SHA", daily_capacity: "50" }], table)).fates).toEqual(["applied"]);
    const item = await table.get(warehouseKey(aMerchantId, sha.code));
    expect(item && fromWarehouseItem(item)).toEqual({ ...sha, dailyCapacity: 50 });
    expect((await run(warehouses, [{ code: "SHA", daily_capacity: "50" }], table, "c2")).fates).toEqual(["unchanged"]);
  });

  it("are not opened again by a file that is applied while somebody closes them", async () => {
    const inner = makeMemoryTable();
    const sha = { ...store, code: "SHA" };
    await run(warehouses, [sha], inner);
    await run(carrierRates, [{ ...sf, zone: "上海" }], inner);
    let isToClose = true;
    const table = {
      ...inner,
      put: async (...[item, condition]: Parameters<typeof inner.put>) => {
        if (isToClose)
          for (const key of [warehouseKey(aMerchantId, "SHA" as Warehouse["code"]), carrierKey(aMerchantId, "SF")])
            await inner.update(key, [{ kind: "set", path: "isActive", value: false }]);
        isToClose = false;
        return inner.put(item, condition);
      },
    };
    expect((await run(warehouses, [{ ...sha, daily_capacity: "50" }], table, "c2")).fates).toEqual(["applied"]);
    isToClose = true;
    await inner.update(carrierKey(aMerchantId, "SF"), [{ kind: "set", path: "isActive", value: true }]);
    expect((await run(carrierRates, [{ ...sf, zone: "江苏" }], table, "c3")).fates).toEqual(["applied"]);
    const kept = await inner.get(warehouseKey(aMerchantId, "SHA" as Warehouse["code"]));
    expect(kept).toMatchObject({ isActive: false, dailyCapacity: 50 });
    expect(await inner.get(carrierKey(aMerchantId, "SF"))).toMatchObject({ isActive: false });
  });

  it.each([
    ["code", "a b", "not_a_code"],
    ["name", "", "required"],
    ["country", "China", "unknown_region"],
    ["region", "Atlantis", "unknown_region"],
    ["kind", "hall", "unknown_choice"],
    ["time_zone", "Mars/Base", "unknown_zone"],
    ["cutoff", "noon", "not_a_clock"],
    ["working_days", "Blursday", "unknown_choice"],
    ["priority", "0", "too_large"],
  ])("refuse a row whose %s is “%s”: %s", async (column, text, code) => {
    expect((await run(warehouses, [{ ...store, [column]: text }])).fates).toEqual([code]);
  });
});
