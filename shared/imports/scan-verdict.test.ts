import { describe, expect, it } from "vitest";
import { makeImporter } from "../../tests/support/importer.ts";
import { memoryObjects } from "../../tests/support/memory-ports.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import type { ImportAnswer } from "./import-deps.ts";

const now = (): Date => new Date("2026-11-21T08:00:00.000Z");

/** One upload, told first when it arrived and then each time that its tags changed. */
async function told(...tagSets: readonly Readonly<Record<string, string>>[]): Promise<{
  readonly answers: readonly ImportAnswer[];
  readonly reads: number;
}> {
  const table = makeMemoryTable({ now: () => now().getTime() });
  const files = memoryObjects();
  const key = "demo/stock/count.csv";
  await files.put(key, "sku,warehouse,on_hand\nTEA,SHA,5", { contentType: "text/csv" });
  const etag = (await files.get(key))?.etag ?? "";
  let tags: Readonly<Record<string, string>> = {};
  let reads = 0;
  const counted = {
    ...files,
    getRange: (...asked: Parameters<typeof files.getRange>) => {
      reads += asked[0] === key ? 1 : 0;
      return files.getRange(...asked);
    },
  };
  const { run } = makeImporter({ table, files: counted, now, readTags: async () => tags });
  const answers: ImportAnswer[] = [];
  for (tags of tagSets) answers.push(await run({ key, version: "1", etag, bytes: 30, at: now().toISOString() }));
  return { answers, reads };
}

const found = (status: string) => ({ GuardDutyMalwareScanStatus: status });

describe("an upload where files are scanned for malware", () => {
  it("waits for its scan, unread, and is imported once it is found clean", async () => {
    const { answers, reads } = await told({}, { team: "A" }, found("NO_THREATS_FOUND"), found("NO_THREATS_FOUND"));

    expect(answers.map(({ kind }) => kind)).toEqual(["skipped", "skipped", "finished", "skipped"]);
    expect(answers[2]).toMatchObject({ job: { state: "applied", applied: 1 } });
    expect(reads, "to import it, and for its receipt").toBe(2);
  });

  it.each([
    ["THREATS_FOUND", "malware"],
    ["UNSUPPORTED", "UNSUPPORTED"],
    ["FAILED", "FAILED"],
  ])("is refused unread, with a receipt, when the scan says %s", async (status, word) => {
    const { answers, reads } = await told({}, found(status));

    expect(answers[1]).toMatchObject({
      kind: "finished",
      job: { state: "rejected", reason: expect.stringContaining(word) },
    });
    expect(reads).toBe(0);
  });
});
