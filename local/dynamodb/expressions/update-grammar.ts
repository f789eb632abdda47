import type { AttributeValue } from "../../../shared/table/engine/attribute.ts";
import type { DocumentPath } from "../../../shared/table/engine/path.ts";
import type { SetOperand, SetValue, UpdateNode } from "../../../shared/table/engine/update.ts";
import type { Template } from "./bindings.ts";
import { type Cursor, makeCursor } from "./cursor.ts";
import { listOf, mustEnd, parsePath } from "./path-grammar.ts";

type Step<T> = Template<{ readonly path: DocumentPath; readonly value: T }>;

/** An UpdateExpression: SET, REMOVE, ADD and DELETE, each at most once and in any order. */
export function parseUpdate(expression: string): Template<UpdateNode> {
  const cursor = makeCursor("UpdateExpression", expression);
  const set: Step<SetValue>[] = [];
  const remove: Template<DocumentPath>[] = [];
  const add: Step<AttributeValue>[] = [];
  const gone: Step<AttributeValue>[] = [];
  const seen = new Set<string>();
  while (cursor.peek().kind !== "end") {
    const clause = ["SET", "REMOVE", "ADD", "DELETE"].find((word) => cursor.takeIf(word));
    if (clause === undefined) throw cursor.syntaxError();
    if (seen.has(clause)) throw cursor.error(`The "${clause}" section can only be used once in an update expression;`);
    seen.add(clause);
    if (clause === "SET") set.push(...listOf(cursor, parseAssignment));
    else if (clause === "REMOVE") remove.push(...listOf(cursor, parsePath));
    else if (clause === "ADD") add.push(...listOf(cursor, parsePathAndValue));
    else gone.push(...listOf(cursor, parsePathAndValue));
  }
  mustEnd(cursor);
  return (bindings) => ({
    set: set.map((step) => step(bindings)),
    remove: remove.map((path) => path(bindings)),
    add: add.map((step) => step(bindings)),
    delete: gone.map((step) => step(bindings)),
  });
}

function parseAssignment(cursor: Cursor): Step<SetValue> {
  const path = parsePath(cursor);
  cursor.expect("=");
  const value = parseSetValue(cursor);
  return (bindings) => ({ path: path(bindings), value: value(bindings) });
}

function parseSetValue(cursor: Cursor): Template<SetValue> {
  if (cursor.takeIf("(")) {
    const inner = parseSetValue(cursor);
    cursor.expect(")");
    return inner;
  }
  const left = parseSetOperand(cursor);
  const kind = cursor.takeIf("+") ? "plus" : cursor.takeIf("-") ? "minus" : null;
  if (kind === null) return left;
  const right = parseSetOperand(cursor);
  return (bindings) => ({ kind, left: left(bindings), right: right(bindings) });
}

function parseSetOperand(cursor: Cursor): Template<SetOperand> {
  if (cursor.peek().kind === "value") {
    const { text } = cursor.take();
    return (bindings) => ({ kind: "value", value: bindings.value(text, cursor.kind) });
  }
  if (cursor.peek().kind === "word" && cursor.peek(1).text === "(") return parseFunction(cursor);
  const path = parsePath(cursor);
  return (bindings) => ({ kind: "path", path: path(bindings) });
}

function parseFunction(cursor: Cursor): Template<SetOperand> {
  const name = cursor.take().text;
  cursor.expect("(");
  if (name === "if_not_exists") {
    const path = parsePath(cursor);
    cursor.expect(",");
    const otherwise = parseSetOperand(cursor);
    cursor.expect(")");
    return (bindings) => ({ kind: "ifAbsent", path: path(bindings), otherwise: otherwise(bindings) });
  }
  if (name === "list_append") {
    const left = parseSetOperand(cursor);
    cursor.expect(",");
    const right = parseSetOperand(cursor);
    cursor.expect(")");
    return (bindings) => ({ kind: "listAppend", left: left(bindings), right: right(bindings) });
  }
  throw cursor.error(`Invalid function name; function: ${name}`);
}

function parsePathAndValue(cursor: Cursor): Step<AttributeValue> {
  const path = parsePath(cursor);
  if (cursor.peek().kind !== "value") throw cursor.syntaxError();
  const { text } = cursor.take();
  return (bindings) => ({ path: path(bindings), value: bindings.value(text, cursor.kind) });
}
