import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import type { Entry } from "yauzl";
import { type FileSource, piecesOf } from "./file-source.ts";
import type { ReadLimits } from "./rows.ts";
import { damaged, Unreadable } from "./unreadable.ts";
import { readDirectory } from "./zip-directory.ts";

/** The parts of an .xlsx by their lower-case path, opened one at a time. */
export type ZipParts = {
  readonly has: (path: string) => boolean;
  readonly paths: () => readonly string[];
  /** As the directory has them, in its order. */
  readonly entries: readonly Entry[];
  /** Unpacked bytes as the directory states them; 0 when the part is missing. It may lie: what comes is counted, too. */
  readonly statedBytes: (path: string) => number;
  /** The inflated bytes of one part; nothing when it is missing. A chunk is the reader's until it asks for the next. */
  readonly chunks: (path: string) => AsyncIterable<Uint8Array>;
  /** The bytes of one part as they are packed. */
  readonly packed: (entry: Entry) => AsyncIterable<Uint8Array>;
};

const CHUNK_BYTES = 262_144;

/**
 * A part that unpacks to this many times its packed bytes, and to more than `ratioFreeBytes`, is a bomb: a sheet of one row
 * repeated 300,000 times, each cell with its place, was measured at 13; deflate itself ends at 1,032.
 */
const maxRatio = 100;
const ratioFreeBytes = 16 * 1024 * 1024;

export async function openZipParts(source: FileSource, limits: ReadLimits): Promise<ZipParts> {
  const { entries, dataStart } = await readDirectory(source);
  const byPath = new Map(entries.map((entry) => [pathOf(entry), entry]));
  let inflated = 0;
  /** Throws when all parts that were read and `more` bytes, or the part's own bytes, are too many. */
  const check = (entry: Entry, more: number, partSize: number): void => {
    const ofPart = Math.max(ratioFreeBytes, maxRatio * entry.compressedSize);
    const allowed = Math.min(limits.inflatedBytes, ofPart);
    if (inflated + more > limits.inflatedBytes || partSize > ofPart)
      throw new Unreadable({ kind: "expands_too_much", allowed });
  };
  const packed: ZipParts["packed"] = async function* (entry) {
    const from = await dataStart(entry);
    yield* piecesOf(source, from, from + entry.compressedSize);
  };
  return {
    has: (path) => byPath.has(path.toLowerCase()),
    paths: () => [...byPath.keys()],
    entries,
    statedBytes: (path) => byPath.get(path.toLowerCase())?.uncompressedSize ?? 0,
    packed,
    chunks: async function* (path) {
      const entry = byPath.get(path.toLowerCase());
      if (entry === undefined) return;
      if (entry.isEncrypted()) throw new Unreadable({ kind: "encrypted" });
      if (!entry.canDecodeFileData()) throw damaged(path, "is packed in an unknown way");
      // What says so itself is not unpacked at all.
      check(entry, entry.uncompressedSize, entry.uncompressedSize);
      let size = 0;
      for await (const chunk of entry.compressionMethod === 0 ? packed(entry) : unpacked(path, packed(entry))) {
        size += chunk.byteLength;
        inflated += chunk.byteLength;
        check(entry, 0, size);
        if (size > entry.uncompressedSize) break;
        yield chunk;
        free(chunk);
      }
      if (size !== entry.uncompressedSize) throw damaged(path, "has another size than the file says");
    },
  };
}

/** Paths are told apart without their case. */
export function pathOf(entry: Entry): string {
  return entry.fileName.toLowerCase();
}

/** Gives the memory of a used chunk back at once: left to the collector, a hundred megabytes of them pile up. */
function free({ buffer, byteLength }: Uint8Array): void {
  const isWhole = byteLength === CHUNK_BYTES && buffer.byteLength === CHUNK_BYTES;
  if (isWhole && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

async function* unpacked(path: string, packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  // What goes wrong is thrown by the loop, too.
  pipeline(Readable.from(packed, { objectMode: true, highWaterMark: 1 }), inflate).catch(() => undefined);
  try {
    for await (const chunk of inflate) yield chunk as Buffer;
  } catch (fault) {
    if (fault instanceof Unreadable) throw fault;
    throw damaged(path, fault instanceof Error ? fault.message : "cannot be unpacked");
  }
}
