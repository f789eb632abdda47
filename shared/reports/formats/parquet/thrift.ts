import { never } from "../../../kernel/result.ts";

/** Types of fields and of list elements in Thrift's compact protocol. */
const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/** What a field holds. A struct is its fields by their ids, in rising order; what is undefined is left out. */
export type ThriftValue =
  | { readonly kind: "i32" | "i64"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "struct"; readonly fields: ThriftStruct }
  | { readonly kind: "list"; readonly items: readonly ThriftValue[] };

export type ThriftStruct = Readonly<Record<number, ThriftValue | undefined>>;

export const i32 = (value: number): ThriftValue => ({ kind: "i32", value });
export const i64 = (value: number): ThriftValue => ({ kind: "i64", value });
export const text = (value: string): ThriftValue => ({ kind: "text", value });
export const struct = (fields: ThriftStruct): ThriftValue => ({ kind: "struct", fields });
export const list = (items: readonly ThriftValue[]): ThriftValue => ({ kind: "list", items });

/**
 * A struct in Thrift's compact protocol, as Parquet's headers and footer are written
 * (github.com/apache/thrift, doc/specs/thrift-compact-protocol.md). Integers are safe ones.
 */
export function encodeThrift(fields: ThriftStruct): Uint8Array {
  const bytes: number[] = [];
  writeStruct(bytes, fields);
  return Uint8Array.from(bytes);
}

function writeStruct(bytes: number[], fields: ThriftStruct): void {
  let before = 0;
  for (const id of Object.keys(fields).map(Number)) {
    const value = fields[id];
    if (value === undefined) continue;
    // Ids of Parquet's structs are at most 15 apart, so the short form always fits.
    bytes.push(((id - before) << 4) | typeOf(value));
    before = id;
    writeValue(bytes, value);
  }
  bytes.push(0);
}

function typeOf(value: ThriftValue): number {
  return { i32: I32, i64: I64, text: BINARY, struct: STRUCT, list: LIST }[value.kind];
}

function writeValue(bytes: number[], value: ThriftValue): void {
  switch (value.kind) {
    case "i32":
    case "i64":
      writeVarint(bytes, zigzag(value.value));
      break;
    case "text": {
      const utf8 = Buffer.from(value.value);
      writeVarint(bytes, BigInt(utf8.byteLength));
      for (const byte of utf8) bytes.push(byte);
      break;
    }
    case "struct":
      writeStruct(bytes, value.fields);
      break;
    case "list":
      writeList(bytes, value.items);
      break;
    default:
      never(value);
  }
}

function writeList(bytes: number[], items: readonly ThriftValue[]): void {
  const [first] = items;
  const type = first === undefined ? STRUCT : typeOf(first);
  bytes.push((Math.min(items.length, 15) << 4) | type);
  if (items.length >= 15) writeVarint(bytes, BigInt(items.length));
  for (const item of items) writeValue(bytes, item);
}

function zigzag(value: number): bigint {
  const big = BigInt(value);
  return big < 0n ? -2n * big - 1n : 2n * big;
}

function writeVarint(bytes: number[], value: bigint): void {
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
}
