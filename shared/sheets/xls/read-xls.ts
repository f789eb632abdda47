import { Buffer } from "node:buffer";
import { allowedText } from "../allowed-text.ts";
import type { FileSource } from "../file-source.ts";
import { emptyCell, type RawCell, type RawRow, type ReadLimits } from "../rows.ts";
import { damaged, Unreadable } from "../unreadable.ts";
import { type BiffRecord, biff, readRecord } from "./biff-records.ts";
import { openCompoundFile } from "./compound-file.ts";
import { hasCells, rowOf, takeCells } from "./xls-cells.ts";
import { readGlobals, type XlsBook } from "./xls-globals.ts";

export type XlsRows = {
  readonly name: string;
  /** Throws `Unreadable`. */
  readonly batches: AsyncGenerator<readonly RawRow[]>;
};

const BATCH_ROWS = 1_000;

/** The first visible sheet of an .xls (Excel 5 to 2003: BIFF5, BIFF8). Throws `Unreadable`. */
export async function readXls(source: FileSource, limits: ReadLimits): Promise<XlsRows> {
  if (await namesEncryption(source)) throw new Unreadable({ kind: "encrypted" });
  const container = await openCompoundFile(source);
  if (container.has("encryptedpackage")) throw new Unreadable({ kind: "encrypted" });
  const stream = ["workbook", "book"].find(container.has);
  if (stream === undefined) throw new Unreadable({ kind: "not_a_workbook", looksLike: "other_office_file" });
  const book = readGlobals(await container.stream(stream));
  const sheet = book.sheets.find((each) => each.isShown) ?? book.sheets[0];
  if (sheet === undefined) throw new Unreadable({ kind: "no_sheet_of_cells" });
  return { name: sheet.name, batches: batchesOf(rowsOf(book, sheet.at, limits)) };
}

/** An encrypted workbook usually says so near its beginning, also where the rest of it is damaged. */
async function namesEncryption(source: FileSource): Promise<boolean> {
  const head = await source.read(0, Math.min(HEAD_BYTES, source.byteLength));
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).includes(ENCRYPTED);
}

const HEAD_BYTES = 65_536;
const ENCRYPTED = Buffer.from("EncryptedPackage", "utf16le");

async function* batchesOf(rows: Iterable<RawRow>): AsyncGenerator<readonly RawRow[]> {
  let batch: RawRow[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function* rowsOf(book: XlsBook, sheetAt: number, limits: ReadLimits): Generator<RawRow> {
  let number = -1;
  let cells: RawCell[] = [];
  let cellCount = 0;
  let textLength = 0;
  const take = (column: number, cell: RawCell): void => {
    if (cell.kind === "empty") return;
    if (column >= limits.columns) throw new Unreadable({ kind: "too_many_columns", allowed: limits.columns });
    cellCount += 1;
    if (cellCount > limits.cells) throw new Unreadable({ kind: "too_many_cells", allowed: limits.cells });
    textLength += cell.text.length;
    const allowed = allowedText(cellCount, limits);
    if (textLength > allowed) throw new Unreadable({ kind: "expands_too_much", allowed });
    while (cells.length < column) cells.push(emptyCell);
    cells[column] = cell;
  };
  for (const record of cellRecords(book, sheetAt)) {
    const row = rowOf(book.stream, record);
    if (row !== number) {
      if (cells.length > 0) yield { number: number + 1, cells };
      number = row;
      cells = [];
    }
    takeCells(book, record, take);
  }
  if (cells.length > 0) yield { number: number + 1, cells };
}

/** The cell records of one sheet by row. The same object each time. */
function* cellRecords(book: XlsBook, sheetAt: number): Generator<BiffRecord> {
  const places: number[] = [];
  let isOrdered = true;
  let latest = 0;
  for (const record of recordsOfSheet(book, sheetAt)) {
    if (!hasCells(record)) continue;
    const row = rowOf(book.stream, record);
    isOrdered &&= row >= latest;
    latest = row;
    places.push(record.from - RECORD_HEADER_BYTES);
  }
  // Excel writes them by row; other programs need not.
  if (!isOrdered) places.sort((a, b) => rowAt(book, a) - rowAt(book, b));
  const record: BiffRecord = { type: 0, from: 0, to: 0 };
  for (const place of places) if (readRecord(book.stream, place, record)) yield record;
}

const RECORD_HEADER_BYTES = 4;

function rowAt({ stream }: XlsBook, place: number): number {
  return stream.readUInt16LE(place + RECORD_HEADER_BYTES);
}

/** Without those of the charts that lie in the sheet. */
function* recordsOfSheet({ stream }: XlsBook, at: number): Generator<BiffRecord> {
  const record: BiffRecord = { type: 0, from: 0, to: at };
  if (!readRecord(stream, at, record) || record.type !== biff.bof) throw damaged("workbook", "a sheet is missing");
  let depth = 1;
  while (depth > 0 && readRecord(stream, record.to, record)) {
    if (record.type === biff.bof) depth += 1;
    else if (record.type === biff.eof) depth -= 1;
    else if (depth === 1) yield record;
  }
}
