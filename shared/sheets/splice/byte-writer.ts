import { Buffer } from "node:buffer";

/** Bytes and texts one behind the other, handed out in pieces of about 256 KB. */
export type ByteWriter = {
  readonly copy: (bytes: Buffer, from: number, to: number) => void;
  readonly text: (text: string) => void;
  /** What is full (all there is, with `isLast`); it is the caller's. */
  readonly take: (isLast: boolean) => readonly Uint8Array[];
};

const PIECE_BYTES = 262_144;

export function makeByteWriter(): ByteWriter {
  let full: Uint8Array[] = [];
  let piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let used = 0;
  const turn = (): void => {
    if (used > 0) full.push(piece.subarray(0, used));
    piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
    used = 0;
  };
  return {
    copy: (bytes, from, to) => {
      for (let at = from; at < to; ) {
        if (used === PIECE_BYTES) turn();
        const end = Math.min(to, at + PIECE_BYTES - used);
        bytes.copy(piece, used, at, end);
        used += end - at;
        at = end;
      }
    },
    text: (text) => {
      // A character of two units has at most four bytes, one of one unit three.
      if (text.length * 3 > PIECE_BYTES - used) turn();
      if (text.length * 3 > PIECE_BYTES) full.push(Buffer.from(text));
      else used += piece.write(text, used);
    },
    take: (isLast) => {
      if (isLast) turn();
      const taken = full;
      full = [];
      return taken;
    },
  };
}
