import type { Tree } from "./syntax-tree.ts";

/**
 * A condition that has been understood, as it is stored with its rule and run: orders are asked without the language's parser
 * and type checker, which cost a function 100 KB. Plain JSON; a whole number stands as text, since it may have 64 bits.
 */
export type Program =
  | readonly ["value", string | number | boolean | null]
  | readonly ["whole", string]
  | readonly ["name", string]
  | readonly ["member", Program, string]
  | readonly ["call", string, Program | null, readonly Program[]]
  | readonly ["list", readonly Program[]]
  | readonly ["operator", string, readonly Program[]];

/** Throws on what the check of names refuses. */
export function toProgram(tree: Tree): Program {
  switch (tree.kind) {
    case "value":
      return typeof tree.value === "bigint" ? ["whole", String(tree.value)] : ["value", tree.value];
    case "name":
      return ["name", tree.name];
    case "member":
      return ["member", toProgram(tree.of), tree.name];
    case "call":
      return ["call", tree.name, tree.on === null ? null : toProgram(tree.on), tree.args.map(toProgram)];
    case "list":
      return ["list", tree.entries.map(toProgram)];
    case "operator":
      return ["operator", tree.operator, tree.args.map(toProgram)];
    case "other":
      throw new Error(`rules have no ${tree.operator}`);
  }
}
