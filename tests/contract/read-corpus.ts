import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ImportJob } from "../../shared/imports/import-job.ts";
import { streamFailedRows, streamReceipt } from "../../shared/imports/receipt/stream-receipt.ts";
import { openFileSource } from "../../shared/sheets/file-source.ts";
import { readRows } from "../../shared/sheets/read-rows.ts";
import { peakMb } from "../support/peak-memory.ts";

/** What reading a whole corpus in one process came to. */
export type CorpusRead = {
  readonly files: number;
  readonly refused: number;
  readonly rows: number;
  /** Of one file: CPU of this thread, which other work on the machine does not lengthen. */
  readonly slowestMs: number;
  readonly slowest: string;
  /** Of the process, Node and all files included. */
  readonly peakMb: number;
  /** What was thrown, by file. */
  readonly faults: readonly string[];
};

const figures = { rows: 2, applied: 1, unchanged: 0, skipped: 0, failed: 1, notApplied: 0 };
const texts = { importId: "imp_1", kind: "stock", state: "applied_with_errors", layout: "", reason: "" };
const job = { ...figures, ...texts, fileName: "a.xlsx", unusedColumns: [] as readonly string[] } as ImportJob;

/** Each file is read as imports read it, and its receipt written; both are dropped. */
async function readOne(path: string): Promise<number | null> {
  const source = await openFileSource(path);
  try {
    const stream = await readRows(source);
    if (!stream.ok) return null;
    let rows = 0;
    let width = 0;
    for await (const batch of stream.value.batches) {
      if (!batch.ok) return null;
      rows += batch.value.length;
      for (const { cells } of batch.value) width = Math.max(width, cells.length);
    }
    const columns = { headerRow: 1, headings: new Array<string>(width).fill("x"), at: new Map([["sku", 0]]) };
    const fateOf = (row: number) =>
      row % 2 === 0
        ? ({ kind: "applied", result: `ord_${row}` } as const)
        : ({ kind: "failed", reasons: [{ code: "required", column: "sku", found: "" }] } as const);
    const input = { file: source, columns, fateOf, job, locale: "zh" } as const;
    for (const made of [await streamReceipt(input), await streamFailedRows(input)])
      if (made.ok) for await (const _ of made.value.chunks);
    return rows;
  } finally {
    await source.close();
  }
}

const [, , folder = ""] = process.argv;
const files = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((file) => /\.xls[a-z]?$/.test(file));
let [refused, rows, slowestMs, slowest] = [0, 0, 0, ""];
const faults: string[] = [];
for (const file of files) {
  const before = process.threadCpuUsage();
  try {
    const found = await readOne(join(folder, file));
    if (found === null) refused += 1;
    else rows += found;
  } catch (fault) {
    faults.push(`${file}: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
  const { user, system } = process.threadCpuUsage(before);
  const ms = (user + system) / 1000;
  if (ms > slowestMs) [slowestMs, slowest] = [ms, file];
}
const read: CorpusRead = { files: files.length, refused, rows, slowestMs, slowest, peakMb: peakMb(), faults };
process.stdout.write(JSON.stringify(read));
