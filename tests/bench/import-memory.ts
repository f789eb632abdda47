import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setImmediate as aTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ImportFiles } from "../../shared/imports/import-deps.ts";
import { ok } from "../../shared/kernel/result.ts";
import type { Item, Table } from "../../shared/table/port.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { makeImporter } from "../support/importer.ts";
import { peakMb } from "../support/peak-memory.ts";
import { filesOnDisk } from "./files-on-disk.ts";
import { orderSheet, orderWorkbook } from "./order-sheet.ts";

type Format = "csv" | "xlsx";

export type ImportMemory = { readonly peakMb: number; readonly cpuS: number; readonly applied: number };

/** The import worker in a process of its own, whose memory is nobody else's. */
export async function measureImportMemory(
  rows: number,
  rowsPerOrder: number,
  format: Format = "csv",
): Promise<ImportMemory> {
  const folder = mkdtempSync(join(tmpdir(), "orderhub-import-"));
  const key = `demo/orders/large.${format}`;
  try {
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    const body = format === "csv" ? orderSheet(rows, rowsPerOrder) : orderWorkbook(rows, rowsPerOrder);
    await writeFile(join(folder, key), body);
    const script = fileURLToPath(import.meta.url);
    const args = ["--disable-warning=ExperimentalWarning", "--max-old-space-size=400", script, folder, key];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1024 * 1024 });
    return JSON.parse(stdout) as ImportMemory;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Answers at once and keeps nothing but the import itself: what is measured is the worker. */
function hollowTable(): Table {
  const jobs = makeMemoryTable();
  const isJob = (key: { readonly pk: string }): boolean => key.pk.includes("#IMP");
  return {
    ...jobs,
    get: async (key) => (isJob(key) ? jobs.get(key) : null),
    getMany: async () => [],
    query: async () => ({ items: [], next: null }),
    put: async (item: Item, condition) => (isJob(item) ? jobs.put(item, condition) : ok(null)),
    transact: async () => ok(null),
  };
}

/** A bucket in a folder, which lets others have a turn as a network does. */
function filesIn(folder: string): ImportFiles {
  const files = filesOnDisk(folder);
  return {
    ...files,
    get: (key) => aTurn().then(() => files.get(key)),
    getRange: (key, from, to) => aTurn().then(() => files.getRange(key, from, to)),
    put: (key, body, options) => aTurn().then(() => files.put(key, body, options)),
  };
}

async function main(folder: string, key: string): Promise<void> {
  const importer = makeImporter({ table: hollowTable(), files: filesIn(folder), now: () => new Date() });
  const cpu = process.cpuUsage();
  const at = new Date().toISOString();
  const answer = await importer.run({ key, version: "1", etag: "etag", bytes: 1, at });
  const { user, system } = process.cpuUsage(cpu);
  const applied = answer.kind === "finished" ? answer.job.applied : 0;
  process.stdout.write(JSON.stringify({ peakMb: peakMb(), cpuS: (user + system) / 1e6, applied }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2] ?? "", process.argv[3] ?? "");
