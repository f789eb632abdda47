import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allReports } from "../../shared/reports/all-reports.ts";
import { makeFactSink } from "../../shared/reports/facts/fact-sink.ts";
import { sortedTotals } from "../../shared/reports/facts/fact-totals.ts";
import type { FactsManifest } from "../../shared/reports/facts/facts-manifest.ts";
import { sealedFacts } from "../../shared/reports/facts/sealed-facts.ts";
import { makeSealReport } from "../../shared/reports/seal-report.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aMerchant } from "../support/builders.ts";
import { peakMb } from "../support/peak-memory.ts";
import { addFactsOfDay } from "./facts-of-day.ts";
import { type FilesOnDisk, filesOnDisk } from "./files-on-disk.ts";

/**
 * Run alone in a process, so that its memory is nobody else's: `report-sealing.ts LINES [REPORT…]`. Says on the way what each
 * report takes, and at the end on the last line what all of it took.
 */
export type SealingFigures = {
  readonly cpuS: number;
  readonly wallS: number;
  readonly peakMb: number;
  /** Written, all files of all reports. */
  readonly mb: number;
  readonly reports: number;
  /** The report that took longest: no worker has to do more without a break. */
  readonly longest: { readonly report: string; readonly cpuS: number };
};

/** A Sunday, and the last day of its month: there are reports of the day, the week and the month, and those that look back. */
const day = "2027-01-31";

async function writeFacts(files: FilesOnDisk, lines: number): Promise<FactsManifest> {
  const sink = makeFactSink(files, `demo/facts/date=${day}/`);
  await addFactsOfDay(sink, day, lines);
  const { parts, rows, totals } = sink.state();
  return {
    merchantId: "demo",
    day,
    version: 1,
    zone: "Asia/Shanghai",
    cutoffMinutes: 0,
    window: { startsAt: "", endsAt: "", startsAtLocal: "", endsAtLocal: "" },
    currency: "CNY",
    cutAt: `${day}T16:20:00.000Z`,
    factsVersion: "1",
    parts,
    rows,
    totals: sortedTotals(totals),
    rates: { "USD-CNY": { from: "USD", to: "CNY", rate: "7", day, source: "PBOC" } },
    ledger: { sales: {}, changes: {}, refunds: {}, payments: {}, fees: {}, entries: rows.entries },
  };
}

/** Facts of a day into their files, and every report of it out of them, as the worker seals them. */
async function seal(
  lines: number,
  only: readonly string[],
  folder: string,
): Promise<Omit<SealingFigures, "cpuS" | "wallS" | "peakMb">> {
  const files = filesOnDisk(folder);
  const facts = sealedFacts(files, await writeFacts(files, lines));
  say("facts", lines, cpuS());
  const sealReport = makeSealReport({ table: makeMemoryTable(), exports: files, now: () => new Date(0) });
  const asked = allReports.filter(({ name }) => only.length === 0 || only.includes(name));
  let longest = { report: "", cpuS: 0 };
  for (const definition of asked) {
    const before = cpuS();
    const made = await sealReport(aMerchant(), facts, definition);
    if (made.kind !== "sealed") throw new Error(`${definition.name}: ${JSON.stringify(made)}`);
    const took = cpuS() - before;
    if (took > longest.cpuS) longest = { report: definition.name, cpuS: took };
    say(definition.name, made.seal.rows, took);
  }
  return { mb: files.bytes() / 1e6, reports: asked.length, longest };
}

function cpuS(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function say(what: string, rows: number, took: number): void {
  const held = Math.round(process.memoryUsage.rss() / 1024 / 1024);
  process.stderr.write(
    `${what}: ${rows} rows, ${took.toFixed(1)} CPU s, ${held} MB, peak ${Math.round(peakMb())} MB\n`,
  );
}

if (import.meta.main) {
  const folder = mkdtempSync(join(tmpdir(), "sealing-"));
  try {
    const wall = performance.now();
    const sealed = await seal(Number(process.argv[2]), process.argv.slice(3), folder);
    const wallS = (performance.now() - wall) / 1000;
    const figures: SealingFigures = { cpuS: cpuS(), wallS, peakMb: peakMb(), ...sealed };
    process.stdout.write(`\n${JSON.stringify(figures)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
