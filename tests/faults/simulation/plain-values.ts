import { isDeepStrictEqual } from "node:util";
import { never } from "../../../shared/kernel/result.ts";
import type { Change, Comparison, Condition, Item, Path, Value } from "../../../shared/table/port.ts";

/** Conditions and updates over plain objects: what the engine does over attributes, without turning one into the other. */
export function holds(condition: Condition | undefined, item: Item | null): boolean {
  if (condition === undefined) return true;
  switch (condition.kind) {
    case "exists":
      return valueAt(item, condition.path) !== undefined;
    case "absent":
      return valueAt(item, condition.path) === undefined;
    case "compare":
      return compares(condition.op, valueAt(item, condition.path), condition.value);
    case "between": {
      const value = valueAt(item, condition.path);
      return compares(">=", value, condition.low) && compares("<=", value, condition.high);
    }
    case "in": {
      const value = valueAt(item, condition.path);
      return condition.values.some((one) => compares("=", value, one));
    }
    case "beginsWith": {
      const value = valueAt(item, condition.path);
      return typeof value === "string" && value.startsWith(condition.prefix);
    }
    case "contains": {
      const value = valueAt(item, condition.path);
      if (Array.isArray(value)) return value.some((one) => isDeepStrictEqual(one, condition.value));
      return typeof value === "string" && typeof condition.value === "string" && value.includes(condition.value);
    }
    case "all":
      return condition.of.every((part) => holds(part, item));
    case "any":
      return condition.of.some((part) => holds(part, item));
    case "not":
      return !holds(condition.of, item);
    default:
      return never(condition);
  }
}

function compares(op: Comparison, left: Value | undefined, right: Value): boolean {
  if (op === "=") return left === right || isDeepStrictEqual(left, right);
  if (op === "<>") return !isDeepStrictEqual(left, right);
  if (typeof left !== typeof right || (typeof left !== "number" && typeof left !== "string")) return false;
  const [a, b] = [left as number, right as number];
  if (op === "<") return a < b;
  if (op === "<=") return a <= b;
  return op === ">" ? a > b : a >= b;
}

function valueAt(item: Item | null, path: Path): Value | undefined {
  if (item === null) return undefined;
  if (typeof path === "string") return Object.hasOwn(item, path) ? item[path] : undefined;
  let value: unknown = item;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value as Value | undefined;
}

/** A new item; only attributes at the top can be changed, which is all that the workers under simulation do. */
export function updated(item: Item, changes: readonly Change[]): Item {
  const after: Record<string, Value | undefined> = { ...item };
  for (const change of changes) {
    const { path } = change;
    if (typeof path !== "string") throw new Error("the plain table changes whole attributes only");
    switch (change.kind) {
      case "set":
        after[path] = change.value;
        break;
      case "setIfAbsent":
        if (item[path] === undefined) after[path] = change.value;
        break;
      case "add":
        after[path] = numberOf(item[path]) + change.amount;
        break;
      case "append":
        after[path] = [...listOf(item[path]), ...change.values];
        break;
      case "remove":
        delete after[path];
        break;
      default:
        never(change);
    }
  }
  return after as Item;
}

function numberOf(value: Value | undefined): number {
  if (value === undefined) return 0;
  if (typeof value !== "number") throw new Error("only numbers are added to");
  return value;
}

function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Error("only lists are appended to");
  return value;
}
