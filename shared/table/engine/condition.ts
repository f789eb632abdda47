import { never } from "../../kernel/result.ts";
import { type Attributes, type AttributeValue, latin1, sameBytes, sameValue, typeOf } from "./attribute.ts";
import { compareNumbers } from "./decimal.ts";
import { type DocumentPath, valueAt } from "./path.ts";
import { compareText } from "./sort-text.ts";

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** What a condition compares: an attribute, a given value, or the size of an attribute. */
export type Operand =
  | { readonly kind: "path"; readonly path: DocumentPath }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "size"; readonly of: Operand };

/** A condition or filter over one item. `check-condition.ts` says which of them DynamoDB accepts. */
export type ConditionNode =
  | { readonly kind: "compare"; readonly op: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: "between"; readonly of: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: "in"; readonly of: Operand; readonly options: readonly Operand[] }
  | { readonly kind: "exists" | "absent"; readonly path: DocumentPath }
  | { readonly kind: "type"; readonly path: DocumentPath; readonly type: Operand }
  | { readonly kind: "beginsWith"; readonly of: Operand; readonly prefix: Operand }
  | { readonly kind: "contains"; readonly of: Operand; readonly element: Operand }
  | { readonly kind: "and" | "or"; readonly of: readonly ConditionNode[] }
  | { readonly kind: "not"; readonly of: ConditionNode };

/** Whether the condition holds of the item; null is an item that is not there, and has no attributes. */
export function holds(condition: ConditionNode, item: Attributes | null): boolean {
  switch (condition.kind) {
    case "compare":
      return compares(condition.op, resolve(condition.left, item), resolve(condition.right, item));
    case "between": {
      const value = resolve(condition.of, item);
      return (
        compares(">=", value, resolve(condition.low, item)) && compares("<=", value, resolve(condition.high, item))
      );
    }
    case "in": {
      const value = resolve(condition.of, item);
      return condition.options.some((option) => compares("=", value, resolve(option, item)));
    }
    case "exists":
      return valueAt(item, condition.path) !== undefined;
    case "absent":
      return valueAt(item, condition.path) === undefined;
    case "type": {
      const value = valueAt(item, condition.path);
      const type = resolve(condition.type, item);
      return value !== undefined && type !== undefined && "S" in type && typeOf(value) === type.S;
    }
    case "beginsWith":
      return beginsWith(resolve(condition.of, item), resolve(condition.prefix, item));
    case "contains":
      return contains(resolve(condition.of, item), resolve(condition.element, item));
    case "and":
      return condition.of.every((part) => holds(part, item));
    case "or":
      return condition.of.some((part) => holds(part, item));
    case "not":
      return !holds(condition.of, item);
    default:
      return never(condition);
  }
}

function resolve(operand: Operand, item: Attributes | null): AttributeValue | undefined {
  if (operand.kind === "value") return operand.value;
  if (operand.kind === "path") return valueAt(item, operand.path);
  const value = resolve(operand.of, item);
  const size = value === undefined ? undefined : countOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

function countOf(value: AttributeValue): number | undefined {
  if ("S" in value) return value.S.length;
  if ("B" in value) return value.B.byteLength;
  if ("L" in value) return value.L.length;
  if ("M" in value) return Object.keys(value.M).length;
  if ("SS" in value) return value.SS.length;
  if ("NS" in value) return value.NS.length;
  return "BS" in value ? value.BS.length : undefined;
}

/** An absent side makes every comparison false but `<>`; so does another type. */
function compares(op: Comparator, left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  const same = left !== undefined && right !== undefined && sameValue(left, right);
  if (op === "=") return same;
  if (op === "<>") return !same;
  if (left === undefined || right === undefined) return false;
  const order = orderOf(left, right);
  if (order === undefined) return false;
  if (op === "<") return order < 0;
  if (op === "<=") return order <= 0;
  return op === ">" ? order > 0 : order >= 0;
}

/** undefined for values of different types, or of a type without an order. */
export function orderOf(left: AttributeValue, right: AttributeValue): number | undefined {
  if ("S" in left && "S" in right) return compareText(left.S, right.S);
  if ("N" in left && "N" in right) return compareNumbers(left.N, right.N);
  if ("B" in left && "B" in right) return compareText(latin1(left.B), latin1(right.B));
  return undefined;
}

function beginsWith(value: AttributeValue | undefined, prefix: AttributeValue | undefined): boolean {
  if (value === undefined || prefix === undefined) return false;
  if ("S" in value && "S" in prefix) return value.S.startsWith(prefix.S);
  if ("B" in value && "B" in prefix) return latin1(value.B).startsWith(latin1(prefix.B));
  return false;
}

function contains(value: AttributeValue | undefined, element: AttributeValue | undefined): boolean {
  if (value === undefined || element === undefined) return false;
  if ("L" in value) return value.L.some((one) => sameValue(one, element));
  if ("S" in element) return "S" in value ? value.S.includes(element.S) : "SS" in value && value.SS.includes(element.S);
  if ("N" in element) return "NS" in value && value.NS.includes(element.N);
  if (!("B" in element)) return false;
  if ("B" in value) return latin1(value.B).includes(latin1(element.B));
  return "BS" in value && value.BS.some((bytes) => sameBytes(bytes, element.B));
}
