import { type } from "./cell-meaning.ts";
import { damaged } from "./unreadable.ts";
import type { XmlScan } from "./xml-scan.ts";

export const letter = { r: 114, s: 115, t: 116 } as const;

/** The name of an attribute of one letter; 0 for others. */
export function attributeLetter(scan: XmlScan, place: number): number {
  const from = scan.attributes[place] as number;
  return scan.attributes[place + 1] === from + 1 ? (scan.bytes[from] as number) : 0;
}

/** Digits → their number; -1 for anything else. */
export function wholeNumber(scan: XmlScan, from: number, to: number): number {
  if (from === to || to - from > 15) return -1;
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = (scan.bytes[at] as number) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** `AB12` → 27. */
export function columnIndex(scan: XmlScan, from: number, to: number): number {
  let index = 0;
  for (let at = from; at < to && index < 1_000_000; at += 1) {
    const code = (scan.bytes[at] as number) & ~32;
    if (code < 65 || code > 90) break;
    index = index * 26 + (code - 64);
  }
  if (index === 0) throw damaged(scan.path, "a cell whose place is none");
  return index - 1;
}

/** By length and first letter, which tell all types of the standard apart: b, d, e, n, s, str and inlineStr. */
export function typeOf(scan: XmlScan, from: number, to: number): number {
  const first = scan.bytes[from];
  switch (to - from) {
    case 1:
      if (first === 115) return type.shared;
      if (first === 98) return type.boolean;
      if (first === 101) return type.error;
      return first === 100 ? type.date : type.number;
    case 3:
      return first === 115 ? type.text : type.number;
    default:
      return first === 105 ? type.text : type.number;
  }
}
