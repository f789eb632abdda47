import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bench, figure, show } from "./bench.ts";
import type { ReaderFigures, ReaderName } from "./sheet-reader.ts";
import { type StringPlace, writeWideWorkbook } from "./wide-workbook.ts";

const reader = new URL("./sheet-reader.ts", import.meta.url).pathname;
const ROUNDS = 3;
const FULL_ROWS = 1_000_000;
/** As many as the other reader takes in a bearable time; it holds the whole sheet in memory. */
const COMPARED_ROWS = 100_000;

const titles: Readonly<Record<ReaderName, string>> = {
  ours: "shared/sheets, in batches",
  other: "@e965/xlsx, whole sheet",
  floor: "unpack + look for <row and <c",
};

type Measured = {
  readonly place: StringPlace;
  readonly rows: number;
  readonly name: ReaderName;
  readonly best: ReaderFigures;
};

/** Speed and memory of the workbook reader beside another one and beside the least that any reader must do. */
export const sheetsBench: Bench = {
  name: "sheets",
  about: "rows of an .xlsx per second, CPU and memory, beside another reader and the floor",
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), "sheets-"));
    try {
      const measured = (["shared", "inline"] as const).flatMap((place) => [
        ...measure(folder, place, COMPARED_ROWS, ["floor", "ours", "other"]),
        ...measure(folder, place, FULL_ROWS, ["floor", "ours"]),
      ]);
      return {
        tables: [
          {
            title: "reading an .xlsx of 12 columns",
            columns: [
              { title: "strings" },
              figure("rows"),
              { title: "reader" },
              figure("CPU s"),
              figure("× floor"),
              figure("rows per CPU s"),
              figure("peak MB beyond the file"),
            ],
            rows: measured.map((each) => rowOf(each, measured)),
          },
        ],
        notes: [
          `Each reader alone in a process, the best of ${ROUNDS} by CPU, which counts all threads; young generation of 16 MB as a small function has it.`,
          "Floor: the sheet and the shared strings unpacked, and each byte looked at once.",
        ],
        figures: Object.fromEntries(measured.map(({ place, rows, name, best }) => [`${place} ${rows} ${name}`, best])),
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function measure(folder: string, place: StringPlace, rows: number, names: readonly ReaderName[]): readonly Measured[] {
  const path = join(folder, `${place}-${rows}.xlsx`);
  writeWideWorkbook(path, rows, place);
  return names.map((name) => ({ place, rows, name, best: bestOf(name, path, rows) }));
}

function bestOf(name: ReaderName, path: string, rows: number): ReaderFigures {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const printed = execFileSync(process.execPath, ["--max-semi-space-size=16", reader, name, path], {
      encoding: "utf8",
    });
    return JSON.parse(printed) as ReaderFigures;
  });
  const best = rounds.reduce((a, b) => (b.cpuS < a.cpuS ? b : a));
  if (name !== "floor" && best.rows !== rows) throw new Error(`${name} found ${best.rows} of ${rows} rows`);
  return best;
}

function rowOf({ place, rows, name, best }: Measured, all: readonly Measured[]): readonly string[] {
  const floor = all.find((each) => each.place === place && each.rows === rows && each.name === "floor")?.best.cpuS ?? 0;
  return [
    place,
    String(rows),
    titles[name],
    show(best.cpuS),
    show(best.cpuS / floor),
    show(rows / best.cpuS, 0),
    show(best.peakMb, 0),
  ];
}
