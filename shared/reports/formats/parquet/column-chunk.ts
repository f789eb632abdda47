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

/** One page with its header. Texts are UTF-8, integers and decimals 64 bits, days 32 bits; an empty cell is a null. */
export function encodeChunk(column: Column, rows: readonly (readonly Cell[])[], at: number): ColumnChunk {
  const present = rows.filter((row) => row[at] != null).length;
  const levels = definitionLevels(rows, at, present);
  const values = plainValues(column, rows, at, present);
  const page = Buffer.concat([levels, values]);
  const packed = zstdCompressSync(page);
  const header = encodeThrift({
    1: i32(0),
    2: i32(page.byteLength),
    3: i32(packed.byteLength),
    5: struct({ 1: i32(rows.length), 2: i32(0), 3: i32(3), 4: i32(3) }),
  });
  return {
    bytes: Buffer.concat([header, packed]),
    values: rows.length,
    uncompressedBytes: header.byteLength + page.byteLength,
  };
}

/** One bit for each row, 1 where there is a value: one run of equal bits, or all of them packed by eight. */
function definitionLevels(rows: readonly (readonly Cell[])[], at: number, present: number): Buffer {
  const isEven = present === rows.length || present === 0;
  const run = isEven
    ? Buffer.from([...varint(rows.length * 2), present === 0 ? 0 : 1])
    : Buffer.concat([Buffer.from(varint(Math.ceil(rows.length / 8) * 2 + 1)), packedBits(rows, at)]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(run.byteLength);
  return Buffer.concat([length, run]);
}

function packedBits(rows: readonly (readonly Cell[])[], at: number): Buffer {
  const bits = Buffer.alloc(Math.ceil(rows.length / 8));
  for (const [index, row] of rows.entries())
    if (row[at] != null) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
  return bits;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

const writers: Readonly<
  Record<Exclude<ColumnKind, "text" | "instant">, (cell: Cell, into: Buffer, at: number) => number>
> = {
  integer: (cell, into, at) => into.writeBigInt64LE(BigInt(cell ?? 0), at),
  decimal: (cell, into, at) => into.writeBigInt64LE(scaledDecimal(String(cell)), at),
  day: (cell, into, at) => into.writeInt32LE(Date.parse(`${cell}T00:00:00Z`) / DAY_MS, at),
};

function plainValues({ kind }: Column, rows: readonly (readonly Cell[])[], at: number, present: number): Buffer {
  if (kind === "text" || kind === "instant") return texts(rows, at);
  const write = writers[kind];
  const bytes = Buffer.alloc(present * (kind === "day" ? 4 : 8));
  let end = 0;
  for (const row of rows) {
    const cell = row[at];
    if (cell != null) end = write(cell, bytes, end);
  }
  return bytes;
}

function texts(rows: readonly (readonly Cell[])[], at: number): Buffer {
  let size = 0;
  for (const row of rows) size += row[at] == null ? 0 : 4 + Buffer.byteLength(String(row[at]));
  const bytes = Buffer.allocUnsafe(size);
  let end = 0;
  for (const row of rows) {
    const cell = row[at];
    if (cell == null) continue;
    const length = bytes.write(String(cell), end + 4);
    bytes.writeUInt32LE(length, end);
    end += 4 + length;
  }
  return bytes;
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
