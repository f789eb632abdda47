import { textEnd } from "./wrapped-text.ts";
import type { XmlScan } from "./xml-scan.ts";

/** What a cell's tag says of it, beside its text. */
export type CellTag = { column: number; style: number; typeFrom: number; typeTo: number };

const VALUE = [60, 118, 62] as const; // <v>
const VALUE_END = [60, 47, 118, 62, 60, 47, 99, 62] as const; // </v></c>

/**
 * The quick way through `<c r="B7" s="3" t="s"><v>12</v></c>`, which most cells of most files are, to the byte (`s` and `t`
 * may be absent): it makes no tokens. True when there was one: the tag is filled, the text is in the scan and the cell
 * behind it. Otherwise nothing has happened, and the tokens tell what there is.
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
    for (byte = bytes[at] as number; byte >= 97 && byte <= 122; byte = bytes[at] as number) at += 1;
    if (byte !== 34) return false;
    typeTo = at;
    at += 1;
  }
  if (bytes[at] !== 62) return false;
  at += 1;
  for (let each = 0; each < VALUE.length; each += 1) if (bytes[at + each] !== VALUE[each]) return false;
  at += VALUE.length;
  const to = textEnd(scan, at);
  if (to === -1 || to + VALUE_END.length > scan.end) return false;
  for (let each = 0; each < VALUE_END.length; each += 1) if (bytes[to + each] !== VALUE_END[each]) return false;
  tag.column = column - 1;
  tag.style = style;
  tag.typeFrom = typeFrom;
  tag.typeTo = typeTo;
  scan.from = at;
  scan.to = to;
  scan.at = to + VALUE_END.length;
  return true;
}
