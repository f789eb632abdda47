import { type Attributes, type AttributeValue, assign } from "./engine/attribute.ts";
import { canonicalNumber } from "./engine/decimal.ts";
import { invalid } from "./engine/errors.ts";
import type { Item, Value } from "./port.ts";

/** A value in DynamoDB's own form. Throws ValidationException for a number that is not finite. */
export function toAttributeValue(value: Value): AttributeValue {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: numberText(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: value };
  if (isList(value)) return { L: value.map(toAttributeValue) };
  return { M: toAttributes(value) };
}

/** An item or map in DynamoDB's own form; what is `undefined` is left out. */
export function toAttributes(item: { readonly [name: string]: Value | undefined }): Attributes {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(item)) {
    if (value !== undefined) assign(attributes, name, toAttributeValue(value));
  }
  return attributes;
}

/** The way back. Throws for a set, which no code of ours writes. */
export function fromAttributeValue(value: AttributeValue): Value {
  if ("S" in value) return value.S;
  if ("N" in value) return Number(value.N);
  if ("BOOL" in value) return value.BOOL;
  if ("NULL" in value) return null;
  if ("B" in value) return new Uint8Array(value.B);
  if ("L" in value) return value.L.map(fromAttributeValue);
  if ("M" in value) return fromMap(value.M);
  throw new Error(`a value of type ${Object.keys(value).join()} is not one of the hub's`);
}

/** An item as the port gives it out. Throws when it has no text key, which only a foreign table can bring. */
export function fromAttributes(attributes: Attributes): Item {
  const item: Fields = fromMap(attributes);
  if (!isItem(item)) throw new Error("an item without its key");
  return item;
}

function fromMap(attributes: Attributes): { readonly [name: string]: Value } {
  const map: Record<string, Value> = {};
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (value !== undefined) assign(map, name, fromAttributeValue(value));
  }
  return map;
}

type Fields = { readonly [name: string]: Value | undefined };

function isItem(fields: Fields): fields is Item {
  return typeof fields["pk"] === "string" && typeof fields["sk"] === "string";
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw invalid(`The parameter cannot be converted to a numeric value: ${value}`);
  return Number.isSafeInteger(value) ? String(value) : canonicalNumber(String(value));
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
