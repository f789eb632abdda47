import { Buffer } from "node:buffer";
import { fieldsOf } from "./csv-fields.ts";
import { openRecords, type RecordScan, takeRecord, writeRecords } from "./csv-records.ts";
import { separatorOf } from "./csv-separator.ts";
import { type FileSource, piecesOf } from "./file-source.ts";
import { type RawRow, type ReadLimits, streamLimits } from "./rows.ts";
import type { TextEncoding } from "./text-encoding.ts";
import { Unreadable } from "./unreadable.ts";

/**
 * RFC 4180 and what spreadsheets make of it: comma, tab, semicolon or bar, line breaks within quotes, LF, CRLF or CR. One
 * batch for each piece of the file. Throws `Unreadable`.
 */
export async function* readCsv(
  source: FileSource,
  encoding: TextEncoding,
  limits: ReadLimits,
): AsyncGenerator<readonly RawRow[]> {
  let csv: CsvReading | null = null;
  for await (const piece of utf8Pieces(source, encoding)) {
    csv ??= openCsv(piece);
    writeRecords(csv.scan, piece);
    yield rowsOf(csv, false, limits);
  }
  if (csv !== null) yield rowsOf(csv, true, limits);
}

/** The rows of a CSV that is in memory already, as a text of our own making. Throws `Unreadable`. */
export function rowsOfCsv(text: string, limits: ReadLimits = streamLimits): readonly RawRow[] {
  const bytes = Buffer.from(text.startsWith("\uFEFF") ? text.slice(1) : text);
  const csv = openCsv(bytes);
  writeRecords(csv.scan, bytes);
  return rowsOf(csv, true, limits);
}

type CsvReading = {
  readonly scan: RecordScan;
  readonly separator: string;
  readonly firstRow: number;
  cellCount: number;
};

function openCsv(beginning: Uint8Array): CsvReading {
  const { character, isNamed } = separatorOf(beginning);
  return { scan: openRecords(character), separator: character, firstRow: isNamed ? 2 : 1, cellCount: 0 };
}

function rowsOf(csv: CsvReading, isLast: boolean, limits: ReadLimits): readonly RawRow[] {
  const rows: RawRow[] = [];
  const { scan, separator } = csv;
  while (takeRecord(scan, isLast)) {
    if (scan.from === scan.to || scan.number < csv.firstRow) continue;
    const cells = fieldsOf(scan, separator);
    while (cells.at(-1)?.kind === "empty") cells.pop();
    if (cells.length === 0) continue;
    csv.cellCount += cells.length;
    if (scan.number > limits.rows) throw new Unreadable({ kind: "too_many_rows", allowed: limits.rows });
    if (cells.length > limits.columns) throw new Unreadable({ kind: "too_many_columns", allowed: limits.columns });
    if (csv.cellCount > limits.cells) throw new Unreadable({ kind: "too_many_cells", allowed: limits.cells });
    rows.push({ number: scan.number, cells });
  }
  return rows;
}

/** The file as UTF-8 without its byte order mark. */
export async function* utf8Pieces(source: FileSource, encoding: TextEncoding): AsyncGenerator<Uint8Array> {
  if (encoding === "utf-8") {
    const head = await source.read(0, Math.min(3, source.byteLength));
    const hasMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
    yield* piecesOf(source, hasMark ? 3 : 0);
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const piece of piecesOf(source)) yield Buffer.from(decoder.decode(piece, { stream: true }));
  yield Buffer.from(decoder.decode());
}
