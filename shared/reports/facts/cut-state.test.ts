import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { aMerchantId } from "../../../tests/support/builders.ts";
import { sealingKey } from "../../table/report-keys.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";
import { freshCut, readCut, saveCut } from "./cut-state.ts";
import type { FactsPart } from "./facts-manifest.ts";

const [day, now] = ["2026-11-21", "2026-11-21T16:30:00.000Z"];
const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** As far as a day of millions of lines has come. */
function aLongCut(files: number) {
  const parts = Array.from({ length: files }, (_, at): FactsPart => {
    const key = `a-merchant/facts/date=${day}/lines-${hash(`key ${at}`).slice(0, 32)}.jsonl.gz`;
    return { kind: "lines", key, rows: 5_000, bytes: 210_000 + ((at * 7_919) % 40_000), sha256: hash(`file ${at}`) };
  });
  const cut = freshCut(1, now);
  return { ...cut, after: "2026-11-21#ord_1", sink: { ...cut.sink, parts } };
}

describe("how far the facts of a day have been read", () => {
  it("is read as it was kept, and fits an item for a day of millions of lines", async () => {
    const table = makeMemoryTable();
    const cut = aLongCut(3_000);
    await saveCut(table, aMerchantId, day, cut, now);
    expect(await readCut(table, aMerchantId, day, 1)).toEqual(cut);
    const item = await table.get(sealingKey(aMerchantId, day));
    expect(JSON.stringify(item).length).toBeLessThan(300 * 1024);
    expect(await readCut(table, aMerchantId, day, 2)).toBeNull();
  });

  it("is read as an older release kept it", async () => {
    const table = makeMemoryTable();
    const cut = aLongCut(2);
    const key = sealingKey(aMerchantId, day);
    await table.put({ ...key, schemaVersion: 1, day, version: 1, step: "orders", state: JSON.stringify(cut) });
    expect(await readCut(table, aMerchantId, day, 1)).toEqual(cut);
  });
});
