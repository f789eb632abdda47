import type { Attributes, AttributeValue } from "./attribute.ts";

/** The most one item may measure, names included. */
export const maxItemBytes = 400 * 1024;

const PLAIN = /^[1-9](?:\d*[1-9])?$/;

/** Bytes of an item as DynamoDB counts them: UTF-8 of every name and the size of every value. */
export function itemSize(attributes: Attributes): number {
  let total = 0;
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (value !== undefined) total += Buffer.byteLength(name) + valueSize(value);
  }
  return total;
}

/** Text in UTF-8, numbers by two digits to a byte, lists and maps with 3 bytes and 1 for each element. */
export function valueSize(value: AttributeValue): number {
  if ("S" in value) return Buffer.byteLength(value.S);
  if ("N" in value) return numberSize(value.N);
  if ("BOOL" in value || "NULL" in value) return 1;
  if ("B" in value) return value.B.byteLength;
  if ("L" in value) return value.L.reduce((sum, element) => sum + valueSize(element) + 1, 3);
  if ("M" in value) return itemSize(value.M) + 3 + Object.keys(value.M).length;
  if ("SS" in value) return value.SS.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if ("NS" in value) return value.NS.reduce((sum, text) => sum + numberSize(text), 0);
  return value.BS.reduce((sum, bytes) => sum + bytes.byteLength, 0);
}

function numberSize(canonical: string): number {
  // Instants in milliseconds and small counts are most of the numbers there are: no zero to leave out, no sign, no point.
  if (PLAIN.test(canonical)) return ((canonical.length + 1) >> 1) + 1;
  const digits = canonical.replace(/^-/, "").replace(".", "").replace(/^0+/, "").replace(/0+$/, "").length;
  return Math.ceil(digits / 2) + 1 + (canonical.startsWith("-") ? 1 : 0);
}
