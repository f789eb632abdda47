import type { Value } from "./port.ts";

/** Bytes of a value as the table counts them: text in UTF-8, a number by two digits to a byte, a little for each element. */
function valueBytes(value: Value | undefined): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number") return numberBytes(value);
  if (value === undefined) return 0;
  if (typeof value === "boolean" || value === null) return 1;
  if (value instanceof Uint8Array) return value.byteLength;
  if (isList(value)) return value.reduce((sum: number, element) => sum + valueBytes(element) + 1, 3);
  return itemBytes(value) + 3 + Object.keys(value).length;
}

/** Bytes of an item, names included: never less than the table counts. */
export function itemBytes(item: { readonly [name: string]: Value | undefined }): number {
  let total = 0;
  for (const name in item) total += Buffer.byteLength(name) + valueBytes(item[name]);
  return total;
}

/** Quicker and never less than `itemBytes`: every character counts as the most that it can take. */
export function mostItemBytes(item: { readonly [name: string]: Value | undefined }): number {
  let total = 0;
  for (const name in item) total += MOST_CHARACTER_BYTES * name.length + mostValueBytes(item[name]);
  return total;
}

const MOST_CHARACTER_BYTES = 3;
const MOST_NUMBER_BYTES = 22;

function mostValueBytes(value: Value | undefined): number {
  if (typeof value === "string") return MOST_CHARACTER_BYTES * value.length;
  if (typeof value === "number") return MOST_NUMBER_BYTES;
  if (value === undefined || value === null || typeof value === "boolean") return 1;
  if (value instanceof Uint8Array) return value.byteLength;
  let total = 3;
  if (isList(value)) for (const element of value) total += mostValueBytes(element) + 1;
  else for (const name in value) total += MOST_CHARACTER_BYTES * name.length + mostValueBytes(value[name]) + 1;
  return total;
}

/** Zeros at an end, which cost nothing in the table, are counted here. */
function numberBytes(value: number): number {
  return (String(value).length >> 1) + 2;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
