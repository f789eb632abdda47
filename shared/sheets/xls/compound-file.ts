import { Buffer } from "node:buffer";
import type { FileSource } from "../file-source.ts";
import { Unreadable } from "../unreadable.ts";

/** The streams of an OLE2 container ([MS-CFB]) by their names in lower case. */
export type CompoundFile = {
  readonly has: (name: string) => boolean;
  /** The bytes of one stream. Throws `Unreadable`. */
  readonly stream: (name: string) => Promise<Buffer>;
};

type Entry = { readonly name: string; readonly isRoot: boolean; readonly start: number; readonly size: number };
type Sectors = { readonly source: FileSource; readonly bytes: number; readonly next: Uint32Array };

const HEADER_BYTES = 512;
const HEADER_PLACES = 109;
const ENTRY_BYTES = 128;
const MINI_BYTES = 64;
const LAST_REGULAR = 0xfffffffa;
const END_OF_CHAIN = 0xfffffffe;
const NONE = 0xffffffff;
/** A sheet of .xls ends at 65,536 rows; one of 12 filled columns has 22 MB. */
const maxStreamBytes = 64 * 1024 * 1024;

/** Throws `Unreadable`. */
export async function openCompoundFile(source: FileSource): Promise<CompoundFile> {
  if (source.byteLength < HEADER_BYTES) throw broken("it ends too early");
  const header = asBuffer(await source.read(0, HEADER_BYTES));
  const shift = header.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) throw broken("its sectors have an unknown size");
  const sectors: Sectors = { source, bytes: 1 << shift, next: await readNext(source, header, 1 << shift) };
  const directory = await readChain(sectors, header.readUInt32LE(48), null);
  const entries = entriesOf(directory);
  const byName = new Map(entries.filter((each) => !each.isRoot).map((each) => [each.name, each]));
  const smallBelow = header.readUInt32LE(56);
  return {
    has: (name) => byName.has(name),
    stream: async (name) => {
      const entry = byName.get(name);
      if (entry === undefined) throw broken(`it has no "${name}"`);
      if (entry.size > maxStreamBytes) throw new Unreadable({ kind: "expands_too_much", allowed: maxStreamBytes });
      if (entry.size >= smallBelow) return readChain(sectors, entry.start, entry.size);
      const root = entries.find((each) => each.isRoot);
      const mini = await readChain(sectors, root?.start ?? END_OF_CHAIN, null);
      const miniNext = wordsOf(await readChain(sectors, header.readUInt32LE(60), null));
      return smallStream(mini, miniNext, entry);
    },
  };
}

/** Which sector follows which: the table lies in sectors itself, and where those are stands in the header and in a chain. */
async function readNext(source: FileSource, header: Buffer, bytes: number): Promise<Uint32Array> {
  const places: number[] = [];
  for (let at = 76; at < HEADER_BYTES; at += 4) places.push(header.readUInt32LE(at));
  const maxSectors = Math.ceil(source.byteLength / bytes);
  const perSector = bytes / 4;
  // More could only tell of sectors that are not in the file.
  const maxTables = Math.ceil(maxSectors / perSector);
  let more = header.readUInt32LE(68);
  while (more < LAST_REGULAR && places.length < HEADER_PLACES + maxTables) {
    const words = wordsOf(await readSector(source, bytes, more));
    places.push(...words.subarray(0, -1));
    more = words.at(-1) ?? END_OF_CHAIN;
  }
  const used = places.filter((place) => place < LAST_REGULAR).slice(0, maxTables);
  const next = new Uint32Array(used.length * perSector).fill(NONE);
  for (const [index, place] of used.entries())
    next.set(wordsOf(await readSector(source, bytes, place)), index * perSector);
  return next;
}

/** The sectors from `start` on, cut to `size` when it is known. Neighbours are read at once. */
async function readChain({ source, bytes, next }: Sectors, start: number, size: number | null): Promise<Buffer> {
  const runs: { from: number; count: number }[] = [];
  let count = 0;
  for (let sector = start; sector !== END_OF_CHAIN && (size === null || count * bytes < size); ) {
    if (sector >= next.length || count * bytes > maxStreamBytes) throw broken("its sectors lead nowhere");
    const run = runs.at(-1);
    if (run !== undefined && run.from + run.count === sector) run.count += 1;
    else runs.push({ from: sector, count: 1 });
    count += 1;
    if (count > next.length) throw broken("its sectors form a circle");
    sector = next[sector] as number;
  }
  const whole = Buffer.alloc(count * bytes);
  let at = 0;
  for (const run of runs) {
    const from = (run.from + 1) * bytes;
    const to = Math.min(from + run.count * bytes, source.byteLength);
    if (from >= to) throw broken("it ends too early");
    whole.set(await source.read(from, to), at);
    at += run.count * bytes;
  }
  if (size !== null && count * bytes < size) throw broken("a stream is cut");
  return size === null ? whole : whole.subarray(0, size);
}

async function readSector(source: FileSource, bytes: number, sector: number): Promise<Buffer> {
  // Sector 0 follows the header, which fills a whole sector.
  const from = (sector + 1) * bytes;
  if (from + bytes > source.byteLength) throw broken("it ends too early");
  return asBuffer(await source.read(from, from + bytes));
}

function smallStream(mini: Buffer, next: Uint32Array, { start, size }: Entry): Buffer {
  const pieces: Buffer[] = [];
  let got = 0;
  for (let sector = start; got < size; sector = next[sector] as number) {
    const from = sector * MINI_BYTES;
    if (sector >= next.length || from >= mini.byteLength) throw broken("a stream is cut");
    pieces.push(mini.subarray(from, from + MINI_BYTES));
    got += MINI_BYTES;
  }
  return Buffer.concat(pieces).subarray(0, size);
}

function entriesOf(directory: Buffer): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= directory.byteLength; at += ENTRY_BYTES) {
    const type = directory[at + 66];
    if (type !== 2 && type !== 5) continue;
    const nameBytes = Math.min(Math.max(directory.readUInt16LE(at + 64) - 2, 0), 62);
    const name = directory.toString("utf16le", at, at + nameBytes).toLowerCase();
    const place = { start: directory.readUInt32LE(at + 116), size: directory.readUInt32LE(at + 120) };
    entries.push({ name, isRoot: type === 5, ...place });
  }
  return entries;
}

function wordsOf(bytes: Buffer): Uint32Array {
  const words = new Uint32Array(Math.floor(bytes.byteLength / 4));
  for (let at = 0; at < words.length; at += 1) words[at] = bytes.readUInt32LE(at * 4);
  return words;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function broken(what: string): Unreadable {
  return new Unreadable({ kind: "damaged", detail: `the .xls container: ${what}` });
}
