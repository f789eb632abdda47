import type { AttributeValue } from "../../../shared/table/engine/attribute.ts";
import type { ConditionNode, Operand } from "../../../shared/table/engine/condition.ts";
import { invalid } from "../../../shared/table/engine/errors.ts";
import type { KeyRange } from "../../../shared/table/engine/requests.ts";

export type KeyNames = { readonly partition: string; readonly sort: string | null };

/** A KeyConditionExpression as one partition and, maybe, a range of its sort keys. Anything else is refused. */
export function toKeyCondition(
  condition: ConditionNode,
  keys: KeyNames,
): { readonly partition: AttributeValue; readonly range: KeyRange | undefined } {
  const parts = condition.kind === "and" ? condition.of.flatMap(flat) : [condition];
  const wholes = parts.filter((part) => nameOf(part) === keys.partition);
  const [whole] = wholes;
  if (whole === undefined) throw invalid(`Query condition missed key schema element: ${keys.partition}`);
  if (whole.kind !== "compare" || whole.op !== "=" || wholes.length > 1) {
    throw invalid("Query key condition not supported");
  }
  const ranges = parts.filter((part) => part !== whole);
  const [range] = ranges;
  if (ranges.length > 1) {
    throw invalid("Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key");
  }
  const name = range === undefined ? keys.sort : nameOf(range);
  if (name !== keys.sort) throw invalid(`Query condition missed key schema element: ${keys.sort ?? keys.partition}`);
  return { partition: givenValue(whole.right), range: range === undefined ? undefined : toRange(range) };
}

function flat(condition: ConditionNode): readonly ConditionNode[] {
  return condition.kind === "and" ? condition.of.flatMap(flat) : [condition];
}

/** The attribute one part is about; refuses what no key condition may use. */
function nameOf(part: ConditionNode): string {
  if (part.kind === "compare" && part.op !== "<>") return topLevel(part.left);
  if (part.kind === "between" || part.kind === "beginsWith") return topLevel(part.of);
  const shown: Record<string, string> = { or: "OR", not: "NOT", in: "IN", compare: "<>" };
  throw invalid(
    `Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: ${shown[part.kind] ?? part.kind}`,
  );
}

function topLevel(operand: Operand): string {
  if (operand.kind !== "path" || operand.path.length > 1) {
    throw invalid(
      "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes",
    );
  }
  return operand.path[0];
}

function givenValue(operand: Operand): AttributeValue {
  if (operand.kind === "value") return operand.value;
  throw invalid("Invalid KeyConditionExpression: Invalid condition in KeyConditionExpression: a key needs a value");
}

function toRange(part: ConditionNode): KeyRange {
  if (part.kind === "between") return { op: "between", low: givenValue(part.low), high: givenValue(part.high) };
  if (part.kind === "beginsWith") return { op: "beginsWith", prefix: givenValue(part.prefix) };
  if (part.kind === "compare" && part.op !== "<>") return { op: part.op, value: givenValue(part.right) };
  throw invalid("Query key condition not supported");
}
