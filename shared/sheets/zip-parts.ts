import { Buffer } from "node:buffer";
import { createInflateRaw } from "node:zlib";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import type { ReadLimits } from "./rows.ts";
import { damaged, Unreadable } from "./unreadable.ts";

/** The parts of an .xlsx by their lower-case path, opened one at a time. */
export type ZipParts = {
  readonly has: (path: string) => boolean;
  readonly paths: () => readonly string[];
  /** Unpacked bytes as the directory states them; 0 when the part is missing. It may lie: what comes is counted, too. */
  readonly statedBytes: (path: string) => number;
  /** The inflated bytes of one part; nothing when it is missing. A chunk is the reader's until it asks for the next. */
  readonly chunks: (path: string) => AsyncIterable<Uint8Array>;
};

const CHUNK_BYTES = 262_144;
const maxParts = 10_000;

/**
 * A part that unpacks to this many times its packed bytes, and to more than `ratioFreeBytes`, is a bomb: a sheet of one row
 * repeated 300,000 times, each cell with its place, was measured at 13; deflate itself ends at 1,032.
 */
const maxRatio = 100;
const ratioFreeBytes = 16 * 1024 * 1024;

export async function openZipParts(file: Uint8Array, limits: ReadLimits): Promise<ZipParts> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const { zip, entries } = await readDirectory(bytes);
  refuseOverlaps(entries);
  const byPath = new Map(entries.map((entry) => [entry.fileName.toLowerCase(), entry]));
  let inflated = 0;
  const count = (entry: Entry, size: number, partSize: number): void => {
    inflated += size;
    const ofPart = Math.max(ratioFreeBytes, maxRatio * entry.compressedSize);
    const allowed = Math.min(limits.inflatedBytes, ofPart);
    if (inflated > limits.inflatedBytes || partSize > ofPart)
      throw new Unreadable({ kind: "expands_too_much", allowed });
  };
  return {
    has: (path) => byPath.has(path.toLowerCase()),
    paths: () => [...byPath.keys()],
    statedBytes: (path) => byPath.get(path.toLowerCase())?.uncompressedSize ?? 0,
    chunks: async function* (path) {
      const entry = byPath.get(path.toLowerCase());
      if (entry === undefined) return;
      const packed = await packedBytes(zip, bytes, entry);
      let size = 0;
      for await (const chunk of unpacked(path, packed, entry)) {
        size += chunk.byteLength;
        count(entry, chunk.byteLength, size);
        if (size > entry.uncompressedSize) break;
        yield chunk;
        free(chunk);
      }
      if (size !== entry.uncompressedSize) throw damaged(path, "has another size than the file says");
    },
  };
}

/** Gives the memory of a used chunk back at once: left to the collector, a hundred megabytes of them pile up. */
function free({ buffer, byteLength }: Uint8Array): void {
  const isWhole = byteLength === CHUNK_BYTES && buffer.byteLength === CHUNK_BYTES;
  if (isWhole && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

function readDirectory(bytes: Buffer): Promise<{ zip: ZipFile; entries: readonly Entry[] }> {
  return new Promise((resolve, reject) => {
    const refuse = (fault: Error): void => reject(new Unreadable({ kind: "damaged", detail: fault.message }));
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (fault, zip) => {
      if (fault) return refuse(fault);
      if (zip.entryCount > maxParts) return refuse(new Error(`it has more than ${maxParts} parts`));
      const entries: Entry[] = [];
      zip.on("entry", (entry) => {
        entries.push(entry);
        zip.readEntry();
      });
      zip.on("error", refuse);
      zip.on("end", () => resolve({ zip, entries }));
      zip.readEntry();
    });
  });
}

/** Parts that share their bytes make a small file unpack to a huge one, and mean something else to each program. */
function refuseOverlaps(entries: readonly Entry[]): void {
  let end = 0;
  for (const entry of entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)) {
    if (entry.relativeOffsetOfLocalHeader < end) throw damaged(entry.fileName, "overlaps another part");
    end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.compressedSize;
  }
}

/** Without the name, whose length there may differ from the directory's. */
const LOCAL_HEADER_BYTES = 30;

async function packedBytes(zip: ZipFile, bytes: Buffer, entry: Entry): Promise<Buffer> {
  const path = entry.fileName;
  if (entry.isEncrypted()) throw new Unreadable({ kind: "encrypted" });
  if (!entry.canDecodeFileData()) throw damaged(path, "is packed in an unknown way");
  const from = await dataStart(zip, entry);
  if (from + entry.compressedSize > bytes.byteLength) throw damaged(path, "ends beyond the end of the file");
  return bytes.subarray(from, from + entry.compressedSize);
}

function dataStart(zip: ZipFile, entry: Entry): Promise<number> {
  return new Promise((resolve, reject) => {
    zip.readLocalFileHeader(entry, { minimal: true }, (fault, header) =>
      fault ? reject(damaged(entry.fileName, fault.message)) : resolve(header.fileDataStart),
    );
  });
}

async function* unpacked(path: string, packed: Buffer, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.compressionMethod === 0) {
    for (let at = 0; at < packed.byteLength; at += CHUNK_BYTES) yield packed.subarray(at, at + CHUNK_BYTES);
    return;
  }
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  inflate.end(packed);
  try {
    for await (const chunk of inflate) yield chunk as Buffer;
  } catch (fault) {
    throw damaged(path, fault instanceof Error ? fault.message : "cannot be unpacked");
  }
}
