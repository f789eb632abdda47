import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Bench, figure, show } from "./bench.ts";
import type { SealingFigures } from "./report-sealing.ts";
import type { ReportWriter, WriterFigures } from "./report-writer.ts";
import { installRivals } from "./rival-readers.ts";

const script = new URL("./report-writer.ts", import.meta.url).pathname;
const sealing = new URL("./report-sealing.ts", import.meta.url).pathname;
const ROWS = Number(process.env["ORDERHUB_REPORT_ROWS"] ?? 1_000_000);
/** What people write files of rows with. Installed for one run, as `rival-readers.ts` says. */
const packages = ["csv-stringify@6.9.0", "exceljs@4.4.0", "hyparquet-writer@0.17.0", "@duckdb/node-api@1.5.6-r.1"];
const LARGEST_PEAK_MB = 512;
/** A worker has a quarter of an hour, and goes on with the next report in another one. */
const LONGEST_CPU_S = 600;
/** What leaves room for the rest of the process: without it Node takes what the machine has before it collects. */
const smallHeap = ["--max-old-space-size=360", "--max-semi-space-size=16"];

type Line = {
  readonly writer: ReportWriter;
  readonly title: string;
  /** The writer of ours that it is held against, and how many times its CPU ours is to be worth. */
  readonly beside?: { readonly ours: ReportWriter; readonly goal?: number };
};

const lines: readonly Line[] = [
  { writer: "rows", title: "the rows alone" },
  { writer: "csv", title: "CSV, ours" },
  { writer: "csv-stringify", title: "CSV, csv-stringify 6.9.0, streaming", beside: { ours: "csv", goal: 1.5 } },
  { writer: "csv-stringify-sync", title: "CSV, csv-stringify 6.9.0, in batches", beside: { ours: "csv", goal: 1.5 } },
  { writer: "duckdb-csv", title: "CSV, DuckDB 1.5.6: append, COPY", beside: { ours: "csv" } },
  { writer: "xlsx", title: "XLSX, ours" },
  { writer: "exceljs", title: "XLSX, ExcelJS 4.4.0, streaming", beside: { ours: "xlsx", goal: 3.5 } },
  { writer: "parquet", title: "Parquet, ours" },
  { writer: "hyparquet", title: "Parquet, hyparquet-writer 0.17.0", beside: { ours: "parquet", goal: 1 } },
  { writer: "duckdb-parquet", title: "Parquet, DuckDB 1.5.6: append, COPY", beside: { ours: "parquet" } },
  { writer: "report", title: "JSON lines, CSV, XLSX and Parquet, hashed and sent in parts" },
];
const own: ReadonlySet<ReportWriter> = new Set(["rows", "csv", "xlsx", "parquet", "report"]);

/** The order lines of one day as files, beside what people usually write them with, in one run. */
export const reportsBench: Bench = {
  name: "reports",
  about: "a million order lines as CSV, XLSX and Parquet beside csv-stringify, ExcelJS, hyparquet-writer and DuckDB",
  isLong: true,
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), "reports-"));
    try {
      const rivals = installRivals(folder, packages);
      const found = new Map(lines.map(({ writer }) => [writer, measure(writer, rivals)]));
      const day = run<SealingFigures>(sealing, [String(ROWS)], smallHeap);
      return {
        tables: [
          {
            title: `${ROWS} order lines × 31 columns`,
            columns: [
              { title: "writer" },
              figure("CPU s"),
              figure("rows/s"),
              figure("MB"),
              figure("peak MB"),
              figure("× ours"),
              { title: "goal" },
            ],
            rows: lines.map((line) => rowOf(line, found)),
          },
          {
            title: `Sealing a day of ${ROWS} order lines: the facts kept, every report checked and written`,
            columns: [
              figure("reports"),
              figure("CPU s"),
              figure("lines/s"),
              figure("MB"),
              figure("peak MB"),
              { title: "longest without a break" },
              { title: "goal" },
            ],
            rows: [sealingRow(day)],
          },
        ],
        notes: [
          `Each writer alone in a process with Node's own memory settings, once; CPU counts all threads. Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}.`,
          "The rows are made as they are written; their cost is in every line. × ours: CPU beside that of our writer of the same format.",
          "The sealing has a heap of 360 MB and a folder for a bucket. Its day is a Sunday and the last of a month, with every report that there is; facts are made up, not cut out of a table.",
          "DuckDB takes the rows as text into a file of its own with 300 MB of memory and copies them out, typed.",
          ...(rivals === null ? ["SKIPPED: no registry was reached, so only our own writers were measured."] : []),
        ],
        figures: { ...Object.fromEntries(found), sealing: day },
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function measure(writer: ReportWriter, rivals: string | null): WriterFigures | string {
  if (!own.has(writer) && rivals === null) return "not installed";
  return run<WriterFigures>(script, [writer, String(ROWS), rivals ?? ""]);
}

/** The last line that the script prints; why not, where it prints none. */
function run<Figures>(path: string, args: readonly string[], options: readonly string[] = []): Figures | string {
  try {
    const all = ["--disable-warning=ExperimentalWarning", ...options, path, ...args];
    const printed = execFileSync(process.execPath, all, { encoding: "utf8", stdio: "pipe", timeout: 3_600_000 });
    return JSON.parse(printed.trim().split("\n").at(-1) ?? "") as Figures;
  } catch (fault) {
    const said = fault instanceof Error ? fault.message.replace(/^Command failed.*\n/, "") : String(fault);
    return /Error: [^\n]{0,60}|heap out of memory|ETIMEDOUT/.exec(said)?.[0] ?? "failed";
  }
}

function sealingRow(found: SealingFigures | string): readonly string[] {
  if (typeof found === "string") return ["", "", "", "", "", "", found];
  const { reports, cpuS, wallS, mb, peakMb, longest } = found;
  const goals = [
    `≤ ${LARGEST_PEAK_MB} MB: ${verdict(peakMb <= LARGEST_PEAK_MB)}`,
    `≤ ${LONGEST_CPU_S} s a report: ${verdict(longest.cpuS <= LONGEST_CPU_S)}`,
  ];
  return [
    String(reports),
    show(cpuS),
    show(ROWS / wallS, 0),
    show(mb, 1),
    show(peakMb, 0),
    `${longest.report}, ${show(longest.cpuS)} CPU s`,
    goals.join(", "),
  ];
}

function rowOf(
  { writer, title, beside }: Line,
  all: ReadonlyMap<ReportWriter, WriterFigures | string>,
): readonly string[] {
  const found = all.get(writer) ?? "failed";
  if (typeof found === "string") return [title, "", "", "", "", "", found];
  const { cpuS, wallS, mb, peakMb } = found;
  const ours = beside === undefined ? undefined : all.get(beside.ours);
  const ratio = typeof ours === "object" ? cpuS / ours.cpuS : null;
  const goals = [
    ...(beside?.goal !== undefined && ratio !== null ? [`≥ ${beside.goal}: ${verdict(ratio >= beside.goal)}`] : []),
    ...(own.has(writer) ? [`≤ ${LARGEST_PEAK_MB} MB: ${verdict(peakMb <= LARGEST_PEAK_MB)}`] : []),
  ];
  return [
    title,
    show(cpuS),
    show(ROWS / wallS, 0),
    show(mb, 1),
    show(peakMb, 0),
    ratio === null ? "" : show(ratio),
    goals.join(", "),
  ];
}

function verdict(isMet: boolean): string {
  return isMet ? "met" : "NOT MET";
}
