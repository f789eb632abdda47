import { Buffer } from "node:buffer";
import { TextDecoder } from "node:util";
import { damaged } from "./unreadable.ts";

/** The chunks of one XML part as UTF-8 without a byte order mark. */
export async function* utf8Chunks(path: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | null = null;
  let isFirst = true;
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (isFirst) {
      isFirst = false;
      decoder = decoderFor(path, chunk);
      if (decoder === null && startsWith(chunk, [0xef, 0xbb, 0xbf])) bytes = chunk.subarray(3);
    }
    yield decoder === null ? bytes : Buffer.from(decoded(path, decoder, bytes));
  }
  if (decoder !== null) yield Buffer.from(decoded(path, decoder, null));
}

/** Null for UTF-8, which nearly every part is. */
function decoderFor(path: string, start: Uint8Array): TextDecoder | null {
  const encoding = encodingOf(start);
  if (encoding === null) return null;
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw damaged(path, `is in the unknown encoding "${encoding}"`);
  }
}

/** By the byte order mark, by the zero bytes of UTF-16 around the first `<`, then by the XML declaration. */
function encodingOf(start: Uint8Array): string | null {
  if (startsWith(start, [0xff, 0xfe]) || startsWith(start, [0x3c, 0x00])) return "utf-16le";
  if (startsWith(start, [0xfe, 0xff]) || startsWith(start, [0x00, 0x3c])) return "utf-16be";
  const head = Buffer.from(start.subarray(0, 200)).toString("latin1");
  const declared = /^(?:\xEF\xBB\xBF)?<\?xml[^>]{0,150}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/
    .exec(head)?.[1]
    ?.toLowerCase();
  // A part of single bytes that says UTF-16 was converted without its declaration.
  return declared === undefined || /^(utf-?8|us-ascii|ascii|utf-?16.*)$/.test(declared) ? null : declared;
}

function decoded(path: string, decoder: TextDecoder, bytes: Uint8Array | null): string {
  try {
    return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw damaged(path, `a text that is not ${decoder.encoding}`);
  }
}

function startsWith(bytes: Uint8Array, wanted: readonly number[]): boolean {
  return wanted.every((byte, at) => bytes[at] === byte);
}
