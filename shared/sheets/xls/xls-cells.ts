import type { Buffer } from "node:buffer";
import { emptyCell, type RawCell } from "../rows.ts";
import { dateText } from "../workbook-dates.ts";
import { type BiffRecord, biff, readRecord, segmentsOf } from "./biff-records.ts";
import { cursorAt, takeShort, takeText } from "./biff-text.ts";
import type { XlsBook } from "./xls-globals.ts";

/** Called for each cell that has a value: its column and what is in it. */
export type TakeCell = (column: number, cell: RawCell) => void;

/** The least bytes of each. */
const cellRecords: ReadonlyMap<number, number> = new Map([
  [biff.sharedLabel, 10],
  [biff.label, 8],
  [biff.richLabel, 8],
  [biff.number, 14],
  [biff.rk, 10],
  [biff.manyRk, 12],
  [biff.boolOrError, 8],
  [biff.formula, 14],
]);

/** True for a whole record of one or more cells, all of one row. */
export function hasCells({ type, from, to }: BiffRecord): boolean {
  return to - from >= (cellRecords.get(type) ?? Number.POSITIVE_INFINITY);
}

/** The row of a cell record, from 0. */
export function rowOf(stream: Buffer, record: BiffRecord): number {
  return stream.readUInt16LE(record.from);
}

/** Gives the cells of one record. Throws `Unreadable` when it is cut. */
export function takeCells(book: XlsBook, record: BiffRecord, take: TakeCell): void {
  const { stream } = book;
  const { from, type } = record;
  const column = stream.readUInt16LE(from + 2);
  const style = stream.readUInt16LE(from + 4);
  if (type === biff.manyRk) takeManyRk(book, record, take);
  else take(column, oneCell(book, record, style));
}

/** Row, first column, then a format and a number for each column, then the last column. */
function takeManyRk(book: XlsBook, { from, to }: BiffRecord, take: TakeCell): void {
  const { stream } = book;
  let column = stream.readUInt16LE(from + 2);
  for (let at = from + 4; at + 6 <= to - 2; at += 6, column += 1) {
    take(column, numberCell(book, stream.readUInt16LE(at), rkNumber(stream.readUInt32LE(at + 2))));
  }
}

function oneCell(book: XlsBook, record: BiffRecord, style: number): RawCell {
  const { stream } = book;
  const at = record.from + 6;
  switch (record.type) {
    case biff.sharedLabel:
      return book.shared(stream.readUInt32LE(at));
    case biff.number:
      return numberCell(book, style, stream.readDoubleLE(at));
    case biff.rk:
      return numberCell(book, style, rkNumber(stream.readUInt32LE(at)));
    case biff.boolOrError:
      return flagCell(stream[at] as number, stream[at + 1] === 1);
    case biff.formula:
      return formulaCell(book, record, style);
    default:
      return textCell(labelText(book, record, at));
  }
}

/** The saved result: a number, or by the first of eight bytes a text (in a record of its own), a boolean, an error, "". */
function formulaCell(book: XlsBook, record: BiffRecord, style: number): RawCell {
  const { stream } = book;
  const at = record.from + 6;
  if (stream.readUInt16LE(at + 6) !== 0xffff) return numberCell(book, style, stream.readDoubleLE(at));
  const value = stream[at + 2] as number;
  switch (stream[at]) {
    case 0:
      return textCell(resultText(book, record));
    case 1:
      return flagCell(value, false);
    case 2:
      return flagCell(value, true);
    default:
      return emptyCell;
  }
}

/** Shared and array formulas may stand between a formula and its text. */
const RECORDS_BETWEEN = 3;

function resultText(book: XlsBook, { to }: BiffRecord): string {
  const next: BiffRecord = { type: 0, from: 0, to };
  for (let step = 0; step < RECORDS_BETWEEN && readRecord(book.stream, next.to, next); step += 1) {
    if (next.type === biff.string) return labelText(book, next, next.from);
    if (hasCells(next)) break;
  }
  return "";
}

function labelText(book: XlsBook, record: BiffRecord, at: number): string {
  const { stream } = book;
  const cursor = cursorAt(stream, segmentsOf(stream, record), 0, at);
  const count = takeShort(cursor);
  if (book.isBiff8) return takeText(cursor, count) ?? "";
  return book.decoder.decode(stream.subarray(cursor.at, Math.min(cursor.at + count, record.to)));
}

/** 30 bits of a whole number or of a double's upper half; the lowest bit says that it is in hundredths. */
function rkNumber(rk: number): number {
  words.setUint32(4, 0, true);
  words.setUint32(0, 0, true);
  words.setUint32(4, rk & 0xfffffffc, true);
  const number = (rk & 2) === 0 ? words.getFloat64(0, true) : (rk | 0) >> 2;
  return (rk & 1) === 0 ? number : number / 100;
}

const words = new DataView(new ArrayBuffer(8));

function numberCell(book: XlsBook, style: number, value: number): RawCell {
  if (!Number.isFinite(value)) return emptyCell;
  const date = book.dateStyles.has(style) ? dateText(value, book.is1904) : null;
  return date === null ? { kind: "number", text: String(value) } : { kind: "date", text: date };
}

function textCell(text: string): RawCell {
  return text === "" ? emptyCell : { kind: "text", text };
}

const errors: Readonly<Record<number, string>> = {
  0: "#NULL!",
  7: "#DIV/0!",
  15: "#VALUE!",
  23: "#REF!",
  29: "#NAME?",
  36: "#NUM!",
  42: "#N/A",
};

function flagCell(value: number, isError: boolean): RawCell {
  if (isError) return { kind: "error", text: errors[value] ?? "#N/A" };
  return { kind: "boolean", text: value === 0 ? "FALSE" : "TRUE" };
}
