import type { Buffer } from "node:buffer";
import type { XmlScan } from "../xml-scan.ts";

/** The place of the `<` of the tag just found. */
export function tagStart({ bytes, nameFrom }: XmlScan): number {
  let at = nameFrom - 1;
  while (bytes[at] !== 60) at -= 1;
  return at;
}

/** Where those bytes are next; the end when they are not there (yet). */
export function placeOf(scan: XmlScan, wanted: Buffer): number {
  const place = scan.bytes.indexOf(wanted, scan.at);
  return place === -1 ? scan.end : place;
}

/** `AB12` → 27. */
export function lettersAt(bytes: Buffer, from: number): number {
  let index = 0;
  for (let at = from; (bytes[at] as number) >= 65 && (bytes[at] as number) <= 90; at += 1) {
    index = index * 26 + (bytes[at] as number) - 64;
  }
  return index - 1;
}

export type Attribute = {
  readonly value: string;
  readonly nameFrom: number;
  readonly from: number;
  readonly to: number;
};

/** An attribute of the opened tag by its full name. */
export function attribute(scan: XmlScan, name: string): Attribute | null {
  for (let place = 0; place < scan.attributeCount * 4; place += 4) {
    const [nameFrom = 0, nameTo = 0, from = 0, to = 0] = scan.attributes.subarray(place, place + 4);
    if (nameTo - nameFrom !== name.length || scan.bytes.toString("latin1", nameFrom, nameTo) !== name) continue;
    return { value: scan.bytes.toString("latin1", from, to), nameFrom, from, to };
  }
  return null;
}
