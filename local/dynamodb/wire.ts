import { type Attributes, type AttributeValue, assign } from "../../shared/table/engine/attribute.ts";
import { EngineError, invalid } from "../../shared/table/engine/errors.ts";
import { isRecord } from "../cloud/json-service.ts";

/** Attribute values in DynamoDB's JSON: as the engine has them, but bytes are base64 text. */
export type WireAttributes = Readonly<Record<string, unknown>>;

export function attributesFromWire(given: unknown): Attributes {
  if (!isRecord(given)) throw unreadable("a map of attribute values");
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(given)) assign(attributes, name, valueFromWire(value));
  return attributes;
}

export function valueFromWire(given: unknown): AttributeValue {
  if (!isRecord(given)) throw unreadable("an attribute value");
  const types = Object.keys(given).filter((name) => given[name] !== undefined && given[name] !== null);
  const [type] = types;
  if (type === undefined) {
    throw invalid("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  }
  if (types.length > 1) {
    throw invalid(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  }
  return readers[type]?.(given[type]) ?? refuse(type);
}

function refuse(type: string): never {
  throw invalid(`Supplied AttributeValue is empty, must contain exactly one of the supported datatypes, not ${type}`);
}

const readers: Readonly<Record<string, (given: unknown) => AttributeValue>> = {
  S: (given) => ({ S: text(given) }),
  N: (given) => ({ N: text(given) }),
  B: (given) => ({ B: bytes(given) }),
  BOOL: (given) => {
    if (typeof given !== "boolean") throw unreadable("true or false");
    return { BOOL: given };
  },
  NULL: (given) => {
    if (given === true) return { NULL: true };
    throw invalid("One or more parameter values were invalid: Null attribute value types must have the value of true");
  },
  L: (given) => ({ L: list(given).map(valueFromWire) }),
  M: (given) => ({ M: attributesFromWire(given) }),
  SS: (given) => ({ SS: list(given).map(text) }),
  NS: (given) => ({ NS: list(given).map(text) }),
  BS: (given) => ({ BS: list(given).map(bytes) }),
};

function text(given: unknown): string {
  if (typeof given !== "string") throw unreadable("a string");
  return given;
}

function bytes(given: unknown): Uint8Array {
  return new Uint8Array(Buffer.from(text(given), "base64"));
}

function list(given: unknown): readonly unknown[] {
  if (!Array.isArray(given)) throw unreadable("a list");
  return given;
}

function unreadable(what: string): EngineError {
  return new EngineError("SerializationException", `Expected ${what}`);
}

export function attributesToWire(attributes: Attributes): WireAttributes {
  const wire: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) assign(wire, name, valueToWire(value));
  return wire;
}

function valueToWire(value: AttributeValue): unknown {
  if ("B" in value) return { B: base64(value.B) };
  if ("BS" in value) return { BS: value.BS.map(base64) };
  if ("L" in value) return { L: value.L.map(valueToWire) };
  return "M" in value ? { M: attributesToWire(value.M) } : value;
}

function base64(given: Uint8Array): string {
  return Buffer.from(given.buffer, given.byteOffset, given.byteLength).toString("base64");
}
