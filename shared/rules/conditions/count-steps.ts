import { listSteps } from "./sku-lists.ts";
import { patternSteps } from "./sku-pattern.ts";
import { partsOf, type Tree } from "./syntax-tree.ts";

/** More steps than this no condition may take on the largest order: some tens of milliseconds. */
export const MAX_STEPS = 1_000_000;

/** And all conditions of a rule set together. */
export const MAX_SET_STEPS = 5_000_000;

const mostLines = 1_500;
/** Sizes of the largest order that is routed: lines as `MAX_OPEN_LINES`, and so its skus; tags as shops allow them. */
const sizes: Readonly<Record<string, number>> = {
  lines: mostLines,
  skus: mostLines,
  tags: 250,
  customerTags: 250,
  hazards: 8,
};
const smallList = 50;

const overEach = new Set(["exists", "all", "exists_one", "filter", "map"]);

/** How many steps a condition takes at most: all of its parts, those inside a loop for each entry of the longest list. */
export function stepsOf(tree: Tree): number {
  if (tree.kind === "call" && tree.on !== null && overEach.has(tree.name)) {
    const inside = tree.args.reduce((sum, part) => sum + stepsOf(part), 0);
    return 1 + stepsOf(tree.on) + lengthOf(tree.on) * inside;
  }
  const own = tree.kind === "operator" && tree.operator === "in" ? lengthOf(tree.args[1]) : 1;
  return partsOf(tree).reduce((sum, part) => sum + stepsOf(part), own + skuSteps(tree));
}

/** What a pattern adds: for each line where the function asks them all. */
function skuSteps(tree: Tree): number {
  if (tree.kind !== "call" || tree.on !== null) return 0;
  const pattern = tree.args.at(-1);
  const steps = patternSteps(pattern?.kind === "value" ? String(pattern.value) : null);
  if (tree.name === "skuMatches") return steps - 1;
  return ["hasSku", "onlySkus"].includes(tree.name) ? mostLines * steps : 0;
}

/** What tagging every line of the largest order with the lists of a rule set may take. */
export function stepsOfLists(skuLists: Readonly<Record<string, readonly string[]>>): number {
  return Object.keys(skuLists).length === 0 ? 0 : mostLines * listSteps(skuLists);
}

function lengthOf(tree: Tree | undefined): number {
  if (tree === undefined) return 1;
  if (tree.kind === "list") return Math.max(1, tree.entries.length);
  if (tree.kind === "member") return isOfOrder(tree.of) ? (sizes[tree.name] ?? smallList) : smallList;
  if (tree.kind === "call" && tree.on !== null) return lengthOf(tree.on);
  return smallList;
}

/** The tags of a line are names of lists in the rule set: few. */
function isOfOrder(tree: Tree): boolean {
  return tree.kind === "name" && tree.name === "order";
}
