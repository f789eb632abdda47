import { textEnd } from "./wrapped-text.ts";
import type { Bytes, XmlScan } from "./xml-scan.ts";

/** What a cell's tag says of it, beside its text. */
export type CellTag = { column: number; style: number; typeFrom: number; typeTo: number };

/**
 * The quick way through `<c r="B7" s="3" t="s"><v>12</v></c>` and `<c r="B7" t="inlineStr"><is><t>white</t></is></c>`, which
 * most cells of most files are, to the byte (`s` and `t` may be absent): it makes no tokens. True when there was one: the tag
 * is filled, the text is in the scan and the cell behind it. Otherwise nothing has happened, and the tokens tell what there is.
 */
export function takeQuickCell(scan: XmlScan, tag: CellTag): boolean {
  const { bytes } = scan;
  let at = scan.at;
  if (scan.depth === 0 || scan.isSelfClosing) return false;
  if (bytes[at] !== 60 || bytes[at + 1] !== 99 || bytes[at + 2] !== 32) return false;
  if (bytes[at + 3] !== 114 || bytes[at + 4] !== 61 || bytes[at + 5] !== 34) return false;
  at += 6;
  let column = 0;
  let byte = bytes[at] as number;
  for (; byte >= 65 && byte <= 90 && column < 20_000; byte = bytes[at] as number) {
    column = column * 26 + byte - 64;
    at += 1;
  }
  for (; byte >= 48 && byte <= 57; byte = bytes[at] as number) at += 1;
  if (byte !== 34 || column === 0) return false;
  at += 1;
  let style = 0;
  if (bytes[at] === 32 && bytes[at + 1] === 115 && bytes[at + 2] === 61 && bytes[at + 3] === 34) {
    at += 4;
    const from = at;
    for (byte = bytes[at] as number; byte >= 48 && byte <= 57 && at < from + 9; byte = bytes[at] as number) {
      style = style * 10 + byte - 48;
      at += 1;
    }
    if (byte !== 34 || at === from) return false;
    at += 1;
  }
  let typeFrom = 0;
  let typeTo = 0;
  if (bytes[at] === 32 && bytes[at + 1] === 116 && bytes[at + 2] === 61 && bytes[at + 3] === 34) {
    at += 4;
    typeFrom = at;
    for (byte = bytes[at] as number; (byte | 32) >= 97 && (byte | 32) <= 122; byte = bytes[at] as number) at += 1;
    if (byte !== 34) return false;
    typeTo = at;
    at += 1;
  }
  if (bytes[at] !== 62 || bytes[at + 1] !== 60) return false;
  const isValue = bytes[at + 2] === 118 && bytes[at + 3] === 62;
  const from = isValue ? at + 4 : inlineStart(bytes, at + 2);
  if (from === -1) return false;
  const to = textEnd(scan, from);
  if (to === -1) return false;
  const end = isValue ? valueEnd(bytes, to) : inlineEnd(bytes, to);
  if (end === -1 || end > scan.end) return false;
  tag.column = column - 1;
  tag.style = style;
  tag.typeFrom = typeFrom;
  tag.typeTo = typeTo;
  scan.from = from;
  scan.to = to;
  scan.at = end;
  return true;
}

/** Behind `is><t>`, or -1. */
function inlineStart(bytes: Bytes, at: number): number {
  return bytes[at] === 105 &&
    bytes[at + 1] === 115 &&
    bytes[at + 2] === 62 &&
    bytes[at + 3] === 60 &&
    bytes[at + 4] === 116 &&
    bytes[at + 5] === 62
    ? at + 6
    : -1;
}

/** Behind `</v></c>`, or -1. */
function valueEnd(bytes: Bytes, at: number): number {
  return bytes[at + 1] === 47 && bytes[at + 2] === 118 && bytes[at + 3] === 62 ? cellEnd(bytes, at + 4) : -1;
}

/** Behind `</t></is></c>`, or -1. */
function inlineEnd(bytes: Bytes, at: number): number {
  return bytes[at + 1] === 47 &&
    bytes[at + 2] === 116 &&
    bytes[at + 3] === 62 &&
    bytes[at + 4] === 60 &&
    bytes[at + 5] === 47 &&
    bytes[at + 6] === 105 &&
    bytes[at + 7] === 115 &&
    bytes[at + 8] === 62
    ? cellEnd(bytes, at + 9)
    : -1;
}

function cellEnd(bytes: Bytes, at: number): number {
  return bytes[at] === 60 && bytes[at + 1] === 47 && bytes[at + 2] === 99 && bytes[at + 3] === 62 ? at + 4 : -1;
}
