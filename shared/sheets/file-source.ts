import { Buffer } from "node:buffer";
import { open } from "node:fs/promises";

/** A file that can be read anywhere, so that it need not be in memory: a copy on disk, an object in a bucket, or bytes. */
export type FileSource = {
  readonly byteLength: number;
  /** Those bytes, `to` not included. Both lie within the file. */
  readonly read: (from: number, to: number) => Promise<Uint8Array>;
};

export function fileSource(file: Uint8Array | FileSource): FileSource {
  if (!(file instanceof Uint8Array)) return file;
  const read: FileSource["read"] = async (from, to) => file.subarray(from, to);
  return { byteLength: file.byteLength, read };
}

/** A file on disk, open until `close`. */
export async function openFileSource(path: string): Promise<FileSource & { readonly close: () => Promise<void> }> {
  const file = await open(path);
  const { size } = await file.stat();
  return {
    byteLength: size,
    read: async (from, to) => {
      const bytes = Buffer.allocUnsafeSlow(to - from);
      const { bytesRead } = await file.read(bytes, 0, to - from, from);
      if (bytesRead < to - from) throw new Error(`${path} was cut while it was read`);
      return bytes;
    },
    close: () => file.close(),
  };
}

const PIECE_BYTES = 262_144;

/** The bytes from `from` to `to`, piece by piece. */
export async function* piecesOf(
  source: FileSource,
  from = 0,
  to: number = source.byteLength,
): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; at += PIECE_BYTES) yield await source.read(at, Math.min(at + PIECE_BYTES, to));
}
