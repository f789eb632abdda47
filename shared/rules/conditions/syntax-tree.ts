import type { ASTNode } from "@marcbachmann/cel-js";

/** A condition as it was written, free of the package that read it. `start` and `end` are places in its text. */
export type Tree = { readonly start: number; readonly end: number } & (
  | { readonly kind: "value"; readonly value: string | number | bigint | boolean | null }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "member"; readonly of: Tree; readonly name: string }
  /** `on` is what the function is called on: `order.tags.size()`. */
  | { readonly kind: "call"; readonly name: string; readonly on: Tree | null; readonly args: readonly Tree[] }
  | { readonly kind: "list"; readonly entries: readonly Tree[] }
  /** `&&`, `||`, `!`, `?:`, `in`, comparisons and arithmetic; `-` with one argument is the sign. */
  | { readonly kind: "operator"; readonly operator: string; readonly args: readonly Tree[] }
  /** Part of CEL and not of our rules. */
  | { readonly kind: "other"; readonly operator: string }
);

/** Must be given the tree before it is checked: checking rewrites it. */
export function toTree(node: ASTNode): Tree {
  const { start, end } = node;
  switch (node.op) {
    case "value":
      return isPlain(node.args)
        ? { start, end, kind: "value", value: node.args }
        : { start, end, kind: "other", operator: "bytes or unsigned number" };
    case "id":
      return { start, end, kind: "name", name: node.args };
    case ".":
      return { start, end, kind: "member", of: toTree(node.args[0]), name: node.args[1] };
    case "call":
      return { start, end, kind: "call", name: node.args[0], on: null, args: node.args[1].map(toTree) };
    case "rcall":
      return { start, end, kind: "call", name: node.args[0], on: toTree(node.args[1]), args: node.args[2].map(toTree) };
    case "list":
      return { start, end, kind: "list", entries: node.args.map(toTree) };
    case "!_":
    case "-_":
      return { start, end, kind: "operator", operator: node.op === "!_" ? "!" : "-", args: [toTree(node.args)] };
    case "?:":
      return { start, end, kind: "operator", operator: "?:", args: node.args.map(toTree) };
    case "map":
    case ".?":
    case "[]":
    case "[?]":
      return { start, end, kind: "other", operator: node.op };
    default:
      return { start, end, kind: "operator", operator: node.op, args: node.args.map(toTree) };
  }
}

/** The parts of a tree, in the order in which they are written. */
export function partsOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case "member":
      return [tree.of];
    case "call":
      return tree.on === null ? tree.args : [tree.on, ...tree.args];
    case "list":
      return tree.entries;
    case "operator":
      return tree.args;
    default:
      return [];
  }
}

function isPlain(value: unknown): value is string | number | bigint | boolean | null {
  return value === null || ["string", "number", "bigint", "boolean"].includes(typeof value);
}
