import { createReadStream, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { read } from "@e965/xlsx";
import { openFileSource } from "../../shared/sheets/file-source.ts";
import { readRows } from "../../shared/sheets/read-rows.ts";
import { streamLimits } from "../../shared/sheets/rows.ts";
import { spliceWorkbook } from "../../shared/sheets/splice/splice-workbook.ts";
import { peakMb } from "../support/peak-memory.ts";
import { countRows } from "./sheet-reader.ts";

/** Run alone in a process, so that its CPU and its peak memory are those of one reader: `import-reader.ts READER FILE RIVALS`. */
export type ImportReader = keyof typeof readers;
export type ImportFigures = {
  readonly rows: number;
  readonly cpuS: number;
  readonly wallS: number;
  readonly peakMb: number;
};

/** Rows between two pauses of the slow consumer, and how long one is: a table that takes 20,000 rows a second. */
const SLOW_ROWS = 1_000;
const SLOW_MS = 50;

async function ours(path: string, isSlow: boolean): Promise<number> {
  const source = await openFileSource(path);
  const stream = await readRows(source);
  if (!stream.ok) throw new Error(stream.error.kind);
  let rows = 0;
  for await (const batch of stream.value.batches) {
    if (!batch.ok) throw new Error(batch.error.kind);
    rows += batch.value.length;
    if (isSlow) await pause((batch.value.length / SLOW_ROWS) * SLOW_MS);
  }
  await source.close();
  return rows;
}

/** Fates beside every row and a bad cell in each hundredth. */
async function splice(path: string): Promise<number> {
  const source = await openFileSource(path);
  let rows = 0;
  const edits = {
    width: 12,
    addedWidths: [12, 34, 80, 34],
    rowOf: (row: number) => {
      rows += 1;
      const isBad = row % 100 === 0;
      return isBad
        ? { texts: ["FAILED", "quantity: not_a_count", "Write digits only.", ""], tone: "bad" as const, bad: [6] }
        : { texts: ["applied", "", "", `ord_${row}`], tone: "good" as const, bad: [] };
    },
    summary: { name: "import summary", columns: [], rows: [] },
  };
  let bytes = 0;
  for await (const chunk of await spliceWorkbook(source, edits, streamLimits)) bytes += chunk.byteLength;
  await source.close();
  return bytes === 0 ? 0 : rows;
}

const readers = {
  floor: (path: string) => countRows(readFileSync(path)),
  ours: (path: string) => ours(path, false),
  "ours-slow": (path: string) => ours(path, true),
  splice,
  sheetjs: async (path: string) => {
    const sheet = read(readFileSync(path), { type: "buffer", dense: true }).Sheets["orders"];
    return (sheet?.["!data"] ?? []).filter((row) => row !== undefined).length;
  },
  exceljs: async (path: string, rivals: string) => {
    const { stream } = required(rivals, "exceljs") as ExcelJs;
    let rows = 0;
    for await (const sheet of new stream.xlsx.WorkbookReader(path, {})) for await (const _ of sheet) rows += 1;
    return rows;
  },
  "read-excel-file": async (path: string, rivals: string) => {
    const { default: readExcelFile } = (await imported(rivals, "read-excel-file/node")) as {
      default: (path: string) => Promise<readonly { readonly data?: readonly unknown[] }[]>;
    };
    const sheets = await readExcelFile(path);
    return sheets[0]?.data?.length ?? sheets.length;
  },
  hucre: async (path: string, rivals: string) => {
    const { streamXlsxRows } = (await imported(rivals, "hucre")) as {
      streamXlsxRows: (bytes: Uint8Array) => AsyncIterable<unknown>;
    };
    let rows = 0;
    for await (const _ of streamXlsxRows(readFileSync(path))) rows += 1;
    return rows;
  },
  "csv-parse": async (path: string, rivals: string) => {
    const { parse } = required(rivals, "csv-parse") as { parse: (options: object) => NodeJS.ReadWriteStream };
    let rows = 0;
    for await (const _ of createReadStream(path, { highWaterMark: 262_144 }).pipe(parse({}))) rows += 1;
    return rows;
  },
} as const;

type ExcelJs = {
  readonly stream: {
    readonly xlsx: {
      readonly WorkbookReader: new (path: string, options: object) => AsyncIterable<AsyncIterable<unknown>>;
    };
  };
};

function required(rivals: string, name: string): unknown {
  return createRequire(join(rivals, "package.json"))(name);
}

function imported(rivals: string, name: string): Promise<unknown> {
  return import(pathToFileURL(createRequire(join(rivals, "package.json")).resolve(name)).href);
}

const [name, path, rivals] = process.argv.slice(2);
if (import.meta.main && name !== undefined && path !== undefined) {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const rows = await readers[name as ImportReader](path, rivals ?? "");
  const { user, system } = process.cpuUsage(cpu);
  const figures: ImportFigures = {
    rows,
    cpuS: (user + system) / 1e6,
    wallS: (performance.now() - wall) / 1000,
    peakMb: peakMb(),
  };
  process.stdout.write(`\n${JSON.stringify(figures)}`);
}
