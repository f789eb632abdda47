import { Buffer } from "node:buffer";
import { Unreadable } from "./unreadable.ts";
import { asBytes, type Bytes } from "./xml-scan.ts";

/**
 * The place in a CSV whose bytes come in chunks. A separator, a quote or a line end is one byte and never part of another
 * character in UTF-8, GBK and GB18030, so records are cut from bytes and no character is.
 */
export type RecordScan = {
  readonly separator: number;
  bytes: Bytes;
  at: number;
  end: number;
  /** The latest record, without its line end. */
  from: number;
  to: number;
  isQuoted: boolean;
  /** Records so far: what a spreadsheet counts as rows. */
  number: number;
  /** Where the next one of each lies; a place before `at` is not known any more. */
  nextQuote: number;
  nextReturn: number;
  nextLine: number;
};

/** Of one record: two hundred columns of five thousand characters. Longer ones come of a quote that is never closed. */
const maxRecordBytes = 1_048_576;

const QUOTE = 34;
const LINE = 10;
const RETURN = 13;
const EQUALS = 61;

export function openRecords(separator: string): RecordScan {
  return {
    separator: separator.charCodeAt(0),
    bytes: asBytes(Buffer.alloc(0)),
    at: 0,
    end: 0,
    from: 0,
    to: 0,
    isQuoted: false,
    number: 0,
    nextQuote: -1,
    nextReturn: -1,
    nextLine: -1,
  };
}

/** Appends a chunk; call it when `takeRecord` finds no whole record. */
export function writeRecords(scan: RecordScan, chunk: Uint8Array): void {
  const kept = scan.end - scan.at;
  if (kept > maxRecordBytes) {
    throw new Unreadable({ kind: "cell_too_long", row: scan.number + 1, allowed: maxRecordBytes });
  }
  const end = kept + chunk.byteLength;
  if (scan.bytes.byteLength < end) {
    const wider = asBytes(Buffer.allocUnsafeSlow(end + 65_536));
    wider.set(scan.bytes.subarray(scan.at, scan.end));
    scan.bytes = wider;
  } else scan.bytes.copyWithin(0, scan.at, scan.end);
  scan.bytes.set(chunk, kept);
  scan.at = 0;
  scan.end = end;
  scan.nextQuote = -1;
  scan.nextReturn = -1;
  scan.nextLine = -1;
}

/** True when there was a whole record; `isLast` says that no more bytes will come. */
export function takeRecord(scan: RecordScan, isLast: boolean): boolean {
  if (scan.at >= scan.end) return false;
  if (scan.nextQuote < scan.at) scan.nextQuote = placeOf(scan, QUOTE, scan.at);
  if (scan.nextReturn < scan.at) scan.nextReturn = placeOf(scan, RETURN, scan.at);
  if (scan.nextLine < scan.at) scan.nextLine = placeOf(scan, LINE, scan.at);
  const lineEnd = Math.min(scan.nextReturn, scan.nextLine);
  scan.isQuoted = scan.nextQuote < lineEnd;
  const to = scan.isQuoted ? quotedEnd(scan) : lineEnd;
  // A CR that ends the chunk may be half of a CRLF.
  const isWhole = to < scan.end && !(scan.bytes[to] === RETURN && to + 1 === scan.end);
  if (!isWhole && !isLast) return false;
  scan.from = scan.at;
  scan.to = to;
  const isPair = scan.bytes[to] === RETURN && to + 1 < scan.end && scan.bytes[to + 1] === LINE;
  scan.at = Math.min(to + (isPair ? 2 : 1), scan.end);
  scan.number += 1;
  return true;
}

function placeOf(scan: RecordScan, byte: number, from: number): number {
  const place = scan.bytes.indexOf(byte, from);
  return place === -1 || place > scan.end ? scan.end : place;
}

/** A quote opens at the start of a field (or after the `=` there, as `="00123"` keeps its zeros); elsewhere it is a character. */
function quotedEnd(scan: RecordScan): number {
  const { bytes, end, separator } = scan;
  let fieldFrom = scan.at;
  let at = scan.at;
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte === LINE || byte === RETURN) return at;
    const isOpening = byte === QUOTE && (at === fieldFrom || (at === fieldFrom + 1 && bytes[fieldFrom] === EQUALS));
    if (isOpening) at = closingQuote(scan, at + 1);
    else if (byte === separator) fieldFrom = at + 1;
    at += 1;
  }
  return end;
}

/** Where the quote is that closes; the end when it is not there (yet). */
function closingQuote({ bytes, end }: RecordScan, from: number): number {
  for (let at = from; at < end; at += 1) {
    if (bytes[at] !== QUOTE) continue;
    if (bytes[at + 1] !== QUOTE || at + 1 >= end) return at;
    at += 1;
  }
  return end;
}
