import { readFileSync } from "node:fs";
import { createInflateRaw } from "node:zlib";
import { read } from "@e965/xlsx";
import { fromBufferPromise } from "yauzl";
import { readRows } from "../../shared/sheets/read-rows.ts";
import { peakMb } from "../support/peak-memory.ts";

/** Run alone in a process, so that its CPU and its peak memory are those of one reader: `sheet-reader.ts READER FILE`. */
export type ReaderName = "ours" | "other" | "floor";
export type ReaderFigures = {
  readonly rows: number;
  readonly cpuS: number;
  readonly wallS: number;
  readonly peakMb: number;
};

const readers: Readonly<Record<ReaderName, (bytes: Buffer) => Promise<number>>> = {
  ours: async (bytes) => {
    const stream = await readRows(bytes);
    if (!stream.ok) throw new Error(stream.error.kind);
    let rows = 0;
    for await (const batch of stream.value.batches) {
      if (!batch.ok) throw new Error(batch.error.kind);
      rows += batch.value.length;
    }
    return rows;
  },
  other: async (bytes) => {
    const sheet = read(bytes, { type: "buffer", dense: true }).Sheets["orders"];
    return (sheet?.["!data"] ?? []).filter((row) => row !== undefined).length;
  },
  floor: countRows,
};

/** Unpacks the sheet and looks at each byte once for `<row` and `<c`: less no reader can do. */
export async function countRows(bytes: Buffer): Promise<number> {
  const zip = await fromBufferPromise(bytes);
  let rows = 0;
  let cells = 0;
  for await (const entry of zip.eachEntry()) {
    if (!/(sheet1|sharedStrings)\.xml$/.test(entry.fileName)) continue;
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const inflate = createInflateRaw({ chunkSize: 262_144 });
    inflate.end(bytes.subarray(fileDataStart, fileDataStart + entry.compressedSize));
    for await (const chunk of inflate) {
      const part = chunk as Buffer;
      for (let at = 0; at < part.length; at += 1) {
        if (part[at] !== 60) continue;
        if (part[at + 1] === 99) cells += 1;
        else if (part[at + 1] === 114) rows += 1;
      }
    }
  }
  return cells > 0 ? rows : 0;
}

const [name, path] = process.argv.slice(2);
if (import.meta.main && name !== undefined && path !== undefined) {
  const bytes = readFileSync(path);
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const rows = await readers[name as ReaderName](bytes);
  const { user, system } = process.cpuUsage(cpu);
  const figures: ReaderFigures = {
    rows,
    cpuS: (user + system) / 1e6,
    wallS: (performance.now() - wall) / 1000,
    peakMb: peakMb() - bytes.byteLength / 1_048_576,
  };
  process.stdout.write(JSON.stringify(figures));
}
