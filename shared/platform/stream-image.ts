import type { AttributeValue as StreamValue } from "aws-lambda";
import { fromAttributes } from "../table/attribute-value.ts";
import type { Attributes, AttributeValue } from "../table/engine/attribute.ts";
import type { Item } from "../table/port.ts";

/** An item as a stream record shows it: DynamoDB's own form, but bytes are base64 text. null where there is none. */
export function fromStreamImage(image: { readonly [name: string]: StreamValue } | undefined): Item | null {
  return image === undefined ? null : fromAttributes(withBytes(image));
}

function withBytes(image: { readonly [name: string]: StreamValue }): Attributes {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, bytesOf(value)]));
}

function bytesOf(value: StreamValue): AttributeValue {
  if (value.B !== undefined) return { B: Buffer.from(value.B, "base64") };
  if (value.L !== undefined) return { L: value.L.map(bytesOf) };
  if (value.M !== undefined) return { M: withBytes(value.M) };
  return value as AttributeValue;
}
