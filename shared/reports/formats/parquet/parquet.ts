import type { Column, ColumnKind } from "../../../sheets/sheet.ts";
import type { FileFormat, StreamedSheet } from "../../report-definition.ts";
import { type ColumnChunk, DECIMAL_PRECISION, DECIMAL_SCALE, makeChunkWriter } from "./column-chunk.ts";
import { encodeThrift, i32, i64, list, struct, type ThriftValue, text } from "./thrift.ts";

const MAGIC = Buffer.from("PAR1");

/** Rows whose columns stand together; a reader skips whole groups. */
const ROWS_IN_GROUP = 20_000;

/** Numbers of the format's own enumerations (github.com/apache/parquet-format, parquet.thrift). */
const INT32 = 1;
const INT64 = 2;
const BYTE_ARRAY = 6;
const UTF8 = 0;
const DECIMAL = 5;
const DATE = 6;
const OPTIONAL = 1;
const ZSTD = 6;
const PLAIN = 0;
const RLE = 3;

/**
 * For Athena, DuckDB and data frames: every cell typed, amounts exact decimals, ids and instants text as in the other files.
 * Of one group at a time what its rows become is in memory. The same rows give the same bytes.
 */
export const parquet: FileFormat = {
  extension: ".parquet",
  contentType: "application/vnd.apache.parquet",
  encode: encodeParquet,
};

/** One column of a group of rows, as the footer tells of it. */
type WrittenChunk = Omit<ColumnChunk, "bytes"> & { readonly offset: number; readonly size: number };
type Group = { readonly rows: number; readonly chunks: readonly WrittenChunk[] };

async function* encodeParquet({ columns, rows }: StreamedSheet): AsyncGenerator<Uint8Array> {
  yield MAGIC;
  let offset = MAGIC.byteLength;
  const groups: Group[] = [];
  const writers = columns.map(makeChunkWriter);
  let held = 0;
  const takeGroup = function* (): Generator<Uint8Array> {
    const chunks: WrittenChunk[] = [];
    for (const writer of writers) {
      const { bytes, ...chunk } = writer.take();
      chunks.push({ ...chunk, offset, size: bytes.byteLength });
      offset += bytes.byteLength;
      yield bytes;
    }
    groups.push({ rows: held, chunks });
    held = 0;
  };
  for await (const batch of rows()) {
    for (const row of batch) {
      for (let at = 0; at < writers.length; at += 1) writers[at]?.add(row[at]);
      held += 1;
      if (held === ROWS_IN_GROUP) yield* takeGroup();
    }
  }
  if (held > 0) yield* takeGroup();
  yield footer(columns, groups);
}

/** What the file holds and where; its own length and the magic word end the file. */
function footer(columns: readonly Column[], groups: readonly Group[]): Uint8Array {
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  const meta = encodeThrift({
    1: i32(1),
    2: list([struct({ 4: text("rows"), 5: i32(columns.length) }), ...columns.map(schemaOf)]),
    3: i64(rows),
    4: list(groups.map((group) => groupOf(columns, group))),
    6: text("orderhub"),
  });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.byteLength);
  return Buffer.concat([meta, length, MAGIC]);
}

const physicalTypes: Readonly<Record<ColumnKind, number>> = {
  text: BYTE_ARRAY,
  instant: BYTE_ARRAY,
  integer: INT64,
  decimal: INT64,
  day: INT32,
};

function schemaOf({ name, kind }: Column): ThriftValue {
  const isDecimal = kind === "decimal";
  const convertedType = { text: UTF8, instant: UTF8, integer: undefined, decimal: DECIMAL, day: DATE }[kind];
  return struct({
    1: i32(physicalTypes[kind]),
    3: i32(OPTIONAL),
    4: text(name),
    6: convertedType === undefined ? undefined : i32(convertedType),
    7: isDecimal ? i32(DECIMAL_SCALE) : undefined,
    8: isDecimal ? i32(DECIMAL_PRECISION) : undefined,
  });
}

function groupOf(columns: readonly Column[], { rows, chunks }: Group): ThriftValue {
  const size = chunks.reduce((sum, chunk) => sum + chunk.uncompressedBytes, 0);
  const of = columns.map(({ name, kind }, at) => chunkOf(name, kind, chunks[at]));
  return struct({ 1: list(of), 2: i64(size), 3: i64(rows) });
}

function chunkOf(name: string, kind: ColumnKind, chunk: WrittenChunk | undefined): ThriftValue {
  if (chunk === undefined) throw new Error(`column ${name} was not written`);
  const meta = struct({
    1: i32(physicalTypes[kind]),
    2: list([i32(PLAIN), i32(RLE)]),
    3: list([text(name)]),
    4: i32(ZSTD),
    5: i64(chunk.values),
    6: i64(chunk.uncompressedBytes),
    7: i64(chunk.size),
    9: i64(chunk.offset),
  });
  return struct({ 2: i64(chunk.offset), 3: meta });
}
