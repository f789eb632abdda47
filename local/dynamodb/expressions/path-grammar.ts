import type { DocumentPath } from "../../../shared/table/engine/path.ts";
import { boundPath, type RawPath, type Template } from "./bindings.ts";
import { type Cursor, isKeyword, makeCursor } from "./cursor.ts";
import { isReserved } from "./reserved-words.ts";

/** `#lines[0].quantity`: names or placeholders, with indexes. Reserved words need a placeholder. */
export function parsePath(cursor: Cursor): Template<DocumentPath> {
  const steps: (string | number)[] = [];
  const first = takeName(cursor);
  for (;;) {
    if (cursor.takeIf(".")) {
      steps.push(takeName(cursor));
    } else if (cursor.takeIf("[")) {
      if (cursor.peek().kind !== "number") throw cursor.syntaxError();
      steps.push(Number(cursor.take().text));
      cursor.expect("]");
    } else {
      break;
    }
  }
  const raw: RawPath = [first, ...steps];
  return (bindings) => boundPath(raw, bindings, cursor.kind);
}

function takeName(cursor: Cursor): string {
  const token = cursor.peek();
  if (token.kind === "word" && isReserved(token.text)) {
    const isOperator = ["AND", "OR", "NOT", "IN", "BETWEEN"].some((word) => isKeyword(token, word));
    if (isOperator) throw cursor.syntaxError();
    throw cursor.error(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
  }
  if (token.kind !== "word" && token.kind !== "name") throw cursor.syntaxError();
  return cursor.take().text;
}

/** A ProjectionExpression: paths between commas. */
export function parseProjection(expression: string): Template<DocumentPath[]> {
  const cursor = makeCursor("ProjectionExpression", expression);
  const paths = listOf(cursor, parsePath);
  mustEnd(cursor);
  return (bindings) => paths.map((path) => path(bindings));
}

export function listOf<T>(cursor: Cursor, parse: (cursor: Cursor) => T): T[] {
  const all = [parse(cursor)];
  while (cursor.takeIf(",")) all.push(parse(cursor));
  return all;
}

export function mustEnd(cursor: Cursor): void {
  if (cursor.peek().kind !== "end") throw cursor.syntaxError();
}
