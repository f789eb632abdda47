import { type Attributes, type AttributeValue, latin1, typeOf } from "./attribute.ts";
import { checkedValue } from "./check-value.ts";
import { addNumbers, negate } from "./decimal.ts";
import { invalid } from "./errors.ts";
import { comparePaths, type DocumentPath, pathsOverlap, showPath, valueAt, withoutValue, withValue } from "./path.ts";

export type SetOperand =
  | { readonly kind: "path"; readonly path: DocumentPath }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "ifAbsent"; readonly path: DocumentPath; readonly otherwise: SetOperand }
  | { readonly kind: "listAppend"; readonly left: SetOperand; readonly right: SetOperand };

export type SetValue =
  | SetOperand
  | { readonly kind: "plus" | "minus"; readonly left: SetOperand; readonly right: SetOperand };

/** The four clauses of an update. Every right side is computed from the item as it was before. */
export type UpdateNode = {
  readonly set: readonly { readonly path: DocumentPath; readonly value: SetValue }[];
  readonly remove: readonly DocumentPath[];
  readonly add: readonly { readonly path: DocumentPath; readonly value: AttributeValue }[];
  readonly delete: readonly { readonly path: DocumentPath; readonly value: AttributeValue }[];
};

/** Refuses what DynamoDB refuses before it looks at the item: overlapping paths and operands of a wrong type. */
export function checkUpdate(update: UpdateNode): void {
  const paths = [...update.set.map((s) => s.path), ...update.remove, ...update.add.map((a) => a.path)];
  paths.push(...update.delete.map((d) => d.path));
  paths.forEach((path, at) => {
    const other = paths.slice(0, at).find((earlier) => pathsOverlap(earlier, path));
    if (other === undefined) return;
    throw invalidUpdate(
      `Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${showPath(other)}, path two: ${showPath(path)}`,
    );
  });
  for (const { value } of update.add) mustBe(value, ["N", "SS", "NS", "BS"], "ADD");
  for (const { value } of update.delete) mustBe(value, ["SS", "NS", "BS"], "DELETE");
  for (const { value } of update.set) checkSetValue(value);
}

function checkSetValue(value: SetValue): void {
  if (value.kind === "plus" || value.kind === "minus" || value.kind === "listAppend") {
    for (const side of [value.left, value.right]) {
      checkSetValue(side);
      if (side.kind !== "value") continue;
      if (value.kind === "listAppend") mustBe(side.value, ["L"], "list_append");
      else mustBe(side.value, ["N"], value.kind === "plus" ? "+" : "-");
    }
  }
  if (value.kind === "ifAbsent") checkSetValue(value.otherwise);
}

/** The item after the update; `base` is the item before it, or only its key where there was none. */
export function updated(update: UpdateNode, base: Attributes): Attributes {
  const sets = update.set.map(({ path, value }) => ({ path, value: evaluate(value, base) }));
  for (const { path, value } of update.add) sets.push({ path, value: added(valueAt(base, path), checkedValue(value)) });
  const removes = [...update.remove];
  for (const { path, value } of update.delete) {
    const left = deleted(valueAt(base, path), checkedValue(value));
    if (left === null) removes.push(path);
    else if (left !== undefined) sets.push({ path, value: left });
  }
  let item = base;
  for (const { path, value } of sets.sort((a, b) => comparePaths(a.path, b.path))) item = withValue(item, path, value);
  for (const path of removes.sort((a, b) => comparePaths(b, a))) item = withoutValue(item, path);
  return item;
}

function evaluate(value: SetValue, base: Attributes): AttributeValue {
  switch (value.kind) {
    case "value":
      return checkedValue(value.value);
    case "path":
      return existing(value.path, base);
    case "ifAbsent":
      return valueAt(base, value.path) ?? evaluate(value.otherwise, base);
    case "listAppend": {
      const left = evaluate(value.left, base);
      const right = evaluate(value.right, base);
      if (!("L" in left && "L" in right)) throw wrongType();
      return { L: [...left.L, ...right.L] };
    }
    default: {
      const left = evaluate(value.left, base);
      const right = evaluate(value.right, base);
      if (!("N" in left && "N" in right)) throw wrongType();
      return { N: addNumbers(left.N, value.kind === "plus" ? right.N : negate(right.N)) };
    }
  }
}

function existing(path: DocumentPath, base: Attributes): AttributeValue {
  const value = valueAt(base, path);
  if (value === undefined) {
    throw invalid("The provided expression refers to an attribute that does not exist in the item");
  }
  return value;
}

function added(current: AttributeValue | undefined, amount: AttributeValue): AttributeValue {
  if (current === undefined) return amount;
  if ("N" in current && "N" in amount) return { N: addNumbers(current.N, amount.N) };
  if ("SS" in current && "SS" in amount) return { SS: [...new Set([...current.SS, ...amount.SS])] };
  if ("NS" in current && "NS" in amount) return { NS: [...new Set([...current.NS, ...amount.NS])] };
  if ("BS" in current && "BS" in amount) {
    return { BS: [...new Map([...current.BS, ...amount.BS].map((bytes) => [latin1(bytes), bytes])).values()] };
  }
  throw wrongType();
}

/** What is left of a set; null when that is nothing, undefined when there was no set. */
function deleted(current: AttributeValue | undefined, gone: AttributeValue): AttributeValue | null | undefined {
  if (current === undefined) return undefined;
  if ("SS" in current && "SS" in gone) return setOrNull({ SS: current.SS.filter((one) => !gone.SS.includes(one)) });
  if ("NS" in current && "NS" in gone) return setOrNull({ NS: current.NS.filter((one) => !gone.NS.includes(one)) });
  if ("BS" in current && "BS" in gone) {
    const texts = gone.BS.map(latin1);
    return setOrNull({ BS: current.BS.filter((one) => !texts.includes(latin1(one))) });
  }
  throw wrongType();
}

function setOrNull(set: AttributeValue): AttributeValue | null {
  const isEmpty = Object.values(set).every((elements) => Array.isArray(elements) && elements.length === 0);
  return isEmpty ? null : set;
}

function mustBe(value: AttributeValue, types: readonly string[], name: string): void {
  if (types.includes(typeOf(value))) return;
  throw invalidUpdate(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${typeOf(value)}`,
  );
}

function wrongType(): Error {
  return invalid("An operand in the update expression has an incorrect data type");
}

function invalidUpdate(why: string): Error {
  return invalid(`Invalid UpdateExpression: ${why}`);
}
