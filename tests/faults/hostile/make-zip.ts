import { crc32, deflateRawSync } from "node:zlib";

/** What goes into one entry of an archive; the rest are lies of the directory. */
export type ZipEntry = {
  readonly path: string;
  readonly body: Uint8Array;
  /** 0: not packed. */
  readonly level?: number;
  readonly stated?: Partial<Stated>;
};

type Stated = {
  readonly packedSize: number;
  readonly size: number;
  readonly method: number;
  readonly flags: number;
  /** Where the directory says that the entry begins. */
  readonly at: number;
  /** Of the directory's zip64 field: size, packed size, place. */
  readonly extra: Uint8Array;
};

/** An archive whose directory says what it is told to. */
export function makeZip(entries: readonly ZipEntry[], statedCount: number = entries.length): Uint8Array {
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { path, body, level = 1, stated } of entries) {
    const packed = level === 0 ? body : deflateRawSync(body, { level });
    const method = level === 0 ? 0 : 8;
    const extra = new Uint8Array();
    const truth = { packedSize: packed.byteLength, size: body.byteLength, method, flags: 0x800, at, extra };
    const crc = crc32(body);
    const local = header(0x04034b50, truth, crc, path);
    pieces.push(local, packed);
    directory.push(header(0x02014b50, { ...truth, ...stated }, crc, path));
    at += local.byteLength + packed.byteLength;
  }
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, statedCount, true);
  view.setUint16(10, statedCount, true);
  view.setUint32(
    12,
    directory.reduce((sum, { byteLength }) => sum + byteLength, 0),
    true,
  );
  view.setUint32(16, at, true);
  return Buffer.concat([...pieces, ...directory, end]);
}

function header(magic: 0x04034b50 | 0x02014b50, stated: Stated, crc: number, path: string): Uint8Array {
  const isLocal = magic === 0x04034b50;
  const name = new TextEncoder().encode(path);
  const fixed = new Uint8Array(isLocal ? 30 : 46);
  const view = new DataView(fixed.buffer);
  const from = isLocal ? 4 : 6;
  view.setUint32(0, magic, true);
  view.setUint16(from, 20, true);
  view.setUint16(from + 2, stated.flags, true);
  view.setUint16(from + 4, stated.method, true);
  view.setUint32(from + 10, crc, true);
  view.setUint32(from + 14, stated.packedSize, true);
  view.setUint32(from + 18, stated.size, true);
  view.setUint16(from + 22, name.byteLength, true);
  view.setUint16(from + 24, stated.extra.byteLength, true);
  if (!isLocal) view.setUint32(42, stated.at, true);
  return Buffer.concat([fixed, name, stated.extra]);
}
