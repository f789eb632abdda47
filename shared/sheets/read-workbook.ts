import type { Book } from "./cell-meaning.ts";
import type { RawRow, ReadLimits } from "./rows.ts";
import { readSharedStrings } from "./shared-strings.ts";
import { openSheet, readOn, takeRows } from "./sheet-rows.ts";
import { dateStyles, firstSheet } from "./workbook-outline.ts";
import { utf8Chunks } from "./xml-encoding.ts";
import { finishScan, openScan, writeChunk } from "./xml-scan.ts";
import { openZipParts, type ZipParts } from "./zip-parts.ts";

export type WorkbookRows = {
  readonly name: string;
  /** Throws `Unreadable`. */
  readonly batches: AsyncIterable<readonly RawRow[]>;
};

/** The first visible sheet of an .xlsx. Throws `Unreadable`. */
export async function readWorkbook(bytes: Uint8Array, limits: ReadLimits): Promise<WorkbookRows> {
  const parts = await openZipParts(bytes, limits);
  const { name, path, is1904 } = await firstSheet(parts);
  const strings = await readSharedStrings(parts, limits);
  const book: Book = { strings, dateStyles: await dateStyles(parts), is1904, limits };
  return { name, batches: sheetRows(parts, path, book) };
}

async function* sheetRows(parts: ZipParts, path: string, book: Book): AsyncGenerator<readonly RawRow[]> {
  const scan = openScan(path);
  const sheet = openSheet(book);
  for await (const chunk of utf8Chunks(path, parts.chunks(path))) {
    writeChunk(scan, chunk);
    for (let isFull = true; isFull; ) {
      isFull = readOn(sheet, scan);
      if (sheet.rows.length > 0) yield takeRows(sheet);
    }
  }
  finishScan(scan);
}
