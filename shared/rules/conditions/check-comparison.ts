import { nearestName } from "../../kernel/nearest-name.ts";
import type { KnownNames } from "./known-names.ts";
import type { MistakeFacts } from "./mistake.ts";
import { type FieldType, lineFields, orderFields } from "./order-fields.ts";
import type { Tree } from "./syntax-tree.ts";

const comparisons = new Set(["==", "!=", "<", "<=", ">", ">="]);

/** Comparisons that read well and can never be what was meant: cents with a point, text in quotes, shops nobody has. */
export function checkComparison(tree: Tree & { kind: "operator" }, known: KnownNames): readonly MistakeFacts[] {
  const [left, right] = tree.args;
  if (left === undefined || right === undefined) return [];
  if (tree.operator === "/" || tree.operator === "%") return badDivision(tree.operator, right);
  if (tree.operator === "in") return unknownValues(left, right.kind === "list" ? right.entries : [], known);
  if (!comparisons.has(tree.operator)) return [];
  const [field, value] = fieldOf(right) === null ? [left, right] : [right, left];
  return [...wrongValue(field, value), ...unknownValues(field, [value], known)];
}

type AskedField = { readonly name: string; readonly owner: string; readonly type: FieldType; readonly from?: string };

function fieldOf(tree: Tree): AskedField | null {
  if (tree.kind !== "member" || tree.of.kind !== "name") return null;
  const fields = tree.of.name === "order" ? orderFields : lineFields;
  const field = fields.find(({ name }) => name === tree.name);
  if (field === undefined) return null;
  const { name, type, from } = field;
  return { name, type, owner: tree.of.name, ...(from === undefined ? {} : { from }) };
}

function wrongValue(of: Tree, value: Tree): readonly MistakeFacts[] {
  const field = fieldOf(of);
  if (field === null || value.kind !== "value") return [];
  const found = typeof value.value === "string" ? `"${value.value}"` : String(value.value);
  const wrong = (expected: string, suggestion: string | null): MistakeFacts[] => [
    { at: value.start, found, expected, suggestion },
  ];
  const { name, owner, type } = field;
  if (type === "whole" && typeof value.value === "number") {
    const twin = [...orderFields, ...lineFields].some((each) => each.name === `${name}Decimal`);
    const expected = twin ? `a whole number of minor units in ${owner}.${name}` : "a whole number";
    return wrong(
      expected,
      twin ? `${owner}.${name}Decimal to compare with ${value.value}` : `${Math.round(value.value)}`,
    );
  }
  if ((type === "whole" || type === "decimal") && typeof value.value === "string") {
    const number = Number(value.value);
    return wrong("a number without quotes", value.value !== "" && Number.isFinite(number) ? value.value.trim() : null);
  }
  if (type === "decimal" && typeof value.value === "bigint") return [];
  if (type === "yes_no" && typeof value.value !== "boolean") {
    const isText = value.value === "true" || value.value === "false";
    return wrong(
      "true or false without quotes",
      isText ? String(value.value) : `${owner}.${name} alone, or !${owner}.${name}`,
    );
  }
  if (type === "text" && typeof value.value !== "string") return wrong("a text in quotes", `"${String(value.value)}"`);
  if (type === "texts") return wrong(`“in” to look for an entry of ${owner}.${name}`, `${found} in ${owner}.${name}`);
  return [];
}

function unknownValues(of: Tree, values: readonly Tree[], known: KnownNames): readonly MistakeFacts[] {
  const field = fieldOf(of);
  const names =
    field?.from === "channels" ? known.channels : field?.from === "connections" ? known.connections : undefined;
  if (field === null || names === undefined) return [];
  return values.flatMap((value): MistakeFacts[] => {
    if (value.kind !== "value" || typeof value.value !== "string" || names.includes(value.value)) return [];
    const near = nearestName(value.value, names);
    const expected = `one of the ${field.from} in use: ${names.join(", ")}`;
    return [{ at: value.start, found: value.value, expected, suggestion: near === null ? null : `"${near}"` }];
  });
}

/** Dividing by something that may be 0 would leave an order without an answer. */
function badDivision(operator: string, divisor: Tree): readonly MistakeFacts[] {
  const isSafe = divisor.kind === "value" && Number(divisor.value) !== 0;
  if (isSafe) return [];
  const expected = `a number other than 0 after ${operator}, so that every order has an answer`;
  return [{ at: divisor.start, found: operator, expected, suggestion: "a multiplication on the other side" }];
}
