import { never } from "../kernel/result.ts";
import { toAttributes, toAttributeValue } from "./attribute-value.ts";
import type { Attributes } from "./engine/attribute.ts";
import type { ConditionNode, Operand } from "./engine/condition.ts";
import type { DocumentPath } from "./engine/path.ts";
import type { KeyRange, QueryRequest, WriteAction } from "./engine/requests.ts";
import type { SetOperand, UpdateNode } from "./engine/update.ts";
import type { Change, Condition, Item, Key, Path, Query, SortKeyRange, Value, Write } from "./port.ts";

/** The port's operations in the engine's terms. */
export function toKey({ pk, sk }: Key): Attributes {
  return { pk: { S: pk }, sk: { S: sk } };
}

function toPath(path: Path): DocumentPath {
  if (typeof path === "string") return [path];
  const [first, ...rest] = path;
  if (typeof first !== "string") throw new Error("a path starts with an attribute's name");
  return [first, ...rest];
}

const pathOperand = (path: Path): Operand => ({ kind: "path", path: toPath(path) });
const valueOperand = (value: Value): Operand & SetOperand => ({ kind: "value", value: toAttributeValue(value) });

function toConditionNode(condition: Condition): ConditionNode {
  switch (condition.kind) {
    case "exists":
    case "absent":
      return { kind: condition.kind, path: toPath(condition.path) };
    case "compare": {
      const { op, path, value } = condition;
      return { kind: "compare", op, left: pathOperand(path), right: valueOperand(value) };
    }
    case "between": {
      const { path, low, high } = condition;
      return { kind: "between", of: pathOperand(path), low: valueOperand(low), high: valueOperand(high) };
    }
    case "in":
      return { kind: "in", of: pathOperand(condition.path), options: condition.values.map(valueOperand) };
    case "beginsWith":
      return { kind: "beginsWith", of: pathOperand(condition.path), prefix: valueOperand(condition.prefix) };
    case "contains":
      return { kind: "contains", of: pathOperand(condition.path), element: valueOperand(condition.value) };
    case "all":
      return { kind: "and", of: condition.of.map(toConditionNode) };
    case "any":
      return { kind: "or", of: condition.of.map(toConditionNode) };
    case "not":
      return { kind: "not", of: toConditionNode(condition.of) };
    default:
      return never(condition);
  }
}

function toUpdateNode(changes: readonly Change[]): UpdateNode {
  const set: UpdateNode["set"][number][] = [];
  const add: UpdateNode["add"][number][] = [];
  const remove: DocumentPath[] = [];
  for (const change of changes) {
    const path = toPath(change.path);
    switch (change.kind) {
      case "set":
        set.push({ path, value: valueOperand(change.value) });
        break;
      case "setIfAbsent":
        set.push({ path, value: { kind: "ifAbsent", path, otherwise: valueOperand(change.value) } });
        break;
      case "append": {
        const left: SetOperand = { kind: "ifAbsent", path, otherwise: valueOperand([]) };
        set.push({ path, value: { kind: "listAppend", left, right: valueOperand(change.values) } });
        break;
      }
      case "add":
        add.push({ path, value: toAttributeValue(change.amount) });
        break;
      case "remove":
        remove.push(path);
        break;
      default:
        never(change);
    }
  }
  return { set, add, remove, delete: [] };
}

type Action<K extends WriteAction["kind"]> = Extract<WriteAction, { readonly kind: K }>;

export function toPut(table: string, item: Item, condition: Condition | undefined): Action<"put"> {
  return { kind: "put", table, item: toAttributes(item), condition: maybeCondition(condition) };
}

export function toUpdate(
  table: string,
  key: Key,
  changes: readonly Change[],
  condition: Condition | undefined,
): Action<"update"> {
  const update = toUpdateNode(changes);
  return { kind: "update", table, key: toKey(key), update, condition: maybeCondition(condition) };
}

export function toDelete(table: string, key: Key, condition: Condition | undefined): Action<"delete"> {
  return { kind: "delete", table, key: toKey(key), condition: maybeCondition(condition) };
}

export function toWriteAction(table: string, write: Write): WriteAction {
  switch (write.kind) {
    case "put":
      return toPut(table, write.item, write.condition);
    case "update":
      return toUpdate(table, write.key, write.changes, write.condition);
    case "delete":
      return toDelete(table, write.key, write.condition);
    case "check":
      return { kind: "check", table, key: toKey(write.key), condition: toConditionNode(write.condition) };
    default:
      return never(write);
  }
}

function maybeCondition(condition: Condition | undefined): ConditionNode | undefined {
  return condition === undefined ? undefined : toConditionNode(condition);
}

export function toQueryRequest(table: string, query: Query): QueryRequest {
  return {
    table,
    index: query.index,
    consistent: query.index === undefined,
    partition: { S: query.pk },
    range: query.sk === undefined ? undefined : toKeyRange(query.sk),
    descending: query.descending ?? false,
    limit: query.limit,
    after: query.after === undefined ? undefined : toAttributes(query.after),
  };
}

function toKeyRange(range: SortKeyRange): KeyRange {
  switch (range.kind) {
    case "equals":
      return { op: "=", value: { S: range.value } };
    case "beginsWith":
      return { op: "beginsWith", prefix: { S: range.prefix } };
    case "between":
      return { op: "between", low: { S: range.low }, high: { S: range.high } };
    case "after":
      return { op: ">", value: { S: range.value } };
    case "before":
      return { op: "<", value: { S: range.value } };
    default:
      return never(range);
  }
}
