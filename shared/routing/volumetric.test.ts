import { expect, it } from "vitest";
import { aMerchant, aMerchantId, anOrder } from "../../tests/support/builders.ts";
import type { Stock } from "../inventory/stock.ts";
import { sku, warehouseCode } from "../kernel/ids.ts";
import type { Carrier } from "./costs/carrier.ts";
import { planForOrder } from "./plan-for-order.ts";
import { answer } from "./question.ts";
import { fromSnapshot, toSnapshot } from "./receipt/snapshot.ts";
import { defaultRules } from "./rules.ts";
import type { Settings } from "./settings-store.ts";

const now = "2026-11-22T08:00:00.000Z";
const sha = warehouseCode("SHA");
const place = { country: "US", region: "CA", regionName: "California" };
const set = {
  rules: [],
  regions: {},
  skuLists: {},
  note: "",
  version: 1,
  effectiveFrom: "2026-11-01T00:00:00.000Z",
  publishedAt: "2026-11-01T00:00:00.000Z",
  publishedBy: "mei",
};

/** 8.00 for the first kilogram, 2.00 for each further one. */
function carrier(volumetricDivisor: number | null): Carrier {
  const rate = {
    kind: "first_and_steps",
    firstGrams: 1_000,
    firstMinor: 800,
    stepGrams: 1_000,
    stepMinor: 200,
  } as const;
  const tariffs = [{ zone: ["*"], from: [], rate, days: 2, maxGrams: null }];
  return { code: "SF", name: "SF", isActive: true, volumetricDivisor, tariffs };
}

function planned(volumetricDivisor: number | null, cm3?: number) {
  const settings: Settings = {
    merchant: aMerchant(),
    connections: [],
    rules: defaultRules,
    warehouses: [{ code: sha, name: "SHA", ...place, serves: [], priority: 1, isActive: true }],
    ruled: {
      schedule: { lastVersion: 1, entries: [{ version: 1, from: set.effectiveFrom }], change: 1 },
      sets: [set],
      carriers: [carrier(volumetricDivisor)],
    },
  };
  const stock: Stock = {
    merchantId: aMerchantId,
    sku: sku("TEA-250"),
    warehouse: sha,
    onHand: 10,
    allocated: 0,
    available: 10,
    damaged: 0,
    onHold: 0,
    safetyStock: 0,
    lowStockThreshold: null,
    incoming: 0,
    version: 1,
    changedAt: now,
  };
  const master = cm3 === undefined ? {} : { master: { goods: { "TEA-250": { grams: 900, cm3 } } } };
  return planForOrder({ order: anOrder(master), stocks: [stock], settings, now });
}

it("charges for the size of goods where the carrier does, and only there", () => {
  const costOf = (made: ReturnType<typeof planned>): number | undefined => made.plan.note.parcels?.[0]?.costMinor;
  // Two units of 12,000 cm³ weigh 4 kg by volume at 6,000 cm³ a kilogram.
  expect(costOf(planned(6_000, 12_000))).toBe(800 + 3 * 200);
  expect(costOf(planned(null, 12_000))).toBe(costOf(planned(6_000, 1)));
});

it("keeps the size with the decision, so that it can be made again", () => {
  const { question, plan } = planned(6_000, 12_000);
  const snapshot = toSnapshot(question);
  expect(snapshot.lines[0]).toHaveLength(6);
  expect(toSnapshot(planned(6_000).question).lines[0]).toHaveLength(5);
  const again = answer(fromSnapshot(JSON.parse(JSON.stringify(snapshot)), set));
  expect(again.parcels.map(({ costMinor }) => costMinor)).toEqual(plan.note.parcels?.map(({ costMinor }) => costMinor));
});
