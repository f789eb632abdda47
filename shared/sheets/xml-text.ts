import { isUtf8 } from "node:buffer";
import { damaged } from "./unreadable.ts";
import { mark, type XmlScan } from "./xml-scan.ts";

/** The most text of one cell: Excel keeps 32,767 characters, in UTF-8 at most four bytes each. */
export const maxCellBytes = 131_072;

/** The latest text of the scan, its references replaced and its line ends made LF, as XML wants it. */
export function textOf(scan: XmlScan): string {
  const { bytes, from, to, marks } = scan;
  if ((marks & ~mark.underscore) === 0) return bytes.latin1Slice(from, to);
  let text = (marks & mark.beyondAscii) === 0 ? bytes.latin1Slice(from, to) : utf8Text(scan, from, to);
  if ((marks & mark.carriageReturn) !== 0) text = text.replace(/\r\n?/g, "\n");
  return (marks & mark.reference) === 0 ? text : withoutReferences(scan, text);
}

const none: Readonly<Record<string, string>> = Object.freeze(Object.create(null));

/** The attributes of the tag just opened, by their full names. */
export function attributesOf(scan: XmlScan): Readonly<Record<string, string>> {
  if (scan.attributeCount === 0) return none;
  const found: Record<string, string> = Object.create(null);
  for (let place = 0; place < scan.attributeCount * 4; place += 4) {
    const [nameFrom = 0, nameTo = 0, from = 0, to = 0] = scan.attributes.subarray(place, place + 4);
    const value = utf8Text(scan, from, to).replace(/\r\n?|[\t\n]/g, " ");
    found[utf8Text(scan, nameFrom, nameTo)] = value.includes("&") ? withoutReferences(scan, value) : value;
  }
  return found;
}

export function localName(scan: XmlScan): string {
  return utf8Text(scan, scan.nameFrom, scan.nameTo);
}

function utf8Text(scan: XmlScan, from: number, to: number): string {
  const text = scan.bytes.utf8Slice(from, to);
  if (!scan.isUtf8 && text.includes("\uFFFD") && !isUtf8(scan.bytes.subarray(from, to))) {
    throw damaged(scan.path, "a text that is not UTF-8");
  }
  return text;
}

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'" };

/** Only the five names of XML itself: others would need a document type, and those are refused. */
function withoutReferences(scan: XmlScan, text: string): string {
  let whole = "";
  let from = 0;
  for (let at = text.indexOf("&"); at !== -1; at = text.indexOf("&", from)) {
    const end = text.indexOf(";", at);
    const character = end === -1 || end > at + MAX_REFERENCE ? undefined : referred(text.slice(at + 1, end));
    if (character === undefined) throw damaged(scan.path, "a reference to an unknown character");
    whole += text.slice(from, at) + character;
    from = end + 1;
  }
  return whole + text.slice(from);
}

/** Characters from `&` to `;`, the longest being `&#1114111;`. */
const MAX_REFERENCE = 12;

function referred(name: string): string | undefined {
  if (name === "amp") return "&";
  if (!name.startsWith("#")) return Object.hasOwn(named, name) ? named[name] : undefined;
  const digits = /^#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))$/.exec(name);
  if (digits === null) return undefined;
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  const isAllowed =
    code === 9 || code === 10 || code === 13 || (code >= 32 && code < 0xd800) || (code >= 0xe000 && code <= 0x10ffff);
  return isAllowed ? String.fromCodePoint(code) : undefined;
}

/** `_x000D_` stands for a character that XML cannot carry. */
export function unescapeCharacters(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
