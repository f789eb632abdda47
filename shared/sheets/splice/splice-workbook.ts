import { Buffer } from "node:buffer";
import type { FileSource } from "../file-source.ts";
import type { ReadLimits } from "../rows.ts";
import { type FirstSheet, firstSheet } from "../workbook-outline.ts";
import { sheetXml } from "../write-workbook.ts";
import { utf8Chunks } from "../xml-encoding.ts";
import { finishScan, openScan, writeChunk } from "../xml-scan.ts";
import { openZipParts, pathOf, type ZipParts } from "../zip-parts.ts";
import { type ZipPart, zipChunks } from "../zip-writer.ts";
import { makeByteWriter } from "./byte-writer.ts";
import type { SheetEdits, WorkbookEdits } from "./edits.ts";
import { addSheet, inUtf8, partText } from "./outline.ts";
import { spliceOn } from "./sheet-splice.ts";
import { openSplice } from "./splice-state.ts";
import { type AddedStyles, addStyles } from "./styles.ts";

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const strictMain = "http://purl.oclc.org/ooxml/spreadsheetml/main";

/**
 * The merchant's own .xlsx with columns put behind the table of its first visible sheet, bad cells on another ground and one
 * sheet more. All else (formats, formulas, other sheets, pictures) is copied as it is packed. What comes is the bytes of the
 * file, made while they are taken. Throws `Unreadable`, at once for what can be known at once.
 */
export async function spliceWorkbook(
  source: FileSource,
  edits: WorkbookEdits,
  limits: ReadLimits,
): Promise<AsyncGenerator<Uint8Array>> {
  const parts = await openZipParts(source, limits);
  return zipChunks(splicedParts(parts, await firstSheet(parts), edits));
}

async function* splicedParts(parts: ZipParts, sheet: FirstSheet, edits: WorkbookEdits): AsyncGenerator<ZipPart> {
  const stylesPath = parts.paths().find((path) => /(^|\/)styles\.xml$/.test(path)) ?? "";
  const styles = addStyles(await partText(parts, stylesPath));
  const added = await addSheet(parts, edits.summary.name);
  const sheetPath = sheet.path.toLowerCase();
  for (const entry of parts.entries) {
    const path = pathOf(entry);
    const changed = added?.changed.get(path);
    if (path === sheetPath || path === stylesPath) continue;
    if (changed !== undefined) yield { path: entry.fileName, body: [Buffer.from(changed)] };
    else {
      const { crc32, compressedSize: packedBytes, uncompressedSize: bytes, compressionMethod: method } = entry;
      yield { path: entry.fileName, packed: parts.packed(entry), crc32, packedBytes, bytes, method };
    }
  }
  const nameOf = (path: string): string => parts.entries.find((entry) => pathOf(entry) === path)?.fileName ?? path;
  yield { path: nameOf(sheetPath), body: splicedSheet(parts, sheetPath, edits, styles) };
  // Behind the sheet, for only then is it known which formats it needs.
  if (stylesPath !== "") yield { path: nameOf(stylesPath), body: later(() => styles.xml()) };
  if (added === null) return;
  const summary = sheetXml(edits.summary, { hasOwnStyles: false });
  yield { path: added.path, body: [Buffer.from(added.isStrict ? summary.replace(main, strictMain) : summary)] };
}

function* later(text: () => string): Generator<Uint8Array> {
  yield Buffer.from(text());
}

async function* splicedSheet(
  parts: ZipParts,
  path: string,
  edits: SheetEdits,
  styles: AddedStyles,
): AsyncGenerator<Uint8Array> {
  const out = makeByteWriter();
  const scan = openScan(path);
  const splice = openSplice(edits, styles, out);
  let isFirst = true;
  for await (const chunk of utf8Chunks(path, parts.chunks(path))) {
    writeChunk(scan, isFirst ? saidToBeUtf8(chunk) : chunk);
    isFirst = false;
    spliceOn(splice, scan);
    yield* out.take(false);
  }
  finishScan(scan);
  out.copy(scan.bytes, scan.at, scan.end);
  yield* out.take(true);
}

/** Of the first bytes of a part, which were turned into UTF-8 if they were anything else. */
function saidToBeUtf8(chunk: Uint8Array): Uint8Array {
  const head = Buffer.from(chunk.subarray(0, 200)).toString("latin1");
  const said = inUtf8(head);
  return said === head
    ? chunk
    : Buffer.concat([Buffer.from(said, "latin1"), chunk.subarray(Math.min(200, chunk.byteLength))]);
}
