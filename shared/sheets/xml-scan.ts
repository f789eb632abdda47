import { Buffer, isUtf8 } from "node:buffer";
import { isSpace, kind } from "./byte-classes.ts";
import { damaged } from "./unreadable.ts";

/** What a text holds that needs more than being copied: bits of `XmlScan.marks`. */
export const mark = {
  reference: kind.reference,
  beyondAscii: kind.beyondAscii,
  carriageReturn: kind.carriageReturn,
  /** May begin `_x000D_`. */
  underscore: kind.underscore,
} as const;

export const allMarks: number = mark.reference | mark.beyondAscii | mark.carriageReturn | mark.underscore;

/** Bytes of one tag, text or comment. A cell holds 32,767 characters, each at most 8 bytes long (`&#x4E2D;`). */
const maxTokenBytes = 262_144;

export const maxDepth = 128;

export const maxAttributes = 256;

/** Node has these on every Buffer; they are quicker than `toString` and missing in its types. */
export type Bytes = Buffer & {
  readonly latin1Slice: (from: number, to: number) => string;
  readonly utf8Slice: (from: number, to: number) => string;
};

export function asBytes(buffer: Buffer): Bytes {
  return buffer as Bytes;
}

/**
 * The place in one XML part whose bytes come in chunks. Nothing is copied but the unfinished token at a chunk's end, and no
 * string is made here: the fields say where in `bytes` the latest token is, until the next call.
 */
export type XmlScan = {
  readonly path: string;
  bytes: Bytes;
  at: number;
  end: number;
  /** All bytes are UTF-8, but for a character that the chunk's end cuts: no text has to be looked at on its own. */
  isUtf8: boolean;
  /** The name of the tag without its prefix. */
  nameFrom: number;
  nameTo: number;
  /** Names of up to three bytes as a number (`packed("row")`), so that they are compared at once; 0 for longer ones. */
  name: number;
  /** Of the full name: tells names apart well enough to see whether tags are paired, without a copy of each open name. */
  nameHash: number;
  /** Of the text. */
  from: number;
  to: number;
  marks: number;
  /** Four numbers for each attribute of an opened tag: where its name starts and ends, where its value starts and ends. */
  readonly attributes: Int32Array;
  attributeCount: number;
  depth: number;
  readonly openNames: Int32Array;
  /** The opened tag is closed by the next token. */
  isSelfClosing: boolean;
  hasRoot: boolean;
};

export function openScan(path: string): XmlScan {
  return {
    path,
    bytes: asBytes(Buffer.alloc(0)),
    at: 0,
    end: 0,
    isUtf8: true,
    nameFrom: 0,
    nameTo: 0,
    name: 0,
    nameHash: 0,
    from: 0,
    to: 0,
    marks: 0,
    attributes: new Int32Array(maxAttributes * 4),
    attributeCount: 0,
    depth: 0,
    openNames: new Int32Array(maxDepth),
    isSelfClosing: false,
    hasRoot: false,
  };
}

/** `row` → the number that `XmlScan.name` has for it. */
export function packed(name: string): number {
  return [...name].reduce((sum, character, at) => sum | (character.charCodeAt(0) << (8 * at)), 0);
}

/** Appends a chunk of UTF-8; call it when `nextToken` asks for more. */
export function writeChunk(scan: XmlScan, chunk: Uint8Array): void {
  const kept = scan.end - scan.at;
  if (kept > maxTokenBytes) throw damaged(scan.path, `a tag or a text of more than ${maxTokenBytes} bytes`);
  const end = kept + chunk.byteLength;
  if (scan.bytes.byteLength <= end) {
    const wider = asBytes(Buffer.allocUnsafeSlow(end + 65_536));
    wider.set(scan.bytes.subarray(scan.at, scan.end));
    scan.bytes = wider;
  } else scan.bytes.copyWithin(0, scan.at, scan.end);
  scan.bytes.set(chunk, kept);
  // Stops every loop below: a zero byte is not allowed in XML.
  scan.bytes[end] = 0;
  scan.at = 0;
  scan.end = end;
  scan.isUtf8 = isUtf8(scan.bytes.subarray(0, lastWhole(scan.bytes, end)));
}

/** Where a character begins that the end cuts, or the end. */
function lastWhole(bytes: Bytes, end: number): number {
  for (let at = end - 1; at >= Math.max(0, end - 3); at -= 1) {
    const byte = bytes[at] as number;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return at + (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > end ? at : end;
  }
  return end;
}

/** Call it when there are no more chunks and `nextToken` asks for more. */
export function finishScan(scan: XmlScan): void {
  const rest = scan.bytes.subarray(scan.at, scan.end);
  if (scan.depth > 0 || !scan.hasRoot || !rest.every(isSpace)) {
    throw damaged(scan.path, "ends in the middle");
  }
}
