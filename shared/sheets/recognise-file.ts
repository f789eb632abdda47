import type { FileSource } from "./file-source.ts";
import type { LooksLike } from "./rows.ts";
import { type TextEncoding, textEncodingOf } from "./text-encoding.ts";

export type FileKind =
  | { readonly kind: "zip" }
  /** An OLE container: an .xls, an encrypted workbook, or another file of Office. */
  | { readonly kind: "container" }
  | { readonly kind: "text"; readonly encoding: TextEncoding }
  /** Excel 4 and older: records without a container. */
  | { readonly kind: "old_excel" }
  | { readonly kind: "other"; readonly looksLike: LooksLike };

const HEAD_BYTES = 65_536;

/** How files of other kinds begin. */
const beginnings: readonly (readonly [readonly number[], LooksLike])[] = [
  [[0x25, 0x50, 0x44, 0x46], "pdf"],
  [[0x89, 0x50, 0x4e, 0x47], "picture"],
  [[0xff, 0xd8, 0xff], "picture"],
  [[0x1f, 0x8b], "archive"],
  [[0x52, 0x61, 0x72, 0x21], "archive"],
  [[0x37, 0x7a, 0xbc, 0xaf], "archive"],
];

/** Told from the bytes, never from the file's name: people rename .csv to .xlsx and back. */
export async function recogniseFile(source: FileSource): Promise<FileKind> {
  const head = await source.read(0, Math.min(HEAD_BYTES, source.byteLength));
  const starts = (wanted: readonly number[]): boolean => wanted.every((byte, at) => head[at] === byte);
  if (starts([0x50, 0x4b, 0x03, 0x04])) return { kind: "zip" };
  if (starts([0xd0, 0xcf, 0x11, 0xe0])) return { kind: "container" };
  if (head[0] === 9 && [0, 2, 4].includes(head[1] ?? -1) && [4, 6].includes(head[2] ?? -1))
    return { kind: "old_excel" };
  const known = beginnings.find(([bytes]) => starts(bytes));
  if (known !== undefined) return { kind: "other", looksLike: known[1] };
  const encoding = await textEncodingOf(source, head);
  if (encoding === null) return { kind: "other", looksLike: "binary_file" };
  const looksLike = otherText(new TextDecoder(encoding).decode(head.subarray(0, 2048)));
  return looksLike === null ? { kind: "text", encoding } : { kind: "other", looksLike };
}

/** Reports that are web pages or XML under the name .xls: tables for a browser, without the cells' own values. */
function otherText(beginning: string): LooksLike | null {
  if (/^\s*<\?xml[\s\S]*(urn:schemas-microsoft-com:office:spreadsheet|progid="Excel\.Sheet")/i.test(beginning)) {
    return "xml_of_2003";
  }
  if (/^\s*(<(?:!doctype html|html|head|body|meta|style|table|\?xml|!--)|MIME-Version:)/i.test(beginning))
    return "web_page";
  return null;
}
