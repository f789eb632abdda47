import { describe, expect, it } from "vitest";
import { aMerchant, aMerchantId } from "../../tests/support/builders.ts";
import { type Crash, CrashError, crashing } from "../../tests/support/crashing.ts";
import { makeImporter } from "../../tests/support/importer.ts";
import { memoryObjects } from "../../tests/support/memory-ports.ts";
import { csv } from "../../tests/support/wrong-rows.ts";
import { customerIdOf } from "../customers/customer.ts";
import { connectionId, sku, warehouseCode } from "../kernel/ids.ts";
import { toConnectionItem } from "../settings/connection.ts";
import { priceKey, productKey } from "../table/article-keys.ts";
import { customerKey } from "../table/customer-keys.ts";
import { stockDocumentKey, stockKey, warehouseKey } from "../table/keys.ts";
import type { Key } from "../table/port.ts";
import { fxRateKey } from "../table/report-keys.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import type { ImportKind } from "./import-kind.ts";
import { exampleRows } from "./templates/example-rows.ts";

const now = new Date("2026-11-22T06:00:00.000Z");
const [tea, sha] = [sku("TEA-LJ-50"), warehouseCode("SHA")];

/** Some of what each template stores. */
const kept: Readonly<Partial<Record<ImportKind, readonly Key[]>>> = {
  products: [productKey(aMerchantId, tea), productKey(aMerchantId, sku("GIFT-TEA"))],
  "stock-adjustments": [
    stockDocumentKey(aMerchantId, "adjustment", "ADJ-2026-1121-1"),
    stockKey(aMerchantId, tea, sha),
    stockKey(aMerchantId, tea, warehouseCode("CAN")),
  ],
  customers: [customerKey(aMerchantId, customerIdOf(aMerchantId, { source: "own", ref: "M-10027" }))],
  prices: [priceKey(aMerchantId, tea, "sale", "CNY", "2026-11-01")],
  rates: [fxRateKey(aMerchantId, "USD", "CNY", "2026-11-20")],
};

async function aWorld(kind: ImportKind, body: string) {
  const table = makeMemoryTable({ now: () => now.getTime() });
  for (const code of ["SHA", "CAN"]) await table.put({ ...warehouseKey(aMerchantId, warehouseCode(code)), code });
  const shop = {
    connectionId: connectionId("shop-1"),
    channel: "shopify",
    title: "",
    zone: "UTC",
    state: "active",
  } as const;
  await table.put(toConnectionItem(aMerchantId, shop));
  const files = memoryObjects();
  return {
    upload: async (crash: Crash | null) => {
      const key = `demo/${kind}/all.csv`;
      await files.put(key, body, { contentType: "application/octet-stream" });
      const { wrap, calls } = crashing(crash);
      const merchant = aMerchant({ locale: "en" });
      const { run } = makeImporter({ table: wrap(table), files: wrap(files), now: () => now, merchant });
      const etag = (await files.get(key))?.etag ?? "";
      const answer = await run({ key, version: etag, etag, bytes: body.length, at: now.toISOString() });
      return { answer, calls: calls() };
    },
    stored: () => Promise.all((kept[kind] ?? []).map((key) => table.get(key))),
  };
}

describe("a file of goods whose worker dies at any call, before or after it took effect", () => {
  it.each(Object.keys(kept) as ImportKind[])("is applied once, and its receipt says so: %s", async (kind) => {
    const body = csv(exampleRows[kind]);
    const calm = await aWorld(kind, body);
    const { answer, calls } = await calm.upload(null);
    expect(answer).toMatchObject({ job: { state: "applied", applied: 2, unchanged: 0, failed: 0 } });
    const wanted = JSON.stringify(await calm.stored());
    expect(wanted).not.toContain("null,null");
    for (let call = 1; call <= calls; call += 1) {
      for (const when of ["before", "after"] as const) {
        const world = await aWorld(kind, body);
        await expect(world.upload({ call, when })).rejects.toThrow(CrashError);
        const { answer: again } = await world.upload(null);
        if (again.kind === "finished")
          expect(again.job, `${when} ${call}`).toMatchObject({ state: "applied", applied: 2, failed: 0 });
        expect(JSON.stringify(await world.stored()), `${when} ${call}`).toBe(wanted);
      }
    }
    expect(calls).toBeGreaterThan(10);
  });
});
