import { type Attributes, type AttributeValue, assign } from "./attribute.ts";
import { invalid } from "./errors.ts";
import { type DocumentPath, pathsOverlap, showPath, valueAt } from "./path.ts";

export function checkProjection(paths: readonly DocumentPath[]): void {
  paths.forEach((path, at) => {
    const other = paths.slice(0, at).find((earlier) => pathsOverlap(earlier, path));
    if (other === undefined) return;
    throw invalid(
      `Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${showPath(other)}, path two: ${showPath(path)}`,
    );
  });
}

type Tree = Map<string | number, Tree | null>;

/** Only what stands at the paths; list elements close up, in their order. */
export function projected(item: Attributes, paths: readonly DocumentPath[] | undefined): Attributes {
  if (paths === undefined) return item;
  const tree: Tree = new Map();
  for (const path of paths) if (valueAt(item, path) !== undefined) grow(tree, path);
  return branchesOf(item, tree);
}

function grow(tree: Tree, path: readonly (string | number)[]): void {
  const [step, ...rest] = path;
  if (step === undefined) return;
  if (rest.length === 0) {
    tree.set(step, null);
    return;
  }
  const branch = tree.get(step) ?? new Map();
  tree.set(step, branch);
  grow(branch, rest);
}

function branchesOf(map: Attributes, tree: Tree): Attributes {
  const some: Record<string, AttributeValue> = {};
  for (const [name, branch] of tree) {
    const value = valueAt(map, [String(name)]);
    if (value !== undefined) assign(some, String(name), branch === null ? value : inside(value, branch));
  }
  return some;
}

function inside(value: AttributeValue, tree: Tree): AttributeValue {
  if ("M" in value) return { M: branchesOf(value.M, tree) };
  if (!("L" in value)) return value;
  const steps = [...tree].sort(([a], [b]) => Number(a) - Number(b));
  return {
    L: steps.flatMap(([index, branch]) => {
      const element = value.L[Number(index)];
      if (element === undefined) return [];
      return [branch === null ? element : inside(element, branch)];
    }),
  };
}
