import { describe, expect, it } from "vitest";
import { aMerchantId } from "../../tests/support/builders.ts";
import type { ImportId } from "../kernel/ids.ts";
import { importKey } from "../table/keys.ts";
import type { Table } from "../table/port.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import {
  fromImportItem,
  type ImportJob,
  type ImportPhase,
  type ImportWork,
  isAbsent,
  isUncut,
  readImport,
  writeImport,
} from "./import-job.ts";
import { beginChunk, endChunk, noCounts, openPhase, requestCancel, tellReading } from "./import-steps.ts";

const now = "2026-11-21T08:00:00.000Z";
const name = { merchantId: aMerchantId, importId: "imp-1" as ImportId };

async function aJob(table: Table): Promise<ImportJob> {
  const item = {
    ...importKey(name.merchantId, name.importId),
    ...name,
    kind: "stock",
    fileName: "a.csv",
    objectKey: "demo/stock/a.csv",
    state: "reading",
    rows: 6,
    ...noCounts,
    receiptKey: "",
    reason: "",
    receivedAt: now,
    finishedAt: null,
    // As the store keeps them: the conditions of a step read both.
    work: null,
    cancelRequestedAt: null,
  };
  await table.put(item);
  return fromImportItem(item);
}

const threeChunks = (phase: ImportPhase): ImportWork => ({ phase, chunks: 3, begun: [], ended: [], startedAt: now });

describe("steps that two workers take", () => {
  it("count a chunk once, though both bring it to its end", async () => {
    const table = makeMemoryTable();
    await openPhase(table, name, null, await aJob(table), threeChunks("apply"));
    const two = { ...noCounts, applied: 2 };
    for (let worker = 0; worker < 2; worker += 1) expect(await beginChunk(table, name, "apply", 0)).toBe("begun");

    await endChunk(table, name, "apply", 0, two);
    const job = await endChunk(table, name, "apply", 0, two);

    expect(job).toMatchObject({ applied: 2, work: { ended: [0] } });
  });

  it("open the first phase once: who comes late takes nothing back", async () => {
    const table = makeMemoryTable();
    const read = await aJob(table);
    await openPhase(table, name, null, read, threeChunks("apply"));
    await beginChunk(table, name, "apply", 0);
    const before = await endChunk(table, name, "apply", 0, { ...noCounts, applied: 2 });

    expect(await openPhase(table, name, null, read, threeChunks("apply"))).toBeNull();
    expect(await readImport(table, name.merchantId, name.importId)).toEqual(before);
  });

  it("take nothing back by saying that they read, or that the file is none", async () => {
    const table = makeMemoryTable();
    const read = await aJob(table);
    await openPhase(table, name, null, read, threeChunks("apply"));
    await requestCancel(table, name, now);
    const before = await readImport(table, name.merchantId, name.importId);

    await tellReading(table, read);
    expect(await writeImport(table, read, isAbsent)).toBe(false);
    expect(await writeImport(table, { ...read, state: "rejected" }, isUncut)).toBe(false);
    expect(await readImport(table, name.merchantId, name.importId)).toEqual(before);
  });

  it("open the second phase once, and not after somebody has cancelled", async () => {
    const table = makeMemoryTable();
    const checked = await openPhase(table, name, null, await aJob(table), threeChunks("check"));
    if (checked === null) throw new Error("the first phase is not open");
    expect(await openPhase(table, name, "check", checked, threeChunks("apply"))).not.toBeNull();
    expect(await openPhase(table, name, "check", checked, threeChunks("apply"))).toBeNull();

    const other = makeMemoryTable();
    const looked = await openPhase(other, name, null, await aJob(other), threeChunks("check"));
    if (looked === null) throw new Error("the first phase is not open");
    await requestCancel(other, name, now);
    expect(await openPhase(other, name, "check", looked, threeChunks("apply"))).toBeNull();
  });
});
