import { classes, isSpace, kind, nameEnds } from "./byte-classes.ts";
import { damaged } from "./unreadable.ts";
import { allMarks, mark, maxAttributes, maxDepth, type XmlScan } from "./xml-scan.ts";

/**
 * What `nextToken` found. `more`: the bytes end inside a token (or there are none left); write the next chunk, or finish.
 * A self-closing tag is an `open` and then a `close`.
 */
export const token = { more: 0, open: 1, close: 2, text: 3 } as const;

export type Token = (typeof token)[keyof typeof token];

export function nextToken(scan: XmlScan): Token {
  if (scan.isSelfClosing) {
    scan.isSelfClosing = false;
    scan.depth -= 1;
    return token.close;
  }
  const { bytes } = scan;
  for (;;) {
    if (scan.at >= scan.end) return token.more;
    if (bytes[scan.at] !== 60) return scanText(scan);
    const next = bytes[scan.at + 1] as number;
    if (next === 47) return scanClose(scan);
    if (next !== 33 && next !== 63) return scanOpen(scan);
    const found = next === 63 ? skipTo(scan, 2, "?>") : scanMarkup(scan);
    if (found !== null) return found;
  }
}

function scanText(scan: XmlScan): Token {
  const { bytes } = scan;
  let at = scan.at;
  let marks = 0;
  for (;;) {
    const found = classes[bytes[at] as number] as number;
    if (found !== 0) {
      if (found === kind.lessThan) break;
      if (found === kind.control && at >= scan.end) return token.more;
      marks |= found;
    }
    at += 1;
  }
  if ((marks & kind.control) !== 0) throw damaged(scan.path, "a control character in a text");
  if (scan.depth === 0 && !bytes.subarray(scan.at, at).every(isSpace)) {
    throw damaged(scan.path, "a text outside of all tags");
  }
  scan.from = scan.at;
  scan.to = at;
  scan.marks = marks & allMarks;
  scan.at = at;
  return token.text;
}

function scanClose(scan: XmlScan): Token {
  const from = scan.at + 2;
  let at = scanName(scan, from);
  while (isSpace(scan.bytes[at] as number)) at += 1;
  if (at >= scan.end) return token.more;
  if (scan.bytes[at] !== 62 || scan.depth === 0 || scan.openNames[scan.depth - 1] !== scan.nameHash) {
    throw damaged(scan.path, "a tag is closed that is not open");
  }
  scan.depth -= 1;
  scan.at = at + 1;
  return token.close;
}

/** The end of the name; the name's place is in the scan. */
function scanName(scan: XmlScan, from: number): number {
  const { bytes } = scan;
  let at = from;
  let local = from;
  let hash = 0;
  for (;;) {
    const byte = bytes[at] as number;
    if (nameEnds[byte] !== 0) break;
    hash = (Math.imul(hash, 31) + byte) | 0;
    at += 1;
    if (byte === 58) local = at;
  }
  const length = at - local;
  scan.nameFrom = local;
  scan.nameTo = at;
  scan.name = length > 3 ? 0 : packedBytes(bytes, local, length);
  scan.nameHash = hash;
  return at;
}

function packedBytes(bytes: Buffer, from: number, length: number): number {
  let name = 0;
  for (let at = 0; at < length; at += 1) name |= (bytes[from + at] as number) << (8 * at);
  return name;
}

function scanOpen(scan: XmlScan): Token {
  const { bytes, attributes } = scan;
  const from = scan.at + 1;
  let at = scanName(scan, from);
  if (at === from && at < scan.end) throw damaged(scan.path, "a tag without a name");
  let count = 0;
  for (;;) {
    let byte = bytes[at] as number;
    if (byte === 62) {
      at += 1;
      break;
    }
    while (isSpace(byte)) {
      at += 1;
      byte = bytes[at] as number;
    }
    if (byte === 62) continue;
    if (byte === 47) {
      if (at + 1 >= scan.end) return token.more;
      if (bytes[at + 1] !== 62) throw malformed(scan);
      scan.isSelfClosing = true;
      at += 2;
      break;
    }
    if (at >= scan.end) return token.more;
    const nameFrom = at;
    while (nameEnds[bytes[at] as number] === 0) at += 1;
    const nameTo = at;
    while (isSpace(bytes[at] as number)) at += 1;
    if (at >= scan.end) return token.more;
    if (bytes[at] !== 61 || nameTo === nameFrom) throw malformed(scan);
    at += 1;
    while (isSpace(bytes[at] as number)) at += 1;
    if (at >= scan.end) return token.more;
    const quote = bytes[at] as number;
    if (quote !== 34 && quote !== 39) throw malformed(scan);
    at += 1;
    const valueFrom = at;
    for (byte = bytes[at] as number; byte !== quote && byte !== 60 && byte !== 0; byte = bytes[at] as number) at += 1;
    if (byte !== quote) {
      if (at >= scan.end) return token.more;
      throw malformed(scan);
    }
    if (count === maxAttributes) throw damaged(scan.path, `a tag of more than ${maxAttributes} attributes`);
    const place = count * 4;
    attributes[place] = nameFrom;
    attributes[place + 1] = nameTo;
    attributes[place + 2] = valueFrom;
    attributes[place + 3] = at;
    count += 1;
    at += 1;
  }
  if (scan.depth === 0 && scan.hasRoot) throw damaged(scan.path, "a second root");
  if (scan.depth === maxDepth) throw damaged(scan.path, `tags more than ${maxDepth} deep`);
  scan.hasRoot = true;
  scan.openNames[scan.depth] = scan.nameHash;
  scan.depth += 1;
  scan.attributeCount = count;
  scan.at = at;
  return token.open;
}

function malformed(scan: XmlScan): Error {
  return damaged(scan.path, "a malformed tag");
}

/** Comment, CDATA or document type; null when it was skipped. */
function scanMarkup(scan: XmlScan): Token | null {
  const begin = scan.bytes.latin1Slice(scan.at, Math.min(scan.at + 9, scan.end));
  if (begin.startsWith("<!--")) return skipTo(scan, 4, "-->");
  if (begin !== "<![CDATA[") {
    if ("<![CDATA[".startsWith(begin) || "<!--".startsWith(begin)) return token.more;
    // A document type is where entity bombs live; no spreadsheet program writes one.
    throw damaged(scan.path, "declares a document type");
  }
  const from = scan.at + 9;
  const skipped = skipTo(scan, 9, "]]>");
  if (skipped !== null) return skipped;
  scan.from = from;
  scan.to = scan.at - 3;
  scan.marks = 0;
  for (let at = from; at < scan.to; at += 1) scan.marks |= classes[scan.bytes[at] as number] as number;
  if ((scan.marks & kind.control) !== 0) throw damaged(scan.path, "a control character in a text");
  scan.marks &= allMarks & ~mark.reference;
  return token.text;
}

/** Past the ending, which is looked for so many bytes after the markup's start; `more` when it is not there yet. */
function skipTo(scan: XmlScan, after: number, ending: string): Token | null {
  const found = scan.bytes.indexOf(ending, scan.at + after, "latin1");
  if (found === -1 || found + ending.length > scan.end) return token.more;
  scan.at = found + ending.length;
  return null;
}
