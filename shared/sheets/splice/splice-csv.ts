import { Buffer } from "node:buffer";
import { fieldsOf } from "../csv-fields.ts";
import { openRecords, type RecordScan, takeRecord, writeRecords } from "../csv-records.ts";
import { separatorOf } from "../csv-separator.ts";
import { type FileSource, piecesOf } from "../file-source.ts";
import { encodeGb18030 } from "../gb18030.ts";
import { utf8Pieces } from "../read-csv.ts";
import type { TextEncoding } from "../text-encoding.ts";
import { makeByteWriter } from "./byte-writer.ts";

/** What becomes of one record of a CSV: texts put behind it, nothing (as it is), or it is left out. */
export type RecordEdit =
  | { readonly kind: "add"; readonly texts: readonly string[] }
  | { readonly kind: "keep" | "drop" };

export type CsvEdits = {
  /** Fields of the table: shorter records are filled up, so that the added ones stand below each other. */
  readonly width: number;
  readonly recordOf: (number: number) => RecordEdit;
};

/** The merchant's own CSV in its own encoding, separator and line ends. Its bytes are copied, those of other encodings too. */
export async function* spliceCsv(
  source: FileSource,
  encoding: TextEncoding,
  edits: CsvEdits,
): AsyncGenerator<Uint8Array> {
  const isWide = encoding === "utf-16le" || encoding === "utf-16be";
  const encode = encoding === "gb18030" ? encodeGb18030 : (text: string): Buffer => Buffer.from(text);
  const out = isWide ? wide(encoding) : (bytes: Uint8Array): Uint8Array => bytes;
  if (isWide) yield out(Buffer.from("\uFEFF"));
  const pieces = isWide ? utf8Pieces(source, encoding) : piecesOf(source);
  let splice: CsvSplice | null = null;
  for await (const piece of pieces) {
    splice ??= openCsvSplice(piece, edits, encode);
    writeRecords(splice.scan, piece);
    for (const bytes of spliced(splice, false)) yield out(bytes);
  }
  if (splice !== null) for (const bytes of spliced(splice, true)) yield out(bytes);
}

/** UTF-8 → UTF-16 in pieces that are cut anywhere. */
function wide(encoding: "utf-16le" | "utf-16be"): (bytes: Uint8Array) => Uint8Array {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return (bytes) => {
    const encoded = Buffer.from(decoder.decode(bytes, { stream: true }), "utf16le");
    return encoding === "utf-16le" ? encoded : encoded.swap16();
  };
}

type CsvSplice = {
  readonly scan: RecordScan;
  readonly separator: string;
  readonly edits: CsvEdits;
  readonly encode: (text: string) => Buffer;
  readonly out: ReturnType<typeof makeByteWriter>;
};

function openCsvSplice(beginning: Uint8Array, edits: CsvEdits, encode: CsvSplice["encode"]): CsvSplice {
  const isMarked = beginning[0] === 0xef && beginning[1] === 0xbb && beginning[2] === 0xbf;
  const { character } = separatorOf(isMarked ? beginning.subarray(3) : beginning);
  return { scan: openRecords(character), separator: character, edits, encode, out: makeByteWriter() };
}

function spliced(splice: CsvSplice, isLast: boolean): readonly Uint8Array[] {
  const { scan, edits, out } = splice;
  while (takeRecord(scan, isLast)) {
    const edit = edits.recordOf(scan.number);
    if (edit.kind === "drop") continue;
    out.copy(scan.bytes, scan.from, scan.to);
    if (edit.kind === "add") {
      const missing = Math.max(0, edits.width - fieldCount(scan, splice.separator));
      const added = edit.texts.map((text) => `${splice.separator}${field(text, splice.separator)}`);
      const bytes = splice.encode(`${splice.separator.repeat(missing)}${added.join("")}`);
      out.copy(bytes, 0, bytes.byteLength);
    }
    out.copy(scan.bytes, scan.to, scan.at);
  }
  return out.take(isLast);
}

function fieldCount(scan: RecordScan, character: string): number {
  // Quotes, separators and line ends are themselves in every encoding that comes here, decoded as UTF-8 or not.
  if (scan.isQuoted) return fieldsOf(scan, character).length;
  let count = 1;
  for (let at = scan.from; at < scan.to; at += 1) if (scan.bytes[at] === scan.separator) count += 1;
  return count;
}

/** Text that a spreadsheet would run gets an apostrophe in front: reasons quote what the merchant's cells say. */
function field(text: string, separator: string): string {
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return safe.includes(separator) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
