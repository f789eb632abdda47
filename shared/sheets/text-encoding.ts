import { Buffer, isUtf8 } from "node:buffer";
import { type FileSource, piecesOf } from "./file-source.ts";

export type TextEncoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

/** So much of a file is looked at: two encodings in one file come of lines pasted together, and show early. */
const LOOKED_AT = 1024 * 1024;

/**
 * The encoding of a text file: by its byte order mark, by the zero bytes that only UTF-16 has, then UTF-8 if all of it is, else
 * GB18030 (which GBK is a part of). Null when the bytes are no text.
 */
export async function textEncodingOf(source: FileSource, head: Uint8Array): Promise<TextEncoding | null> {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head.includes(0)) {
    const encoding = unmarkedUtf16(head);
    return encoding !== null && isTable(new TextDecoder(encoding).decode(head)) ? encoding : null;
  }
  if (await isAllUtf8(source)) return "utf-8";
  return isMostlyUtf8(await source.read(0, Math.min(LOOKED_AT, source.byteLength))) ? "utf-8" : "gb18030";
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: texts have none of these, other files do
const CONTROLS = /[\u0000-\u0008\u000E-\u001F]/;

function isTable(text: string): boolean {
  return /[\r\n]/.test(text) && /[,\t;|]/.test(text) && !CONTROLS.test(text);
}

/** Commas, digits and line ends have one zero byte each, always on the same side. */
function unmarkedUtf16(head: Uint8Array): TextEncoding | null {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even === 0 && odd > head.length / 20) return "utf-16le";
  return odd === 0 && even > head.length / 20 ? "utf-16be" : null;
}

async function isAllUtf8(source: FileSource): Promise<boolean> {
  let carried = Buffer.alloc(0);
  for await (const piece of piecesOf(source)) {
    const bytes =
      carried.byteLength === 0
        ? Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
        : Buffer.concat([carried, piece]);
    const end = wholeCharacters(bytes);
    if (!isUtf8(bytes.subarray(0, end))) return false;
    carried = Buffer.from(bytes.subarray(end));
  }
  return carried.byteLength === 0;
}

/** Without the character that the end has cut, if it has. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/**
 * UTF-8 with a few cells of another encoding pasted in. Read as GB18030 every other cell would be nonsense; read as UTF-8
 * only those cells are broken, and can be refused by name. Chinese in GBK is hardly ever valid UTF-8 by chance.
 */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes);
  const broken = text.match(/\uFFFD/g)?.length ?? 0;
  const whole = text.match(/[\u0800-\uD7FF\uE000-\uFFFC]/g)?.length ?? 0;
  return whole > broken * 2;
}
