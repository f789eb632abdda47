import { Buffer } from "node:buffer";
import { classes, kind } from "./byte-classes.ts";
import { allMarks, type Bytes, type XmlScan } from "./xml-scan.ts";

/** Bytes around a text that stands alone: `<si><t>` and `</t></si>`. */
export type Wrapping = { readonly before: Uint8Array; readonly after: Uint8Array };

export function wrapping(before: string, after: string): Wrapping {
  return { before: Buffer.from(before), after: Buffer.from(after) };
}

/**
 * The quick way through what nearly every string looks like, to be tried before a token is: when the bytes that follow are
 * `before`, a text and `after`, the text is in the scan and all of it behind. Otherwise nothing has happened.
 */
export function takeAlone(scan: XmlScan, { before, after }: Wrapping): boolean {
  const { bytes } = scan;
  if (scan.depth === 0 || scan.isSelfClosing || !isAt(bytes, scan.at, before)) return false;
  const from = scan.at + before.length;
  const at = textEnd(scan, from);
  if (at === -1) return false;
  if (at + after.length > scan.end || !isAt(bytes, at, after)) return false;
  scan.from = from;
  scan.to = at;
  scan.at = at + after.length;
  return true;
}

/** Where the text that starts there ends, its marks in the scan; -1 when it is cut or has a control character. */
export function textEnd(scan: XmlScan, from: number): number {
  const { bytes } = scan;
  let at = from;
  let marks = 0;
  for (;;) {
    const found = classes[bytes[at] as number] as number;
    if (found !== 0) {
      if (found === kind.lessThan) break;
      if (found === kind.control) return -1;
      marks |= found;
    }
    at += 1;
  }
  scan.marks = marks & allMarks;
  return at;
}

function isAt(bytes: Bytes, at: number, wanted: Uint8Array): boolean {
  for (let each = 0; each < wanted.length; each += 1) if (bytes[at + each] !== wanted[each]) return false;
  return true;
}
