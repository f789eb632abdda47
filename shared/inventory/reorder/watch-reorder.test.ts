import { describe, expect, it } from "vitest";
import { makeDigestStock } from "../../../shared/inventory/digest/digest-stock.ts";
import { aMerchant, aMerchantId } from "../../../tests/support/builders.ts";
import { memoryObjects, memoryQueue } from "../../../tests/support/memory-ports.ts";
import { sku, warehouseCode } from "../../kernel/ids.ts";
import { digestKey } from "../../table/article-keys.ts";
import { fromAttributes } from "../../table/attribute-value.ts";
import { sortKeys } from "../../table/keys.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";
import { stockOutAt, unitsPerDay, usageAfter } from "../alerts/usage.ts";
import { makeCachedProducts } from "../products/cached-products.ts";
import { plainTerms } from "../products/product.ts";
import { saveProduct } from "../products/product-store.ts";
import { setOnHand } from "../set-on-hand.ts";
import { type StockChange, stockChangeOf } from "../stock-change.ts";
import { makeWatchStock } from "../watch-stock.ts";
import { orderQuantity } from "./decide-proposal.ts";
import { readProposal } from "./proposal-store.ts";

const place = { merchantId: aMerchantId, sku: sku("TEA"), warehouse: warehouseCode("SHA") };
const moment = "2026-11-21T06:00:00.000Z";

async function shop() {
  const changes: StockChange[] = [];
  const table = makeMemoryTable({
    onCommit: ({ records }) => {
      for (const { record } of records) {
        if (record.newImage === null || !fromAttributes(record.keys).sk.startsWith(sortKeys.stock)) continue;
        const old = record.oldImage === null ? null : fromAttributes(record.oldImage);
        const change = stockChangeOf(record.sequence, old, fromAttributes(record.newImage));
        if (change !== null) changes.push(change);
      }
    },
  });
  const now = (): Date => new Date(moment);
  const terms = { ...plainTerms("Tea"), packSize: 12, leadTimeDays: 7, costMinor: 4_500, supplier: "West Lake" };
  const alerts = { ...terms.alerts, networkThreshold: 15 };
  await saveProduct(table, place, { ...terms, alerts, reorder: { point: 40, quantity: 50 } }, moment);
  const watchStock = makeWatchStock({
    table,
    backorders: memoryQueue(),
    readProducts: makeCachedProducts(table, now),
    now,
  });
  const count = async (onHand: number, incoming = 0): Promise<void> => {
    await setOnHand(table, { ...place, onHand, incoming, countKey: `${onHand}/${incoming}` }, moment);
    expect(await watchStock(changes.splice(0))).toEqual(new Set());
  };
  return { table, count, now };
}

describe("a proposed purchase", () => {
  it("is made once at the reorder point, in whole packs, and settled when enough is on its way", async () => {
    const { table, count } = await shop();
    await count(41);
    expect(await readProposal(table, aMerchantId, place.sku)).toBeNull();
    await count(40);
    const proposed = { state: "open", quantity: 60, costMinor: 270_000, position: 40, supplier: "West Lake" };
    expect(await readProposal(table, aMerchantId, place.sku)).toMatchObject(proposed);
    await count(10);
    expect(await readProposal(table, aMerchantId, place.sku)).toMatchObject({ ...proposed, revision: 1 });
    await count(10, 60);
    expect(await readProposal(table, aMerchantId, place.sku)).toMatchObject({ state: "settled", revision: 2 });
  });

  it("orders enough to come above the point, however deep stock has fallen", () => {
    expect(orderQuantity({ point: 40, quantity: 50 }, 40, 12)).toBe(60);
    expect(orderQuantity({ point: 40, quantity: 50 }, -30, 12)).toBe(72);
    expect(orderQuantity({ point: 0, quantity: 1 }, 0, 1)).toBe(1);
  });
});

describe("the rate at which stock is used", () => {
  const change = (version: number, day: string, kind: "allocated" | "released", quantity: number): StockChange => {
    const numbers = { onHand: 0, allocated: 0, available: 0, damaged: 0, onHold: 0, safetyStock: 0, incoming: 0 };
    const after = { ...place, ...numbers, lowStockThreshold: null, version, changedAt: `${day}T00:00:00.000Z` };
    return { id: String(version), before: null, after, moves: [{ kind, quantity, cause: "ord_1" }] };
  };

  it("is what orders took less what they gave back, each write once", () => {
    const first = [change(1, "2026-11-19", "allocated", 8), change(2, "2026-11-20", "released", 2)];
    const usage = usageAfter(usageAfter(null, place, first), place, first);
    expect(usage.days).toEqual({ "2026-11-19": 8, "2026-11-20": -2 });
    expect(unitsPerDay([usage], "2026-11-21T00:00:00.000Z")).toBe(3);
    expect(stockOutAt(9, 3, "2026-11-21T00:00:00.000Z")).toBe("2026-11-24T00:00:00.000Z");
    expect(stockOutAt(9, 0, moment)).toBeNull();
    expect(stockOutAt(0, 3, moment)).toBe(moment);
  });
});

describe("the daily digest", () => {
  it("writes a workbook and tells once a day what is low and what should be ordered; nothing where nothing is", async () => {
    const { table, count, now } = await shop();
    const files = memoryObjects();
    const digest = makeDigestStock({ table, files, now });
    await count(100);
    expect(await digest(aMerchant())).toBeNull();
    await count(12);
    const told = {
      day: "2026-11-21",
      alerts: 1,
      proposals: 1,
      workbook: "demo/stock-digest/date=2026-11-21/low-stock.xlsx",
    };
    expect(await digest(aMerchant())).toEqual(told);
    expect(await digest(aMerchant())).toEqual(told);
    expect([...files.objects.keys()]).toEqual([told.workbook]);
    const item = await table.get(digestKey(aMerchantId, "2026-11-21"));
    expect(item?.["outbox"]).toMatchObject([
      { type: "stock.digested.v1", detail: { openAlerts: 1, openProposals: 1 } },
    ]);
  });
});
