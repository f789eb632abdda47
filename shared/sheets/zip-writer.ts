import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw } from "node:zlib";

/** A part of a .zip on its way out: packed here, or copied as another .zip has it. */
export type ZipPart =
  | { readonly path: string; readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> }
  | {
      readonly path: string;
      readonly packed: AsyncIterable<Uint8Array>;
      readonly crc32: number;
      readonly packedBytes: number;
      readonly bytes: number;
      readonly method: number;
    };

type Written = {
  path: Buffer;
  crc: number;
  packedBytes: number;
  bytes: number;
  method: number;
  at: number;
  flags: number;
};

const CHUNK_BYTES = 262_144;
const UTF8_NAMES = 0x0800;
/** Size and check sum come behind the bytes, because they are not known before. */
const SIZES_BEHIND = 0x0008;
/** The first of January 1980: the same parts give the same bytes whenever they are written. */
const FIXED_DATE = 0x0021;
const MAX_BYTES = 0xffffffff;

/** The bytes of a .zip, each part read when it is its turn. Fast rather than small: level 1. */
export async function* zipChunks(parts: AsyncIterable<ZipPart>): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let at = 0;
  const counted = (bytes: Uint8Array): Uint8Array => {
    at += bytes.byteLength;
    if (at > MAX_BYTES) throw new Error("a .zip of more than 4 GB");
    return bytes;
  };
  for await (const part of parts) {
    const entry = "packed" in part ? copied(part, at) : fresh(part.path, at);
    yield counted(localHeader(entry));
    for await (const chunk of "packed" in part ? part.packed : deflated(part.body, entry)) yield counted(chunk);
    if ((entry.flags & SIZES_BEHIND) !== 0) yield counted(sizes(entry));
    written.push(entry);
  }
  const directoryAt = at;
  for (const entry of written) yield counted(directoryEntry(entry));
  yield endOfDirectory(written.length, at - directoryAt, directoryAt);
}

function copied(part: Extract<ZipPart, { packed: unknown }>, at: number): Written {
  const { packedBytes, bytes, method } = part;
  return { path: Buffer.from(part.path), crc: part.crc32, packedBytes, bytes, method, at, flags: UTF8_NAMES };
}

function fresh(path: string, at: number): Written {
  return { path: Buffer.from(path), crc: 0, packedBytes: 0, bytes: 0, method: 8, at, flags: UTF8_NAMES | SIZES_BEHIND };
}

async function* deflated(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  entry: Written,
): AsyncGenerator<Uint8Array> {
  const deflate = createDeflateRaw({ level: 1, chunkSize: CHUNK_BYTES, memLevel: 9 });
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      entry.crc = crc32(chunk, entry.crc);
      entry.bytes += chunk.byteLength;
      yield chunk;
    }
  }
  // What goes wrong is thrown by the loop, too.
  pipeline(Readable.from(watched(), { highWaterMark: 1 }), deflate).catch(() => undefined);
  for await (const chunk of deflate) {
    const packed = chunk as Buffer;
    entry.packedBytes += packed.byteLength;
    yield packed;
  }
}

function localHeader({ path, crc, packedBytes, bytes, method, flags }: Written): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt16LE(FIXED_DATE, 12);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(packedBytes, 18);
  header.writeUInt32LE(bytes, 22);
  header.writeUInt16LE(path.byteLength, 26);
  return Buffer.concat([header, path]);
}

function sizes({ crc, packedBytes, bytes }: Written): Buffer {
  const behind = Buffer.alloc(16);
  behind.writeUInt32LE(0x08074b50, 0);
  behind.writeUInt32LE(crc, 4);
  behind.writeUInt32LE(packedBytes, 8);
  behind.writeUInt32LE(bytes, 12);
  return behind;
}

function directoryEntry({ path, crc, packedBytes, bytes, method, at, flags }: Written): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(flags, 8);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt16LE(FIXED_DATE, 14);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packedBytes, 20);
  entry.writeUInt32LE(bytes, 24);
  entry.writeUInt16LE(path.byteLength, 28);
  entry.writeUInt32LE(at, 42);
  return Buffer.concat([entry, path]);
}

function endOfDirectory(count: number, bytes: number, at: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(at, 16);
  return end;
}
