import { describe, expect, it } from "vitest";
import { measureImportMemory } from "./import-memory.ts";

/** Part of a large file; `npm run bench -- import-hub` takes 100,000 rows. Memory hardly grows between the two. */
const ROWS = 40_000;
const MOST_MB = 400;

describe("the function that imports", () => {
  it(`takes ${ROWS} rows of orders in at most ${MOST_MB} MB, Node and the receipt included`, async () => {
    const { applied, peakMb } = await measureImportMemory(ROWS, 4);
    expect(applied).toBe(ROWS);
    expect(peakMb).toBeLessThan(MOST_MB);
  }, 120_000);
});
