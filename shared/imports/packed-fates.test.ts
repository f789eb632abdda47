import { describe, expect, it } from "vitest";
import { fateLines, packedFates } from "./packed-fates.ts";
import type { RowFate } from "./row-fate.ts";

const SLAB = 4 * 1024 * 1024;

function fateOfRow(row: number): RowFate {
  if (row % 3 === 0) return { kind: "applied", result: `ord_${row}_${"x".repeat(row % 200)}` };
  return { kind: "failed", reasons: [{ code: "not_a_count", column: "quantity", found: `多${row}` }] };
}

describe("the fates of a large file", () => {
  it("are found by row, whatever chunk they came in and wherever they lie", () => {
    const rows = Array.from({ length: 120_000 }, (_, at) => at + 2).filter((row) => row % 7 !== 0);
    const chunks = Array.from({ length: 5 }, (_, chunk) => rows.filter((row) => row % 5 === chunk));
    // One slab stays in memory, the others go to the temporary file.
    const fates = packedFates(rows.at(-1) ?? 0, SLAB);
    for (const chunk of chunks) fates.add(Buffer.from(fateLines(new Map(chunk.map((row) => [row, fateOfRow(row)])))));
    for (const row of rows) expect(fates.fateOf(row)).toEqual(fateOfRow(row));
    expect([1, 7, 200_000].map(fates.fateOf)).toEqual([undefined, undefined, undefined]);
    fates.close();
  });

  it("hold no more of a cell than a receipt tells of it", () => {
    const reasons = [{ code: "not_an_amount", column: "unit_price", found: "9".repeat(30_000) }] as const;
    const lines = fateLines(new Map<number, RowFate>([[2, { kind: "failed", reasons }]]));
    expect(lines.length).toBeLessThan(250);
  });
});
