import { describe, expect, it } from "vitest";
import { aMerchant, aMerchantId } from "../../tests/support/builders.ts";
import { type Crash, CrashError, crashing } from "../../tests/support/crashing.ts";
import { makeImporter } from "../../tests/support/importer.ts";
import { memoryObjects, memoryQueue } from "../../tests/support/memory-ports.ts";
import { twoMerchants } from "../../tests/support/merchants.ts";
import { csv } from "../../tests/support/wrong-rows.ts";
import { toWarehouseItem } from "../routing/settings-store.ts";
import { sweepMessage } from "../routing/sweep-waiting.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import type { ImportKind } from "./import-kind.ts";
import type { ImportPolicy } from "./import-policy.ts";
import { exampleRows } from "./templates/example-rows.ts";

const now = new Date("2026-11-22T06:00:00.000Z");
const wokenOnce = [
  { merchantId: aMerchantId, after: null, notBefore: "2026-11-22T06:00:00.000Z" },
  { merchantId: aMerchantId, after: null, notBefore: "2026-11-22T06:02:00.000Z" },
];

async function aWorld() {
  const table = makeMemoryTable({ now: () => now.getTime() });
  for (const warehouse of twoMerchants().merchants[0]?.warehouses ?? [])
    await table.put(toWarehouseItem(aMerchantId, warehouse));
  const files = memoryObjects();
  const backorders = memoryQueue();
  return {
    woken: () => backorders.sent.splice(0).map(({ body }) => sweepMessage.parse(JSON.parse(body))),
    upload: async (kind: ImportKind, importPolicy: ImportPolicy = "skip-bad-rows", crash: Crash | null = null) => {
      const key = `demo/${kind}/all.csv`;
      await files.put(key, csv(exampleRows[kind]), { contentType: "text/csv" });
      const { wrap, calls } = crashing(crash);
      const merchant = aMerchant({ locale: "en", importPolicy });
      const ports = { table: wrap(table), files: wrap(files), backorders: wrap(backorders) };
      const { run } = makeImporter({ ...ports, now: () => now, merchant });
      const stored = await files.get(key);
      const bytes = stored?.body.length ?? 0;
      await run({ key, version: stored?.etag ?? "", etag: stored?.etag ?? "", bytes, at: now.toISOString() });
      return calls();
    },
  };
}

describe("orders that wait", () => {
  it.each(["warehouses", "carrier-rates"] as const)("are looked at again after a file of %s, once", async (kind) => {
    const { upload, woken } = await aWorld();
    await upload(kind);
    expect(woken()).toEqual(wokenOnce);
    await upload(kind);
    expect(woken(), "the same file says nothing new").toEqual([]);
  });

  it("are left alone by a file that only looked, and by one that brings no way to leave", async () => {
    const { upload, woken } = await aWorld();
    await upload("carrier-rates", "dry-run");
    await upload("rates");
    expect(woken()).toEqual([]);
  });

  it("are looked at wherever the import's worker died", async () => {
    const calls = await (await aWorld()).upload("carrier-rates");
    for (let call = 1; call <= calls; call += 1) {
      for (const when of ["before", "after"] as const) {
        const { upload, woken } = await aWorld();
        await expect(upload("carrier-rates", "skip-bad-rows", { call, when })).rejects.toThrow(CrashError);
        await upload("carrier-rates");
        expect(woken().slice(-2), `${when} ${call}`).toEqual(wokenOnce);
      }
    }
  });
});
