import { Buffer } from "node:buffer";
import { zstdCompressSync } from "node:zlib";
import { readDecimal } from "../../../kernel/decimal.ts";
import type { Cell, Column, ColumnKind } from "../../../sheets/sheet.ts";
import { encodeThrift, i32, struct } from "./thrift.ts";

/** Digits after the point that every decimal column has: more than any currency needs, so that no amount is rounded. */
export const DECIMAL_SCALE = 4;
export const DECIMAL_PRECISION = 18;

const DAY_MS = 86_400_000;

/** The values of one column in a row group, in Parquet's PLAIN encoding, and which of them are there. */
export type ColumnChunk = {
  readonly bytes: Uint8Array;
  readonly values: number;
  readonly uncompressedBytes: number;
};

/** Takes the cells of one column, and keeps of them only the bytes that they become. */
export type ChunkWriter = {
  readonly add: (cell: Cell | undefined) => void;
  /** One page with its header, of all cells since the last one. */
  readonly take: () => ColumnChunk;
};

/** Texts are UTF-8, integers and decimals 64 bits, days 32 bits; an empty cell is a null. */
export function makeChunkWriter({ kind }: Column): ChunkWriter {
  const write = writers[kind];
  let values = Buffer.allocUnsafe(FIRST_BYTES);
  let levels = Buffer.alloc(FIRST_BYTES);
  let [end, cells, present] = [0, 0, 0];
  return {
    add: (cell) => {
      if (cells >> 3 === levels.length) levels = Buffer.concat([levels], 2 * levels.length);
      if (cell !== null && cell !== undefined) {
        levels[cells >> 3] = (levels[cells >> 3] ?? 0) | (1 << (cells & 7));
        present += 1;
        const most = typeof cell === "string" ? LENGTH_BYTES + 3 * cell.length : LENGTH_BYTES + LONGEST_NUMBER;
        if (end + most > values.length) values = enlarged(values, end, end + most);
        end = write(cell, values, end);
      }
      cells += 1;
    },
    take: () => {
      const page = Buffer.concat([definitionLevels(levels, cells, present), values.subarray(0, end)]);
      const packed = zstdCompressSync(page);
      const header = encodeThrift({
        1: i32(0),
        2: i32(page.byteLength),
        3: i32(packed.byteLength),
        5: struct({ 1: i32(cells), 2: i32(0), 3: i32(3), 4: i32(3) }),
      });
      const chunk = {
        bytes: Buffer.concat([header, packed]),
        values: cells,
        uncompressedBytes: header.byteLength + page.byteLength,
      };
      levels.fill(0);
      [end, cells, present] = [0, 0, 0];
      return chunk;
    },
  };
}

const FIRST_BYTES = 4_096;
const LENGTH_BYTES = 4;
/** Characters of any number, as text. */
const LONGEST_NUMBER = 32;

function enlarged(bytes: Buffer, used: number, least: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(Math.max(2 * bytes.length, least));
  bytes.copy(larger, 0, 0, used);
  return larger;
}

/** One bit for each row, 1 where there is a value: one run of equal bits, or all of them packed by eight. */
function definitionLevels(bits: Buffer, cells: number, present: number): Buffer {
  const isEven = present === cells || present === 0;
  const bytes = Math.ceil(cells / 8);
  const run = isEven
    ? Buffer.from([...varint(cells * 2), present === 0 ? 0 : 1])
    : Buffer.concat([Buffer.from(varint(bytes * 2 + 1)), bits.subarray(0, bytes)]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(run.byteLength);
  return Buffer.concat([length, run]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

/** Writes a value and gives the place behind it. */
type Write = (cell: string | number, into: Buffer, at: number) => number;

const text: Write = (cell, into, at) => {
  const length = into.write(String(cell), at + LENGTH_BYTES);
  return into.writeUInt32LE(length, at) + length;
};

const writers: Readonly<Record<ColumnKind, Write>> = {
  text,
  instant: text,
  integer: (cell, into, at) =>
    typeof cell === "number" && Number.isSafeInteger(cell)
      ? safeInteger(cell, into, at)
      : into.writeBigInt64LE(BigInt(cell), at),
  decimal: (cell, into, at) => {
    const text = String(cell);
    const quick = quickDecimal(text);
    return quick === null ? into.writeBigInt64LE(scaledDecimal(text), at) : safeInteger(quick, into, at);
  },
  day: (cell, into, at) => into.writeInt32LE(Date.parse(`${cell}T00:00:00Z`) / DAY_MS, at),
};

const TWO_TO_32 = 2 ** 32;

/** As 64 bits. */
function safeInteger(value: number, into: Buffer, at: number): number {
  const high = Math.floor(value / TWO_TO_32);
  into.writeUInt32LE(value - high * TWO_TO_32, at);
  return into.writeInt32LE(high, at + 4);
}

/** Digits before and behind the point that together are a safe integer at scale 4. */
const MOST_QUICK = 15;

/** As `scaledDecimal`, of what almost all amounts look like; null of anything else. */
function quickDecimal(text: string): number | null {
  const first = text.charCodeAt(0) === 0x2d ? 1 : 0;
  if (text.length === first || text.length > MOST_QUICK - DECIMAL_SCALE) return null;
  let value = 0;
  let point = text.length;
  for (let at = first; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) value = 10 * value + code - 0x30;
    else if (code === 0x2e && point === text.length && at > first && at < text.length - 1) point = at;
    else return null;
  }
  const digits = Math.max(0, text.length - point - 1);
  if (digits > DECIMAL_SCALE) return null;
  const scaled = value * 10 ** (DECIMAL_SCALE - digits);
  return first === 1 && scaled !== 0 ? -scaled : scaled;
}

/** "19.99" is 199900 at scale 4. Throws on what is no decimal, has more digits after the point, or more than 18 in all. */
function scaledDecimal(text: string): bigint {
  const decimal = readDecimal(text);
  if (decimal === null) throw new Error(`"${text}" is no decimal`);
  if (decimal.digits === "") return 0n;
  const zeros = decimal.power + DECIMAL_SCALE;
  const digits = zeros >= 0 ? decimal.digits + "0".repeat(zeros) : withoutZeros(decimal.digits, -zeros, text);
  if (digits.length > DECIMAL_PRECISION) throw new Error(`"${text}" has more digits than a decimal column holds`);
  return decimal.isNegative ? -BigInt(digits) : BigInt(digits);
}

function withoutZeros(digits: string, count: number, text: string): string {
  if (!/^0*$/.test(digits.slice(-count)))
    throw new Error(`"${text}" has more than ${DECIMAL_SCALE} digits after the point`);
  return digits.slice(0, -count) || "0";
}
