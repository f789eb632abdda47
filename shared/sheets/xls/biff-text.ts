import type { Buffer } from "node:buffer";
import { TextDecoder } from "node:util";
import { damaged } from "../unreadable.ts";

/** A place in a record and the records that continue it. */
export type Cursor = { readonly stream: Buffer; readonly segments: Uint32Array; segment: number; at: number };

export function cursorAt(stream: Buffer, segments: Uint32Array, segment = 0, at: number = segments[0] ?? 0): Cursor {
  return { stream, segments, segment, at };
}

/** True when nothing is left. */
export function isAtEnd(cursor: Cursor): boolean {
  return left(cursor) === 0 && cursor.segment * 2 + 2 >= cursor.segments.length;
}

function left(cursor: Cursor): number {
  return (cursor.segments[cursor.segment * 2 + 1] as number) - cursor.at;
}

function toNextSegment(cursor: Cursor): void {
  cursor.segment += 1;
  const from = cursor.segments[cursor.segment * 2];
  if (from === undefined) throw damaged("workbook", "a text is cut");
  cursor.at = from;
}

export function takeByte(cursor: Cursor): number {
  while (left(cursor) === 0) toNextSegment(cursor);
  cursor.at += 1;
  return cursor.stream[cursor.at - 1] as number;
}

export function takeShort(cursor: Cursor): number {
  return takeByte(cursor) | (takeByte(cursor) << 8);
}

function skip(cursor: Cursor, count: number): void {
  for (let rest = count; rest > 0; ) {
    if (left(cursor) === 0) toNextSegment(cursor);
    const taken = Math.min(rest, left(cursor));
    cursor.at += taken;
    rest -= taken;
  }
}

const WIDE = 1;
const EXTENDED = 4;
const RICH = 8;

/** A text of BIFF8 whose `count` of characters has been read; null instead of the text when only its end is wanted. */
export function takeText(cursor: Cursor, count: number, isWanted = true): string | null {
  const flags = takeByte(cursor);
  const runs = (flags & RICH) === 0 ? 0 : takeShort(cursor);
  const extraBytes = (flags & EXTENDED) === 0 ? 0 : takeShort(cursor) + takeShort(cursor) * 65_536;
  const text = takeCharacters(cursor, count, (flags & WIDE) !== 0, isWanted);
  skip(cursor, runs * 4 + extraBytes);
  return isWanted ? text : null;
}

/** Each record that continues the characters says again whether they have one byte or two. */
function takeCharacters(cursor: Cursor, count: number, startsWide: boolean, isWanted: boolean): string {
  let text = "";
  let isWide = startsWide;
  for (let rest = count; rest > 0; ) {
    if (left(cursor) === 0) {
      toNextSegment(cursor);
      isWide = (takeByte(cursor) & WIDE) !== 0;
    }
    const width = isWide ? 2 : 1;
    const taken = Math.min(rest, Math.floor(left(cursor) / width));
    if (taken === 0) throw damaged("workbook", "a character is cut");
    const to = cursor.at + taken * width;
    if (isWanted) text += cursor.stream.toString(isWide ? "utf16le" : "latin1", cursor.at, to);
    cursor.at = to;
    rest -= taken;
  }
  return text;
}

/** Of texts before BIFF8, by the number in the code page record. */
export function codePageDecoder(codePage: number): TextDecoder {
  const names: Readonly<Record<number, string>> = {
    367: "windows-1252",
    932: "shift_jis",
    936: "gb18030",
    949: "euc-kr",
    950: "big5",
    874: "windows-874",
    866: "ibm866",
    1200: "utf-16le",
    10000: "macintosh",
    32768: "macintosh",
    65001: "utf-8",
  };
  const isWindows = codePage >= 1250 && codePage <= 1258;
  return new TextDecoder(names[codePage] ?? (isWindows ? `windows-${codePage}` : "windows-1252"));
}
