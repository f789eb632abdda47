import type { Buffer } from "node:buffer";
import type { TextDecoder } from "node:util";
import { emptyCell, type RawCell } from "../rows.ts";
import { damaged, Unreadable } from "../unreadable.ts";
import { isDateFormat } from "../workbook-dates.ts";
import { type BiffRecord, biff, readRecord, segmentsOf } from "./biff-records.ts";
import { codePageDecoder, cursorAt, isAtEnd, takeByte, takeShort, takeText } from "./biff-text.ts";

export type XlsSheet = { readonly name: string; readonly at: number; readonly isShown: boolean };

/** What the sheets of an .xls refer to. */
export type XlsBook = {
  readonly stream: Buffer;
  /** Excel 97 and later; before, texts are bytes of a code page. */
  readonly isBiff8: boolean;
  readonly decoder: TextDecoder;
  readonly is1904: boolean;
  readonly dateStyles: ReadonlySet<number>;
  /** Sheets of cells, in the workbook's order. */
  readonly sheets: readonly XlsSheet[];
  readonly shared: (index: number) => RawCell;
};

/** Reads what stands before the sheets. Throws `Unreadable`. */
export function readGlobals(stream: Buffer): XlsBook {
  const record: BiffRecord = { type: 0, from: 0, to: 0 };
  if (!readRecord(stream, 0, record) || record.type !== biff.bof || record.to - record.from < 4) {
    throw damaged("workbook", "does not begin as one");
  }
  const version = stream.readUInt16LE(record.from);
  if (version !== 0x0600 && version !== 0x0500) throw new Unreadable({ kind: "old_excel" });
  const isBiff8 = version === 0x0600;
  const sheets: { place: BiffRecord; type: number }[] = [];
  const formats = new Map<number, BiffRecord>();
  const styles: number[] = [];
  let codePage = 1252;
  let is1904 = false;
  let shared: XlsBook["shared"] = () => emptyCell;
  for (const each of recordsUntilEnd(stream, record)) {
    const length = each.to - each.from;
    switch (each.type) {
      case biff.filePass:
        throw new Unreadable({ kind: "encrypted" });
      case biff.codePage:
        if (length >= 2) codePage = stream.readUInt16LE(each.from);
        break;
      case biff.dateMode:
        if (length >= 2) is1904 = stream.readUInt16LE(each.from) === 1;
        break;
      case biff.format:
        if (length >= 3) formats.set(stream.readUInt16LE(each.from), { ...each });
        break;
      case biff.cellFormat:
        if (length >= 4 && styles.length < MOST_STYLES) styles.push(stream.readUInt16LE(each.from + 2));
        break;
      case biff.boundSheet:
        if (sheets.length === MOST_SHEETS) throw damaged("workbook", `has more than ${MOST_SHEETS} sheets`);
        if (length >= 8) sheets.push({ place: { ...each }, type: stream[each.from + 5] as number });
        break;
      case biff.sharedStrings:
        if (length >= 8) shared = sharedTexts(stream, segmentsOf(stream, each));
        break;
    }
  }
  const decoder = codePageDecoder(codePage);
  const nameAt = (place: BiffRecord, skipped: number): string => shortText(stream, place, skipped, isBiff8, decoder);
  const isDate = new Map([...formats].map(([id, place]) => [id, isDateFormat(id, formatCode(place))]));
  function formatCode(place: BiffRecord): string {
    return isBiff8 ? longText(stream, place, 2) : nameAt(place, 2);
  }
  return {
    stream,
    isBiff8,
    decoder,
    is1904,
    dateStyles: new Set(
      styles.flatMap((id, style) => ((isDate.get(id) ?? isDateFormat(id, undefined)) ? [style] : [])),
    ),
    sheets: sheets
      .filter(({ type }) => type === WORKSHEET)
      .map(({ place }) => ({
        name: nameAt(place, 6),
        at: stream.readUInt32LE(place.from),
        isShown: ((stream[place.from + 4] as number) & 3) === 0,
      })),
    shared,
  };
}

/** The records behind `record` up to the end mark. The same object each time. */
function* recordsUntilEnd(stream: Buffer, record: BiffRecord): Generator<BiffRecord> {
  while (readRecord(stream, record.to, record) && record.type !== biff.eof) yield record;
}

const WORKSHEET = 0;

/** Cells name a style by two bytes. */
const MOST_STYLES = 65_536;
/** Each is a few bytes in the file and many in memory. */
const MOST_SHEETS = 10_000;
const MOST_TEXTS = 3_000_000;

/** A text whose length is one byte. */
function shortText(stream: Buffer, place: BiffRecord, skipped: number, isBiff8: boolean, decoder: TextDecoder): string {
  const cursor = cursorAt(stream, Uint32Array.of(place.from, place.to), 0, place.from + skipped);
  const count = takeByte(cursor);
  if (isBiff8) return takeText(cursor, count) ?? "";
  return decoder.decode(stream.subarray(cursor.at, Math.min(cursor.at + count, place.to)));
}

/** A text whose length is two bytes. */
function longText(stream: Buffer, place: BiffRecord, skipped: number): string {
  const cursor = cursorAt(stream, Uint32Array.of(place.from, place.to), 0, place.from + skipped);
  return takeText(cursor, takeShort(cursor)) ?? "";
}

/** The texts of the shared strings table, found once and decoded when asked for. Its own counts are not believed. */
function sharedTexts(stream: Buffer, segments: Uint32Array): XlsBook["shared"] {
  let starts = new Uint32Array(16_384);
  let count = 0;
  const cursor = cursorAt(stream, segments, 0, (segments[0] as number) + 8);
  while (!isAtEnd(cursor)) {
    if (count === MOST_TEXTS) throw damaged("workbook", `has more than ${MOST_TEXTS} texts`);
    if (count * 2 === starts.length) starts = longer(starts);
    starts[count * 2] = cursor.segment;
    starts[count * 2 + 1] = cursor.at;
    count += 1;
    takeText(cursor, takeShort(cursor), false);
  }
  const cells: (RawCell | undefined)[] = [];
  return (index) => {
    const known = cells[index];
    if (known !== undefined) return known;
    if (index >= count) return emptyCell;
    const place = cursorAt(stream, segments, starts[index * 2], starts[index * 2 + 1]);
    const text = takeText(place, takeShort(place)) ?? "";
    const cell: RawCell = text === "" ? emptyCell : { kind: "text", text };
    cells[index] = cell;
    return cell;
  };
}

function longer(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(numbers.length * 2);
  copy.set(numbers);
  return copy;
}
