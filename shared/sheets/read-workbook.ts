import type { Book } from "./cell-meaning.ts";
import type { FileSource } from "./file-source.ts";
import type { RawRow, ReadLimits } from "./rows.ts";
import { readSharedStrings } from "./shared-strings.ts";
import { openSheet, readOn, takeRows } from "./sheet-rows.ts";
import { dateStyles, type FirstSheet, firstSheet } from "./workbook-outline.ts";
import { utf8Chunks } from "./xml-encoding.ts";
import { finishScan, openScan, writeChunk } from "./xml-scan.ts";
import { openZipParts, type ZipParts } from "./zip-parts.ts";

export type WorkbookRows = {
  readonly name: string;
  /** Throws `Unreadable`. */
  readonly batches: AsyncGenerator<readonly RawRow[]>;
};

/** The first visible sheet of an .xlsx. Throws `Unreadable`. */
export async function readWorkbook(source: FileSource, limits: ReadLimits): Promise<WorkbookRows> {
  const parts = await openZipParts(source, limits);
  const sheet = await firstSheet(parts);
  return { name: sheet.name, batches: sheetRows(parts, sheet, limits) };
}

/** The strings are read with the first batch, so that a temporary file is there only while somebody reads. */
async function* sheetRows(
  parts: ZipParts,
  { path, is1904 }: FirstSheet,
  limits: ReadLimits,
): AsyncGenerator<readonly RawRow[]> {
  const strings = await readSharedStrings(parts, limits);
  try {
    const book: Book = { strings, dateStyles: await dateStyles(parts), is1904, limits };
    const scan = openScan(path);
    const sheet = openSheet(book);
    for await (const chunk of utf8Chunks(path, parts.chunks(path))) {
      writeChunk(scan, chunk);
      for (let isFull = true; isFull; ) {
        isFull = readOn(sheet, scan);
        yield takeRows(sheet);
      }
    }
    finishScan(scan);
  } finally {
    strings.close();
  }
}
