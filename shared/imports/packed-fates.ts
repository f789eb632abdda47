import { Buffer } from "node:buffer";
import { type Found, makeSlabStore, SLAB_BYTES } from "../sheets/string-store.ts";
import { asBytes } from "../sheets/xml-scan.ts";
import type { Fates } from "./apply-units.ts";
import { LONGEST_TOLD } from "./reasons.ts";
import type { RowFate } from "./row-fate.ts";

/** One line a row, in the order of the file: its number, a blank, its fate. Of cells only what receipts tell of them. */
export function fateLines(fates: Fates): string {
  const inOrder = [...fates].toSorted(([a], [b]) => a - b);
  return inOrder.map(([rowNumber, fate]) => `${rowNumber} ${JSON.stringify(told(fate))}\n`).join("");
}

function told(fate: RowFate): RowFate {
  if (fate.kind === "failed") return { ...fate, reasons: fate.reasons.map(shortened) };
  return fate.notes === undefined ? fate : { ...fate, notes: fate.notes.map(shortened) };
}

function shortened<Said extends { readonly found: string }>(said: Said): Said {
  return said.found.length > LONGEST_TOLD ? { ...said, found: said.found.slice(0, LONGEST_TOLD) } : said;
}

const NEWLINE = 10;
const BLANK = 32;
const ZERO = 48;
const IN_MEMORY_BYTES = 32 * 1024 * 1024;

export type PackedFates = {
  /** Takes the lines of one chunk. */
  readonly add: (lines: Uint8Array) => void;
  readonly fateOf: (rowNumber: number) => RowFate | undefined;
  /** Gives the temporary file back, if there was one. */
  readonly close: () => void;
};

/**
 * The fates of all rows of a file, read one at a time: a million objects would not fit. They are kept as text, what goes beyond
 * `inMemoryBytes` in a temporary file. `last` is the highest row number.
 */
export function packedFates(last: number, inMemoryBytes: number = IN_MEMORY_BYTES): PackedFates {
  const slabs = makeSlabStore(inMemoryBytes);
  // By row number: where its fate lies, and how long it is; 0 for a row without one.
  const placeOf = new Uint32Array(last + 1);
  const lengthOf = new Uint32Array(last + 1);
  const found: Found = { bytes: asBytes(Buffer.alloc(0)), at: 0 };
  let slab = asBytes(Buffer.alloc(0));
  let at = 0;
  const keep = (line: Uint8Array): number => {
    if (line.byteLength > SLAB_BYTES) throw new Error(`a fate of ${line.byteLength} bytes`);
    if (at + line.byteLength > slab.byteLength) {
      slab = slabs.grow();
      at = 0;
    }
    slab.set(line, at);
    at += line.byteLength;
    return (slabs.count() - 1) * SLAB_BYTES + at - line.byteLength;
  };
  return {
    add: (lines) => {
      for (let from = 0; from < lines.length; ) {
        let rowNumber = 0;
        for (; lines[from] !== BLANK; from += 1) rowNumber = rowNumber * 10 + (lines[from] ?? ZERO) - ZERO;
        const end = lines.indexOf(NEWLINE, from);
        placeOf[rowNumber] = keep(lines.subarray(from + 1, end));
        lengthOf[rowNumber] = end - from - 1;
        from = end + 1;
      }
    },
    fateOf: (rowNumber) => {
      const length = lengthOf[rowNumber] ?? 0;
      if (length === 0) return undefined;
      slabs.find(placeOf[rowNumber] ?? 0, length, found);
      return JSON.parse(found.bytes.utf8Slice(found.at, found.at + length)) as RowFate;
    },
    close: slabs.close,
  };
}
