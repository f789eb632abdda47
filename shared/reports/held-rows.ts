import { Buffer } from "node:buffer";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { inChunks } from "../kernel/in-chunks.ts";
import type { Row } from "./report-definition.ts";

type Batches = () => AsyncIterable<readonly Row[]>;

/** What is kept: rows as they are, some ten megabytes of them, or packed. */
export type HeldLimits = { readonly rows: number; readonly packedBytes: number };

const usual: HeldLimits = { rows: 10_000, packedBytes: 48 * 1024 * 1024 };

/** Rows that are packed, and unpacked, together. */
const ROWS_IN_PACK = 2_000;
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * The same rows, as often as they are asked for, made once where that is possible: many reports are a few rows made from many
 * facts, and some of a year of them, and each is gone through for its sums and for every file. Few rows are kept as they are;
 * more of them packed, a tenth as large; what is still too long, a day of millions of rows, is made anew each time.
 */
export function heldRows(make: Batches, most = usual): Batches {
  let held: Batches | null = null;
  return async function* () {
    if (held !== null) return yield* held();
    const seen = makeSeen(most);
    for await (const batch of make()) {
      seen.add(batch);
      yield batch;
    }
    held = seen.rows() ?? make;
  };
}

/** What has been seen of the rows. */
function makeSeen(most: HeldLimits): {
  readonly add: (batch: readonly Row[]) => void;
  /** null: there were too many. */
  readonly rows: () => Batches | null;
} {
  let plain: (readonly Row[])[] = [];
  let packs: Buffer[] = [];
  let rows = 0;
  let bytes = 0;
  const pack = (batch: readonly Row[]): void => {
    for (const some of inChunks(batch, ROWS_IN_PACK)) {
      if (bytes > most.packedBytes) return;
      const packed = zstdCompressSync(Buffer.from(JSON.stringify(some)), fast);
      bytes += packed.byteLength;
      packs.push(packed);
    }
  };
  return {
    add: (batch) => {
      rows += batch.length;
      plain.push(batch);
      if (rows <= most.rows) return;
      for (const each of plain) pack(each);
      plain = [];
      if (bytes > most.packedBytes) packs = [];
    },
    rows: () => {
      if (rows <= most.rows)
        return async function* () {
          yield* plain;
        };
      if (bytes > most.packedBytes) return null;
      return async function* () {
        for (const each of packs) yield JSON.parse(zstdDecompressSync(each).toString()) as readonly Row[];
      };
    },
  };
}
