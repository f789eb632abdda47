import { Buffer } from "node:buffer";
import type { ObjectRange, ObjectRanges, StoredObject } from "../platform/ports.ts";
import type { FileSource } from "./file-source.ts";

/** An object of a bucket as it was when it was opened. */
export type OpenedObject = Pick<StoredObject, "etag" | "metadata"> & {
  /** Throws when the object was replaced or removed meanwhile. */
  readonly source: FileSource;
};

const BLOCK_BYTES = 4 * 1024 * 1024;
/** The block that is read, the next one on its way, and one more for readers that look elsewhere meanwhile. */
const MOST_BLOCKS = 3;

/**
 * An object that is read by ranges and never lies in memory as a whole: some blocks of it do, the one behind the last that was
 * asked for among them. null when there is no such object. A small one is one request.
 */
export async function openObject(
  files: ObjectRanges,
  key: string,
  blockBytes = BLOCK_BYTES,
): Promise<OpenedObject | null> {
  const first = await files.getRange(key, 0, blockBytes);
  if (first === null) return null;
  const { etag, metadata, totalBytes } = first;
  const blocks = makeBlocks(first, blockBytes, async (from, to) => {
    const part = await files.getRange(key, from, to, etag);
    if (part === null || part.body.byteLength < to - from) throw new Error(`${key} was replaced while it was read`);
    return part.body;
  });
  const read: FileSource["read"] = async (from, to) => {
    if (from === to) return new Uint8Array();
    const last = Math.floor((to - 1) / blockBytes);
    const pieces: Uint8Array[] = [];
    for (let at = Math.floor(from / blockBytes); at <= last; at += 1) {
      const start = at * blockBytes;
      const block = await blocks(at);
      pieces.push(block.subarray(Math.max(0, from - start), to - start));
    }
    const [only] = pieces;
    return pieces.length === 1 && only !== undefined ? only : new Uint8Array(Buffer.concat(pieces));
  };
  return { etag, ...(metadata === undefined ? {} : { metadata }), source: { byteLength: totalBytes, read } };
}

/** The block of that number; the ones asked for longest ago are forgotten. */
function makeBlocks(
  first: ObjectRange,
  blockBytes: number,
  fetch: (from: number, to: number) => Promise<Uint8Array>,
): (at: number) => Promise<Uint8Array> {
  const held = new Map<number, Promise<Uint8Array>>([[0, Promise.resolve(first.body)]]);
  const fetched = (at: number): Promise<Uint8Array> => {
    const from = at * blockBytes;
    const block = fetch(from, Math.min(first.totalBytes, from + blockBytes));
    // Whoever asks for it is told; of one that was fetched ahead nobody may ask.
    block.catch(() => held.delete(at));
    return block;
  };
  const hold = (at: number): Promise<Uint8Array> => {
    const block = held.get(at) ?? fetched(at);
    held.delete(at);
    held.set(at, block);
    const [oldest = at] = held.keys();
    if (held.size > MOST_BLOCKS) held.delete(oldest);
    return block;
  };
  let before = 0;
  return (at) => {
    const block = hold(at);
    const isInOrder = at === before + 1;
    before = at;
    if (isInOrder && (at + 1) * blockBytes < first.totalBytes) hold(at + 1);
    return block;
  };
}
