/** A DynamoDB value in the form the service speaks, e.g. `{ S: "x" }`, `{ N: "1.5" }`. Never changed after it is stored. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: Uint8Array }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Attributes }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly Uint8Array[] };

/** An item, or a map inside one. Names come from outside: read them with `attributeOf`, set them with `assign`. */
export type Attributes = { readonly [name: string]: AttributeValue };

export type AttributeType = "S" | "N" | "B" | "BOOL" | "NULL" | "L" | "M" | "SS" | "NS" | "BS";

export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw new Error("an attribute value without a type");
}

/** The attribute of that name; names such as "constructor" or "__proto__" are ordinary names here. */
export function attributeOf(attributes: Attributes, name: string): AttributeValue | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

/** Sets an own property even when it is called "__proto__". */
export function assign<V>(target: Record<string, V>, name: string, value: V): void {
  if (name === "__proto__") {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[name] = value;
  }
}

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

/** Equality as DynamoDB means it: same type and value, maps and sets without order. Numbers must be canonical. */
export function sameValue(left: AttributeValue, right: AttributeValue): boolean {
  if (left === right) return true;
  if ("S" in left) return "S" in right && left.S === right.S;
  if ("N" in left) return "N" in right && left.N === right.N;
  if ("BOOL" in left) return "BOOL" in right && left.BOOL === right.BOOL;
  if ("NULL" in left) return "NULL" in right;
  if ("B" in left) return "B" in right && sameBytes(left.B, right.B);
  if ("L" in left) return "L" in right && sameList(left.L, right.L);
  if ("M" in left) return "M" in right && sameAttributes(left.M, right.M);
  if ("SS" in left) return "SS" in right && sameSet(left.SS, right.SS);
  if ("NS" in left) return "NS" in right && sameSet(left.NS, right.NS);
  return "BS" in right && sameSet(left.BS.map(latin1), right.BS.map(latin1));
}

function sameList(left: readonly AttributeValue[], right: readonly AttributeValue[]): boolean {
  if (left.length !== right.length) return false;
  return left.every((value, at) => {
    const other = right[at];
    return other !== undefined && sameValue(value, other);
  });
}

export function sameAttributes(left: Attributes, right: Attributes): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => {
    const one = attributeOf(left, name);
    const other = attributeOf(right, name);
    return one !== undefined && other !== undefined && sameValue(one, other);
  });
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  const wanted = new Set(left);
  return right.every((element) => wanted.has(element));
}

/** Bytes as text of one character each, so that they can be compared and used as map keys. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
