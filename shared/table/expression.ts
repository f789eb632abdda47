import { never } from "../kernel/result.ts";
import type { AttributeValue } from "./engine/attribute.ts";
import type { ConditionNode, Operand } from "./engine/condition.ts";
import { invalid } from "./engine/errors.ts";
import type { DocumentPath } from "./engine/path.ts";
import type { KeyRange, WriteAction } from "./engine/requests.ts";
import type { SetValue, UpdateNode } from "./engine/update.ts";

/** Collects the names and values of one request and hands out their placeholders. */
export type Placeholders = {
  name(attribute: string): string;
  value(value: AttributeValue): string;
  /** What the request must carry beside its expressions; absent where empty, as the service demands. */
  collected(): {
    readonly ExpressionAttributeNames?: Record<string, string>;
    readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
  };
};

export function makePlaceholders(): Placeholders {
  const names = new Map<string, string>();
  const values: AttributeValue[] = [];
  return {
    name(attribute) {
      const known = names.get(attribute) ?? `#${names.size}`;
      names.set(attribute, known);
      return known;
    },
    value: (value) => `:${values.push(value) - 1}`,
    collected: () => ({
      ...(names.size > 0 && { ExpressionAttributeNames: Object.fromEntries([...names].map(([n, p]) => [p, n])) }),
      ...(values.length > 0 && {
        ExpressionAttributeValues: Object.fromEntries(values.map((value, at) => [`:${at}`, value])),
      }),
    }),
  };
}

/** A ConditionExpression or FilterExpression without redundant parentheses, which the service refuses. */
export function conditionExpression(condition: ConditionNode, holders: Placeholders): string {
  const operand = (one: Operand): string => operandText(one, holders);
  switch (condition.kind) {
    case "compare":
      return `${operand(condition.left)} ${condition.op} ${operand(condition.right)}`;
    case "between":
      return `${operand(condition.of)} BETWEEN ${operand(condition.low)} AND ${operand(condition.high)}`;
    case "in":
      return `${operand(condition.of)} IN (${condition.options.map(operand).join(", ")})`;
    case "exists":
      return `attribute_exists(${pathText(condition.path, holders)})`;
    case "absent":
      return `attribute_not_exists(${pathText(condition.path, holders)})`;
    case "type":
      return `attribute_type(${pathText(condition.path, holders)}, ${operand(condition.type)})`;
    case "beginsWith":
      return `begins_with(${operand(condition.of)}, ${operand(condition.prefix)})`;
    case "contains":
      return `contains(${operand(condition.of)}, ${operand(condition.element)})`;
    case "and":
    case "or":
      return joined(condition, holders);
    case "not":
      return `NOT ${part(condition.of, holders)}`;
    default:
      return never(condition);
  }
}

function joined({ kind, of }: { kind: "and" | "or"; of: readonly ConditionNode[] }, holders: Placeholders): string {
  const [first, ...others] = of;
  if (first === undefined) return constant(kind === "and", holders);
  if (others.length === 0) return conditionExpression(first, holders);
  return of.map((one) => part(one, holders)).join(kind === "and" ? " AND " : " OR ");
}

/** The language has no `true`: a condition over nothing asks for an attribute to be there, or (and) not. */
function constant(isTrue: boolean, holders: Placeholders): string {
  const key = holders.name("pk");
  return `attribute_exists(${key}) ${isTrue ? "OR" : "AND"} attribute_not_exists(${key})`;
}

function part(condition: ConditionNode, holders: Placeholders): string {
  const text = conditionExpression(condition, holders);
  return condition.kind === "and" || condition.kind === "or" || condition.kind === "not"
    ? wrapped(condition, text)
    : text;
}

function wrapped(condition: ConditionNode, text: string): string {
  const [only, ...others] = condition.kind === "and" || condition.kind === "or" ? condition.of : [];
  const isAtom = only !== undefined && others.length === 0 && !["and", "or", "not"].includes(only.kind);
  return isAtom ? text : `(${text})`;
}

function operandText(operand: Operand, holders: Placeholders): string {
  if (operand.kind === "value") return holders.value(operand.value);
  if (operand.kind === "path") return pathText(operand.path, holders);
  return `size(${operandText(operand.of, holders)})`;
}

function pathText(path: DocumentPath, holders: Placeholders): string {
  const [first, ...steps] = path;
  return steps.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : `${text}.${holders.name(step)}`),
    holders.name(first),
  );
}

/** An UpdateExpression; empty for an update that changes nothing (which still creates its item). */
export function updateExpression(update: UpdateNode, holders: Placeholders): string {
  const path = (one: DocumentPath): string => pathText(one, holders);
  const clauses = [
    clause("SET", update.set, ({ path: to, value }) => `${path(to)} = ${setValueText(value, holders)}`),
    clause("REMOVE", update.remove, path),
    clause("ADD", update.add, ({ path: to, value }) => `${path(to)} ${holders.value(value)}`),
    clause("DELETE", update.delete, ({ path: from, value }) => `${path(from)} ${holders.value(value)}`),
  ];
  return clauses.filter((text) => text !== "").join(" ");
}

function clause<T>(name: string, steps: readonly T[], write: (step: T) => string): string {
  return steps.length === 0 ? "" : `${name} ${steps.map(write).join(", ")}`;
}

function setValueText(value: SetValue, holders: Placeholders): string {
  const text = (one: SetValue): string => setValueText(one, holders);
  switch (value.kind) {
    case "value":
      return holders.value(value.value);
    case "path":
      return pathText(value.path, holders);
    case "ifAbsent":
      return `if_not_exists(${pathText(value.path, holders)}, ${text(value.otherwise)})`;
    case "listAppend":
      return `list_append(${text(value.left)}, ${text(value.right)})`;
    case "plus":
      return `${text(value.left)} + ${text(value.right)}`;
    case "minus":
      return `${text(value.left)} - ${text(value.right)}`;
    default:
      return never(value);
  }
}

/** A KeyConditionExpression over one partition. */
export function keyConditionExpression(
  key: { readonly partition: string; readonly sort: string },
  value: AttributeValue,
  range: KeyRange | undefined,
  holders: Placeholders,
): string {
  const whole = `${holders.name(key.partition)} = ${holders.value(value)}`;
  if (range === undefined) return whole;
  const sort = holders.name(key.sort);
  if (range.op === "beginsWith") return `${whole} AND begins_with(${sort}, ${holders.value(range.prefix)})`;
  if (range.op !== "between") return `${whole} AND ${sort} ${range.op} ${holders.value(range.value)}`;
  return `${whole} AND ${sort} BETWEEN ${holders.value(range.low)} AND ${holders.value(range.high)}`;
}

/** The service takes no longer expression than this. */
const maxExpressionBytes = 4096;

/** Throws where the write's expressions would be too long for the service: a face without them must refuse it too. */
export function mustFitExpressions(action: WriteAction): void {
  const holders = makePlaceholders();
  const change = action.kind === "update" ? updateExpression(action.update, holders) : "";
  const condition = action.condition === undefined ? "" : conditionExpression(action.condition, holders);
  if (Math.max(change.length, condition.length) <= maxExpressionBytes) return;
  throw invalid("Expression size has exceeded the maximum allowed size");
}
