import { type Attributes, type AttributeValue, assign, attributeOf } from "./attribute.ts";
import { invalid } from "./errors.ts";

/** A way into an item: an attribute name, then names of map entries and indexes of list elements. */
export type DocumentPath = readonly [string, ...(string | number)[]];

export function valueAt(attributes: Attributes | null, path: DocumentPath): AttributeValue | undefined {
  if (attributes === null) return undefined;
  let value = attributeOf(attributes, path[0]);
  for (let at = 1; at < path.length && value !== undefined; at += 1) value = childOf(value, path[at]);
  return value;
}

function childOf(value: AttributeValue, step: string | number | undefined): AttributeValue | undefined {
  if (typeof step === "number") return "L" in value ? value.L[step] : undefined;
  if (step === undefined) return undefined;
  return "M" in value ? attributeOf(value.M, step) : undefined;
}

/** A copy with the value at the path; everything on the way to it must be there. Beyond a list's end it is appended. */
export function withValue(attributes: Attributes, path: DocumentPath, value: AttributeValue): Attributes {
  return mapWith(attributes, path, 0, value);
}

/** A copy without what stands at the path. What is not there is no error, its missing parent is. */
export function withoutValue(attributes: Attributes, path: DocumentPath): Attributes {
  return mapWith(attributes, path, 0, null);
}

function mapWith(map: Attributes, path: DocumentPath, at: number, value: AttributeValue | null): Attributes {
  const name = String(path[at]);
  const copy: Record<string, AttributeValue> = { ...map };
  if (at < path.length - 1) assign(copy, name, inside(attributeOf(map, name), path, at + 1, value));
  else if (value === null) delete copy[name];
  else assign(copy, name, value);
  return copy;
}

function listWith(
  list: readonly AttributeValue[],
  path: DocumentPath,
  at: number,
  value: AttributeValue | null,
): readonly AttributeValue[] {
  const index = Number(path[at]);
  if (at < path.length - 1) return list.with(indexIn(list, index), inside(list[index], path, at + 1, value));
  if (value === null) return index < list.length ? list.toSpliced(index, 1) : list;
  return index < list.length ? list.with(index, value) : [...list, value];
}

function inside(
  parent: AttributeValue | undefined,
  path: DocumentPath,
  at: number,
  value: AttributeValue | null,
): AttributeValue {
  const isIndex = typeof path[at] === "number";
  if (parent !== undefined && isIndex && "L" in parent) return { L: listWith(parent.L, path, at, value) };
  if (parent !== undefined && !isIndex && "M" in parent) return { M: mapWith(parent.M, path, at, value) };
  throw invalidPath();
}

function indexIn(list: readonly AttributeValue[], index: number): number {
  if (index >= list.length) throw invalidPath();
  return index;
}

function invalidPath(): Error {
  return invalid("The document path provided in the update expression is invalid for update");
}

/** How DynamoDB writes a path in its messages: `[lines, [0], quantity]`. */
export function showPath(path: DocumentPath): string {
  return `[${path.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ")}]`;
}

/** Two paths of which one leads into, or is, the other. */
export function pathsOverlap(left: DocumentPath, right: DocumentPath): boolean {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}

/** Orders paths so that list elements further back come later. */
export function comparePaths(left: DocumentPath, right: DocumentPath): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const one = left[at];
    const two = right[at];
    if (one === two) continue;
    if (typeof one === "number" && typeof two === "number") return one - two;
    return String(one) < String(two) ? -1 : 1;
  }
  return left.length - right.length;
}
