import type { Comparator, ConditionNode, Operand } from "../../../shared/table/engine/condition.ts";
import type { DocumentPath } from "../../../shared/table/engine/path.ts";
import type { Bindings, Template } from "./bindings.ts";
import { type Cursor, isKeyword, makeCursor } from "./cursor.ts";
import { listOf, mustEnd, parsePath } from "./path-grammar.ts";

const comparators: readonly string[] = ["=", "<>", "<", "<=", ">", ">="];
const functions: readonly string[] = [
  "attribute_exists",
  "attribute_not_exists",
  "attribute_type",
  "begins_with",
  "contains",
  "size",
];

/** A ConditionExpression, FilterExpression or KeyConditionExpression (`kind`). OR binds weakest, then AND, then NOT. */
export function parseCondition(kind: string, expression: string): Template<ConditionNode> {
  const cursor = makeCursor(kind, expression);
  const { template } = parseOr(cursor);
  mustEnd(cursor);
  return template;
}

type Parsed = { readonly template: Template<ConditionNode>; readonly isInParentheses: boolean };

function parseOr(cursor: Cursor): Parsed {
  return joined(cursor, "or", "OR", () => joined(cursor, "and", "AND", () => parseNot(cursor)));
}

function joined(cursor: Cursor, kind: "and" | "or", word: string, parse: () => Parsed): Parsed {
  const first = parse();
  const all = [first];
  while (cursor.takeIf(word)) all.push(parse());
  if (all.length === 1) return first;
  return plain((bindings) => ({ kind, of: all.map(({ template }) => template(bindings)) }));
}

function parseNot(cursor: Cursor): Parsed {
  if (!cursor.takeIf("NOT")) return parsePrimary(cursor);
  const { template } = parseNot(cursor);
  return plain((bindings) => ({ kind: "not", of: template(bindings) }));
}

function parsePrimary(cursor: Cursor): Parsed {
  if (cursor.takeIf("(")) {
    const inner = parseOr(cursor);
    cursor.expect(")");
    if (inner.isInParentheses) throw cursor.error("The expression has redundant parentheses;");
    return { template: inner.template, isInParentheses: true };
  }
  const name = functionName(cursor);
  if (name !== null && name !== "size") return plain(parseFunction(cursor, name));
  return plain(parseComparison(cursor));
}

function plain(template: Template<ConditionNode>): Parsed {
  return { template, isInParentheses: false };
}

/** The function called next, or null where no call stands next. */
function functionName(cursor: Cursor): string | null {
  const token = cursor.peek();
  if (token.kind !== "word" || cursor.peek(1).text !== "(") return null;
  if (["AND", "OR", "NOT", "IN", "BETWEEN"].some((word) => isKeyword(token, word))) return null;
  if (!functions.includes(token.text)) throw cursor.error(`Invalid function name; function: ${token.text}`);
  return token.text;
}

function parseFunction(cursor: Cursor, name: string): Template<ConditionNode> {
  const args = parseArguments(cursor, name, name.startsWith("attribute_") && name !== "attribute_type" ? 1 : 2);
  const [first, second] = args;
  const operand = (at: Template<Operand> | undefined, bindings: Bindings): Operand => {
    if (at === undefined) throw cursor.syntaxError();
    return at(bindings);
  };
  const path = (bindings: Bindings): DocumentPath => {
    const target = operand(first, bindings);
    if (target.kind === "path") return target.path;
    throw cursor.error(`Operator or function requires a document path; operator or function: ${name}`);
  };
  switch (name) {
    case "attribute_exists":
      return (bindings) => ({ kind: "exists", path: path(bindings) });
    case "attribute_not_exists":
      return (bindings) => ({ kind: "absent", path: path(bindings) });
    case "attribute_type":
      return (bindings) => ({ kind: "type", path: path(bindings), type: operand(second, bindings) });
    case "begins_with":
      return (bindings) => ({ kind: "beginsWith", of: operand(first, bindings), prefix: operand(second, bindings) });
    default:
      return (bindings) => ({ kind: "contains", of: operand(first, bindings), element: operand(second, bindings) });
  }
}

function parseArguments(cursor: Cursor, name: string, count: number): Template<Operand>[] {
  cursor.take();
  cursor.expect("(");
  const args = listOf(cursor, parseOperand);
  cursor.expect(")");
  if (args.length === count) return args;
  throw cursor.error(
    `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${args.length}`,
  );
}

function parseComparison(cursor: Cursor): Template<ConditionNode> {
  const left = parseOperand(cursor);
  if (cursor.takeIf("BETWEEN")) {
    const low = parseOperand(cursor);
    cursor.expect("AND");
    const high = parseOperand(cursor);
    return (bindings) => ({ kind: "between", of: left(bindings), low: low(bindings), high: high(bindings) });
  }
  if (cursor.takeIf("IN")) {
    cursor.expect("(");
    const options = listOf(cursor, parseOperand);
    cursor.expect(")");
    return (bindings) => ({ kind: "in", of: left(bindings), options: options.map((option) => option(bindings)) });
  }
  const op = comparators.find((one) => cursor.peek().kind === "symbol" && cursor.peek().text === one);
  if (op === undefined) throw cursor.syntaxError();
  cursor.take();
  const right = parseOperand(cursor);
  return (bindings) => ({ kind: "compare", op: op as Comparator, left: left(bindings), right: right(bindings) });
}

function parseOperand(cursor: Cursor): Template<Operand> {
  if (cursor.peek().kind === "value") {
    const { text } = cursor.take();
    return (bindings) => ({ kind: "value", value: bindings.value(text, cursor.kind) });
  }
  const name = functionName(cursor);
  if (name === "size") {
    const [of] = parseArguments(cursor, "size", 1);
    if (of === undefined) throw cursor.syntaxError();
    return (bindings) => ({ kind: "size", of: of(bindings) });
  }
  if (name !== null) {
    throw cursor.error(`The function is not allowed to be used this way in an expression; function: ${name}`);
  }
  const path = parsePath(cursor);
  return (bindings) => ({ kind: "path", path: path(bindings) });
}
