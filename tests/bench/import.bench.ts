import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bench, figure, show } from "./bench.ts";
import type { ImportFigures, ImportReader } from "./import-reader.ts";
import { installRivals } from "./rival-readers.ts";
import { writeWideCsv } from "./wide-csv.ts";
import { writeWideWorkbook } from "./wide-workbook.ts";

const reader = new URL("./import-reader.ts", import.meta.url).pathname;
const ROWS = 1_000_000;
/** Ours and the floor are run so often and the best by CPU is shown; the others take minutes and are run once. */
const ROUNDS = 3;
/** Of ours: Node gives young objects more room the more the machine has (134 MB were seen here, 34 with this), and a function has little. */
const smallYoung = "--max-semi-space-size=16";

const titles: Readonly<Record<ImportReader, string>> = {
  floor: "unpack + look for <row and <c",
  ours: "shared/sheets",
  "ours-slow": "shared/sheets, slow consumer",
  splice: "receipt spliced in",
  exceljs: "ExcelJS 4.4.0, streaming",
  sheetjs: "SheetJS (@e965/xlsx 0.20.3)",
  "read-excel-file": "read-excel-file 9.3.17",
  hucre: "hucre 1.0.0, streaming",
  "csv-parse": "csv-parse 7.0.3",
};

const isRival: Readonly<Record<ImportReader, boolean>> = {
  floor: false,
  ours: false,
  "ours-slow": false,
  splice: false,
  exceljs: true,
  sheetjs: true,
  "read-excel-file": true,
  hucre: true,
  "csv-parse": true,
};

const workbookReaders: readonly ImportReader[] = [
  "floor",
  "ours",
  "ours-slow",
  "splice",
  "exceljs",
  "sheetjs",
  "read-excel-file",
  "hucre",
];

type File = { readonly kind: string; readonly path: string; readonly readers: readonly ImportReader[] };
type Measured = { readonly kind: string; readonly name: ImportReader; readonly found: ImportFigures | string };

/** A million rows read as imports read them, beside what people usually read them with, in one run. */
export const importBench: Bench = {
  name: "import",
  about: "a million rows of .xlsx and .csv beside ExcelJS, SheetJS, read-excel-file, hucre and csv-parse",
  isLong: true,
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), "import-"));
    try {
      const rivals = installRivals(folder);
      const measured = filesIn(folder).flatMap(({ kind, path, readers }) =>
        readers.map((name): Measured => ({ kind, name, found: measure(name, path, rivals) })),
      );
      return {
        tables: [
          {
            title: `${ROWS} rows × 12 columns`,
            columns: [
              { title: "file" },
              { title: "reader" },
              figure("CPU s"),
              figure("× ours"),
              figure("× floor"),
              figure("rows/s"),
              figure("peak MB"),
              { title: "result" },
            ],
            rows: measured.map((each) => rowOf(each, measured)),
          },
        ],
        notes: [
          `Each reader alone in a process; ours best of ${ROUNDS} by CPU, which counts all threads, and with ${smallYoung}; rivals with Node's own settings.`,
          "Peak is all of the process, the file included where a reader wants it in memory; ours reads it from disk.",
          "The slow consumer takes 1,000 rows in 50 ms.",
          ...(rivals === null
            ? ["SKIPPED: no registry was reached, so only what is installed anyway was compared."]
            : []),
        ],
        figures: Object.fromEntries(measured.map(({ kind, name, found }) => [`${kind} ${name}`, found])),
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function filesIn(folder: string): readonly File[] {
  const [shared, inline, csv] = ["shared.xlsx", "inline.xlsx", "wide.csv"].map((name) => join(folder, name));
  if (shared === undefined || inline === undefined || csv === undefined) return [];
  writeWideWorkbook(shared, ROWS, "shared");
  writeWideWorkbook(inline, ROWS, "inline");
  writeWideCsv(csv, ROWS);
  return [
    { kind: ".xlsx, shared strings", path: shared, readers: workbookReaders },
    { kind: ".xlsx, inline strings", path: inline, readers: workbookReaders },
    { kind: ".csv", path: csv, readers: ["ours", "ours-slow", "csv-parse"] },
  ];
}

function measure(name: ImportReader, path: string, rivals: string | null): ImportFigures | string {
  if (isRival[name] && name !== "sheetjs" && rivals === null) return "not installed";
  const rounds = Array.from({ length: isRival[name] || name === "ours-slow" ? 1 : ROUNDS }, () =>
    once(name, path, rivals),
  );
  return rounds.reduce((best, each) =>
    typeof best !== "string" && typeof each !== "string" && each.cpuS < best.cpuS ? each : best,
  );
}

function once(name: ImportReader, path: string, rivals: string | null): ImportFigures | string {
  try {
    const memory = isRival[name] ? [] : [smallYoung];
    const args = [...memory, "--disable-warning=ExperimentalWarning", reader, name, path, rivals ?? ""];
    const printed = execFileSync(process.execPath, args, { encoding: "utf8", stdio: "pipe", timeout: 600_000 });
    return JSON.parse(printed.trim().split("\n").at(-1) ?? "") as ImportFigures;
  } catch (fault) {
    const said = fault instanceof Error ? fault.message : String(fault);
    const why = /(?:Range|Type|Syntax)?Error: [^\n]{0,60}|heap out of memory|ETIMEDOUT/.exec(
      said.replace(/^Command failed.*\n/, ""),
    );
    return why?.[0] ?? "failed";
  }
}

function rowOf({ kind, name, found }: Measured, all: readonly Measured[]): readonly string[] {
  if (typeof found === "string") return [kind, titles[name], "", "", "", "", "", found];
  const cpuOf = (wanted: ImportReader): number => {
    const other = all.find((each) => each.kind === kind && each.name === wanted)?.found;
    return other === undefined || typeof other === "string" ? Number.NaN : other.cpuS;
  };
  const times = (other: number): string => (Number.isNaN(other) ? "" : show(found.cpuS / other));
  // The floor counts `<row` within one chunk and misses those that an edge cuts.
  const isWhole = found.rows === ROWS || name === "floor";
  return [
    kind,
    titles[name],
    show(found.cpuS),
    times(cpuOf("ours")),
    times(cpuOf("floor")),
    show(found.rows / found.wallS, 0),
    show(found.peakMb, 0),
    isWhole ? "all rows" : `${found.rows} rows`,
  ];
}
