import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { closeSync, constants, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asBytes, type Bytes } from "./xml-scan.ts";

/** Where bytes lie after `find`: `bytes[at]` and on, until the next `find`. */
export type Found = { bytes: Bytes; at: number };

/**
 * Bytes that are only appended, in slabs: the first ones stay in memory, the others lie in a temporary file that has no name
 * any more, so that nothing of it is left whatever happens to the process.
 */
export type SlabStore = {
  /** Puts a slab behind the last one, to be written to. */
  readonly grow: () => Bytes;
  readonly count: () => number;
  /** Where `length` bytes from a place on are; they lie in one slab. */
  readonly find: (place: number, length: number, found: Found) => void;
  readonly close: () => void;
};

const SLAB_BITS = 22;
export const SLAB_BYTES: number = 1 << SLAB_BITS;

const PAGE_BITS = 14;
const PAGE_BYTES = 1 << PAGE_BITS;
/** 8 MB of pages: strings are mostly asked for in the order in which they lie. */
const MAX_PAGES = 512;

export function makeSlabStore(inMemoryBytes: number): SlabStore {
  const slabs: Bytes[] = [];
  const slabsInMemory = Math.max(1, Math.floor(inMemoryBytes / SLAB_BYTES));
  let last = asBytes(Buffer.alloc(0));
  let count = 0;
  let file: number | null = null;
  const pages = new Map<number, Bytes>();

  const spill = (slab: Bytes): void => {
    file ??= openNameless();
    for (let at = 0; at < SLAB_BYTES; ) at += writeSync(file, slab, at, SLAB_BYTES - at);
  };
  const read = (bytes: Bytes, place: number): void => {
    if (file === null) throw new Error("no such slab");
    const from = place - slabsInMemory * SLAB_BYTES;
    for (let at = 0; at < bytes.byteLength; ) {
      const got = readSync(file, bytes, at, bytes.byteLength - at, from + at);
      if (got === 0) throw new Error("the temporary file was cut");
      at += got;
    }
  };
  const pageAt = (place: number): Bytes => {
    const number = place >>> PAGE_BITS;
    const known = pages.get(number);
    if (known !== undefined) return known;
    let page = asBytes(Buffer.alloc(0));
    if (pages.size === MAX_PAGES) {
      const [oldest = 0, bytes = page] = pages.entries().next().value ?? [];
      pages.delete(oldest);
      page = bytes;
    } else page = asBytes(Buffer.allocUnsafeSlow(PAGE_BYTES));
    read(page, number * PAGE_BYTES);
    pages.set(number, page);
    return page;
  };

  return {
    grow: () => {
      if (count > slabsInMemory) spill(last);
      if (count <= slabsInMemory) last = asBytes(Buffer.allocUnsafeSlow(SLAB_BYTES));
      if (count < slabsInMemory) slabs.push(last);
      count += 1;
      return last;
    },
    count: () => count,
    find: (place, length, found) => {
      const slab = place >>> SLAB_BITS;
      const inSlab = place & (SLAB_BYTES - 1);
      if (slab === count - 1 || slab < slabsInMemory) {
        found.bytes = slab === count - 1 ? last : (slabs[slab] as Bytes);
        found.at = inSlab;
        return;
      }
      const inPage = place & (PAGE_BYTES - 1);
      if (inPage + length <= PAGE_BYTES) {
        found.bytes = pageAt(place);
        found.at = inPage;
        return;
      }
      found.bytes = asBytes(Buffer.allocUnsafeSlow(length));
      found.at = 0;
      read(found.bytes, place);
    },
    close: () => {
      if (file !== null) closeSync(file);
      file = null;
      pages.clear();
    },
  };
}

/** Open for reading and writing, gone from its folder at once. */
function openNameless(): number {
  const path = join(tmpdir(), `strings-${randomUUID()}`);
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
  unlinkSync(path);
  return file;
}
