import type { Buffer } from "node:buffer";
import { damaged } from "../unreadable.ts";

/** One record of a BIFF stream ([MS-XLS] 2.1.4): `type`, then its bytes `from`–`to`. */
export type BiffRecord = { type: number; from: number; to: number };

/** Record types that are looked at. */
export const biff = {
  bof: 0x0809,
  eof: 0x000a,
  continue: 0x003c,
  filePass: 0x002f,
  codePage: 0x0042,
  dateMode: 0x0022,
  format: 0x041e,
  cellFormat: 0x00e0,
  boundSheet: 0x0085,
  sharedStrings: 0x00fc,
  sharedLabel: 0x00fd,
  label: 0x0204,
  richLabel: 0x00d6,
  number: 0x0203,
  rk: 0x027e,
  manyRk: 0x00bd,
  boolOrError: 0x0205,
  formula: 0x0006,
  string: 0x0207,
} as const;

const HEADER_BYTES = 4;

/** Puts the record at `at` into `record`; false at the end of the stream. Throws `Unreadable` for a cut record. */
export function readRecord(stream: Buffer, at: number, record: BiffRecord): boolean {
  if (at + HEADER_BYTES > stream.byteLength) return false;
  record.type = stream.readUInt16LE(at);
  record.from = at + HEADER_BYTES;
  record.to = record.from + stream.readUInt16LE(at + 2);
  if (record.to > stream.byteLength) throw damaged("workbook", "a record is cut");
  return true;
}

/** The largest stream that is taken has 8,000 records of the usual length. */
const MOST_SEGMENTS = 100_000;

/** The bytes of a record and of those that continue it: pairs of from and to. Throws `Unreadable` for too many. */
export function segmentsOf(stream: Buffer, record: BiffRecord): Uint32Array {
  const pairs = [record.from, record.to];
  const next: BiffRecord = { type: 0, from: 0, to: record.to };
  while (readRecord(stream, next.to, next) && next.type === biff.continue) {
    if (pairs.length >= MOST_SEGMENTS * 2) throw damaged("workbook", "a record is continued too often");
    pairs.push(next.from, next.to);
  }
  return Uint32Array.from(pairs);
}
