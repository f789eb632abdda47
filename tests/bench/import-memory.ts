import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ok } from "../../shared/kernel/result.ts";
import type { ObjectFiles } from "../../shared/platform/ports.ts";
import type { Item, Table } from "../../shared/table/port.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { makeImporter } from "../support/importer.ts";
import { orderSheet } from "./order-sheet.ts";

export type ImportMemory = { readonly peakMb: number; readonly cpuS: number; readonly applied: number };

/** The import worker in a process of its own, whose memory is nobody else's. */
export async function measureImportMemory(rows: number, rowsPerOrder: number): Promise<ImportMemory> {
  const script = fileURLToPath(import.meta.url);
  const args = [
    "--disable-warning=ExperimentalWarning",
    "--max-old-space-size=400",
    script,
    String(rows),
    String(rowsPerOrder),
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1024 * 1024 });
  return JSON.parse(stdout) as ImportMemory;
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

function filesIn(folder: string): ObjectFiles {
  const pathOf = (key: string): string => join(folder, key);
  return {
    get: async (key) => {
      try {
        return { body: readFileSync(pathOf(key)), etag: "etag", contentType: "" };
      } catch {
        return null;
      }
    },
    put: async (key, body) => {
      mkdirSync(dirname(pathOf(key)), { recursive: true });
      writeFileSync(pathOf(key), body);
      return ok(null);
    },
  };
}

async function main(rows: number, rowsPerOrder: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "orderhub-import-"));
  try {
    const files = filesIn(folder);
    const key = "demo/orders/large.csv";
    await files.put(key, orderSheet(rows, rowsPerOrder), { contentType: "text/csv" });
    const cpu = process.cpuUsage();
    const importer = makeImporter({ table: hollowTable(), files, now: () => new Date() });
    const at = new Date().toISOString();
    let applied = 0;
    const answer = await importer.run({ key, version: "1", etag: "etag", bytes: 1, at });
    if (answer.kind === "finished") applied = answer.job.applied;
    const { user, system } = process.cpuUsage(cpu);
    const peakMb = process.resourceUsage().maxRSS / 1024;
    process.stdout.write(JSON.stringify({ peakMb, cpuS: (user + system) / 1e6, applied }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(Number(process.argv[2]), Number(process.argv[3]));
