import { type AttributeValue, latin1 } from "./attribute.ts";
import { numberSortText } from "./decimal.ts";

/** A key value as text whose order under `compareText` is DynamoDB's order of that type. */
export function sortText(value: AttributeValue): string {
  if ("S" in value) return value.S;
  if ("N" in value) return numberSortText(value.N);
  if ("B" in value) return latin1(value.B);
  throw new Error("a key is text, a number or bytes");
}

/** Order of the UTF-8 bytes: as UTF-16 code units, but surrogates come after all of the basic plane. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const one = left.charCodeAt(at);
    const two = right.charCodeAt(at);
    if (one === two) continue;
    const oneIsSurrogate = one >= 0xd800 && one <= 0xdfff;
    const twoIsSurrogate = two >= 0xd800 && two <= 0xdfff;
    if (oneIsSurrogate !== twoIsSurrogate) return oneIsSurrogate ? 1 : -1;
    return one - two;
  }
  return left.length - right.length;
}
