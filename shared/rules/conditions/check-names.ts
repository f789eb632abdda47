import { nearestName } from "../../kernel/nearest-name.ts";
import { checkCall } from "./check-call.ts";
import { checkComparison } from "./check-comparison.ts";
import type { KnownNames } from "./known-names.ts";
import { methods } from "./language.ts";
import type { MistakeFacts } from "./mistake.ts";
import { lineFields, orderFields, otherWords } from "./order-fields.ts";
import { partsOf, type Tree } from "./syntax-tree.ts";

/** What a name stands for inside a condition. */
export type Scope = ReadonlyMap<string, "order" | "line" | "text">;

export const outermost: Scope = new Map([["order", "order"]]);

const loops = new Set(["exists", "all", "exists_one", "filter"]);
const forms: Readonly<Record<string, string>> = {
  "[]": 'a question about any line or tag: order.lines.exists(line, …) or "VIP" in order.tags',
  "[?]": "a question about any line: order.lines.exists(line, …)",
  ".?": "a plain field: every field of an order is always there",
  map: "a list in [ ]; a condition has no maps",
};

/** Every name in a condition that does not exist, with the nearest that does; and values that can never be there. */
export function checkNames(tree: Tree, scope: Scope, known: KnownNames): readonly MistakeFacts[] {
  switch (tree.kind) {
    case "name":
      return unknownName(tree.name, tree.start, scope);
    case "member": {
      const isOwner = tree.of.kind === "name" && scope.has(tree.of.name);
      return [...(isOwner ? [] : checkNames(tree.of, scope, known)), ...unknownField(tree, scope)];
    }
    case "call": {
      if (tree.on !== null && loops.has(tree.name)) return checkLoop(tree, scope, known);
      const own = checkCall(tree, known);
      // What stands inside a function that nobody knows may be a loop of another language.
      return own.length > 0 ? own : checkParts(tree, scope, known);
    }
    case "operator":
      return [...checkComparison(tree, known), ...checkParts(tree, scope, known)];
    case "other":
      return [
        {
          at: tree.start,
          found: tree.operator,
          expected: forms[tree.operator] ?? "a number, a text or true/false",
          suggestion: null,
        },
      ];
    case "value":
      return typeof tree.value === "bigint" && tree.value > LARGEST_NUMBER ? tooLarge(tree) : [];
    default:
      return checkParts(tree, scope, known);
  }
}

/** Of 64 bits; with its sign before it. */
const LARGEST_NUMBER = 2n ** 63n;

function tooLarge({ start, end }: Tree): readonly MistakeFacts[] {
  const expected = `a number of at most ${LARGEST_NUMBER - 1n}`;
  return [{ at: start, found: `a number of ${end - start} digits`, expected, suggestion: null }];
}

function checkParts(tree: Tree, scope: Scope, known: KnownNames): readonly MistakeFacts[] {
  return partsOf(tree).flatMap((part) => checkNames(part, scope, known));
}

function checkLoop(tree: Tree & { kind: "call" }, scope: Scope, known: KnownNames): readonly MistakeFacts[] {
  const [item, body] = tree.args;
  const list = tree.on === null ? [] : checkNames(tree.on, scope, known);
  if (item?.kind !== "name" || body === undefined || tree.args.length !== 2) {
    const expected = `a name for each entry and a question about it: ${methods[tree.name]}`;
    return [...list, { at: item?.start ?? tree.end, found: `${tree.name}(…)`, expected, suggestion: null }];
  }
  const isLines = tree.on !== null && listOfLines(tree.on);
  return [...list, ...checkNames(body, new Map([...scope, [item.name, isLines ? "line" : "text"]]), known)];
}

function listOfLines(tree: Tree): boolean {
  if (tree.kind === "member") return tree.name === "lines";
  return tree.kind === "call" && tree.name === "filter" && tree.on !== null && listOfLines(tree.on);
}

function unknownField(tree: Tree & { kind: "member" }, scope: Scope): readonly MistakeFacts[] {
  const { of, name, end } = tree;
  const stands = of.kind === "name" ? scope.get(of.name) : undefined;
  if (of.kind !== "name" || stands === undefined || stands === "text") return [];
  const fields = (stands === "order" ? orderFields : lineFields).map((field) => field.name);
  if (fields.includes(name)) return [];
  const word = otherWords[name];
  const near = word !== undefined && fields.includes(word) ? word : nearestName(name, fields);
  const owner = stands === "order" ? "an order" : "a line";
  return [
    {
      at: end - name.length,
      found: name,
      expected: near === null ? `a field of ${owner}: ${fields.join(", ")}` : `a field of ${owner}`,
      suggestion: near === null ? null : `${of.name}.${near}`,
    },
  ];
}

/** An order or a line as a whole says nothing: its fields do. */
function unknownName(name: string, at: number, scope: Scope): readonly MistakeFacts[] {
  const stands = scope.get(name);
  if (stands === "text") return [];
  const fields = orderFields.map((field) => field.name);
  if (stands !== undefined) {
    const near = stands === "order" ? "order.total" : `${name}.sku`;
    return [
      { at, found: name, expected: `a field of ${stands === "order" ? "an order" : "a line"}`, suggestion: near },
    ];
  }
  const loop = nearestName(name, [...scope.keys()]);
  const field = loop === null ? (otherWords[name] ?? nearestName(name, fields)) : null;
  const near = field === null ? loop : `order.${field}`;
  const expected = near === null ? "order.… or a text in quotes" : "a name that a rule knows";
  return [{ at, found: name, expected, suggestion: near ?? `"${name}" if it is a text` }];
}
