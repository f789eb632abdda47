import type { Form, FormOp, FormRow, FormValue } from "./form.ts";
import type { Tree } from "./syntax-tree.ts";

const opOf: Readonly<Record<string, FormOp>> = {
  "==": "is",
  "!=": "is_not",
  "<": "less_than",
  "<=": "at_most",
  ">": "more_than",
  ">=": "at_least",
};
/** The same comparison with its sides changed. */
const turned: Readonly<Record<string, string>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};
const callOp: Readonly<Record<string, FormOp>> = {
  contains: "contains",
  startsWith: "starts_with",
  endsWith: "ends_with",
};

/** The form that says the same as a condition; null when no form can, and only its text can be shown. */
export function textToForm(tree: Tree): Form | null {
  return formOf(tree, "order");
}

function formOf(tree: Tree, owner: string): Form | null {
  if (tree.kind === "value" && typeof tree.value === "boolean") return tree.value ? { all: [] } : { any: [] };
  if (tree.kind === "call") return formOfCall(tree, owner);
  const field = fieldOf(tree, owner);
  if (field !== null) return { field, op: "is", value: true };
  if (tree.kind !== "operator") return null;
  const { operator, args } = tree;
  const [left, right] = args;
  if (left === undefined) return null;
  if (operator === "!") return negated(formOf(left, owner));
  if (right === undefined) return null;
  if (operator === "&&" || operator === "||") return group(operator, tree, owner);
  if (operator === "in") return membership(left, right, owner);
  return comparison(operator, left, right, owner);
}

function negated(form: Form | null): Form | null {
  if (form === null) return null;
  if (!("op" in form)) return { not: form };
  if (form.op === "is_one_of") return { ...form, op: "is_none_of" };
  return form.op === "is" && typeof form.value === "boolean" ? { ...form, value: !form.value } : { not: form };
}

/** A chain of one sign becomes one group. */
function group(operator: string, tree: Tree, owner: string): Form | null {
  const parts: Form[] = [];
  for (const part of chain(operator, tree)) {
    const form = formOf(part, owner);
    if (form === null) return null;
    parts.push(form);
  }
  const regions = operator === "||" ? oneRegionRow(parts) : null;
  return regions ?? (operator === "&&" ? { all: parts } : { any: parts });
}

function chain(operator: string, tree: Tree): readonly Tree[] {
  if (tree.kind !== "operator" || tree.operator !== operator) return [tree];
  return tree.args.flatMap((part) => chain(operator, part));
}

function oneRegionRow(parts: readonly Form[]): FormRow | null {
  const names = parts.flatMap((part) => ("op" in part && part.op === "in_region" ? part.value : []));
  const texts = names.filter((name): name is string => typeof name === "string");
  const isAll = parts.every((part) => "op" in part && part.op === "in_region");
  return isAll ? { field: "destination", op: "in_region", value: texts } : null;
}

function formOfCall(tree: Tree & { kind: "call" }, owner: string): Form | null {
  const { name, on, args } = tree;
  const [first, second] = args;
  if (on === null && name === "inRegion") {
    const value = literalOf(first);
    return typeof value === "string" ? { field: "destination", op: "in_region", value } : null;
  }
  if (on === null && name === "skuMatches") return row(fieldOf(first, owner), "matches", literalOf(second));
  if (on === null || first === undefined) return null;
  const op = callOp[name];
  if (op !== undefined) return row(fieldOf(on, owner), op, literalOf(first));
  const isLines = fieldOf(on, "order") === "lines";
  if (!isLines || first.kind !== "name" || second === undefined) {
    return name === "exists" ? hasAny(on, first, second, owner) : null;
  }
  const inner = formOf(second, first.name);
  if (inner === null) return null;
  if (name === "exists") return { someLine: inner };
  return name === "all" ? { everyLine: inner } : null;
}

/** `order.tags.exists(each, each in ["a", "b"])`. */
function hasAny(on: Tree, item: Tree, body: Tree | undefined, owner: string): Form | null {
  const [left, right] = body?.kind === "operator" && body.operator === "in" ? body.args : [];
  if (item.kind !== "name" || left?.kind !== "name" || left.name !== item.name) return null;
  return row(fieldOf(on, owner), "has_any", literalOf(right));
}

function membership(left: Tree, right: Tree, owner: string): Form | null {
  const list = fieldOf(right, owner);
  if (list !== null) return row(list, "has", literalOf(left));
  return right.kind === "list" ? row(fieldOf(left, owner), "is_one_of", literalOf(right)) : null;
}

function comparison(operator: string, left: Tree, right: Tree, owner: string): Form | null {
  const field = fieldOf(left, owner);
  const sign = field === null ? turned[operator] : operator;
  const op = sign === undefined ? undefined : opOf[sign];
  if (op === undefined) return null;
  return field === null ? row(fieldOf(right, owner), op, literalOf(left)) : row(field, op, literalOf(right));
}

function row(field: string | null, op: FormOp, value: FormValue | null): FormRow | null {
  return field === null || value === null ? null : { field, op, value };
}

function fieldOf(tree: Tree | undefined, owner: string): string | null {
  return tree?.kind === "member" && tree.of.kind === "name" && tree.of.name === owner ? tree.name : null;
}

function literalOf(tree: Tree | undefined): FormValue | null {
  if (tree?.kind === "list") return listOf(tree.entries.map((entry) => literalOf(entry)));
  if (tree?.kind === "operator" && tree.operator === "-" && tree.args.length === 1) {
    const value = literalOf(tree.args[0]);
    return typeof value === "number" ? -value : null;
  }
  if (tree?.kind !== "value" || tree.value === null) return null;
  return typeof tree.value === "bigint" ? Number(tree.value) : tree.value;
}

function listOf(values: readonly (FormValue | null)[]): readonly string[] | readonly number[] | null {
  const texts = values.filter((value) => typeof value === "string");
  if (texts.length === values.length) return texts;
  const numbers = values.filter((value) => typeof value === "number");
  return numbers.length === values.length ? numbers : null;
}
