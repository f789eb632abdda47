import { Buffer, isUtf8 } from "node:buffer";

export type FileKind =
  | { readonly kind: "zip" }
  | { readonly kind: "text"; readonly encoding: "utf-8" | "utf-16le" | "gb18030" }
  | { readonly kind: "encrypted" }
  | { readonly kind: "old_excel" }
  | { readonly kind: "other"; readonly looksLike: string };

/** Told from the first bytes, never from the file's name: people rename .csv to .xlsx and back. */
export function recogniseFile(bytes: Uint8Array): FileKind {
  const starts = (...wanted: number[]): boolean => wanted.every((byte, at) => bytes[at] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04)) return { kind: "zip" };
  if (starts(0xd0, 0xcf, 0x11, 0xe0))
    return isEncryptedContainer(bytes) ? { kind: "encrypted" } : { kind: "old_excel" };
  if (starts(0x25, 0x50, 0x44, 0x46)) return { kind: "other", looksLike: "a PDF" };
  if (starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff)) return { kind: "other", looksLike: "a picture" };
  if (starts(0x1f, 0x8b) || starts(0x52, 0x61, 0x72, 0x21) || starts(0x37, 0x7a, 0xbc, 0xaf)) {
    return { kind: "other", looksLike: "an archive" };
  }
  return recogniseText(bytes);
}

/** An encrypted workbook is an OLE container with a stream of this name (UTF-16LE). */
function isEncryptedContainer(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
    Buffer.from("EncryptedPackage", "utf16le"),
  );
}

function recogniseText(bytes: Uint8Array): FileKind {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { kind: "text", encoding: "utf-16le" };
  if (bytes.subarray(0, 65_536).includes(0)) return { kind: "other", looksLike: "a binary file" };
  if (/^\s*<(?:!doctype html|html|table|\?xml)/i.test(new TextDecoder().decode(bytes.subarray(0, 512)))) {
    return { kind: "other", looksLike: "a web page saved with a spreadsheet's name" };
  }
  return { kind: "text", encoding: isUtf8(bytes) || isMostlyUtf8(bytes) ? "utf-8" : "gb18030" };
}

/** So much of a file is looked at: two encodings in one file come of lines pasted together, and show early. */
const LOOKED_AT = 1024 * 1024;

/**
 * UTF-8 with a few cells of another encoding pasted in. Read as GB18030 every other cell would be nonsense; read as UTF-8
 * only those cells are broken, and can be refused by name. Chinese in GBK is hardly ever valid UTF-8 by chance.
 */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, LOOKED_AT));
  const broken = text.match(/\uFFFD/g)?.length ?? 0;
  const whole = text.match(/[\u0800-\uD7FF\uE000-\uFFFC]/g)?.length ?? 0;
  return whole > broken * 2;
}
