import { capabilityOf } from "./project.ts";
import type { Import } from "./read-imports.ts";

/** `capabilities` ends where it began; `because` names one import for each step. */
export type Cycle = { readonly capabilities: readonly string[]; readonly because: readonly string[] };

/** Each circle of imports between folders of `shared`, once, from the alphabetically first folder on. */
export function findCycles(imports: readonly Import[]): readonly Cycle[] {
  const edges = edgesOf(imports);
  const found: Cycle[] = [];
  for (const start of [...edges.keys()].sort()) walk(start, [start], edges, found);
  return found;
}

type Edges = ReadonlyMap<string, ReadonlyMap<string, string>>;

function walk(start: string, path: readonly string[], edges: Edges, found: Cycle[]): void {
  const here = path.at(-1) ?? start;
  for (const next of edges.get(here)?.keys() ?? []) {
    if (next === start) found.push({ capabilities: [...path, start], because: reasons([...path, start], edges) });
    else if (next > start && !path.includes(next)) walk(start, [...path, next], edges, found);
  }
}

function reasons(path: readonly string[], edges: Edges): string[] {
  return path.slice(1).map((to, index) => edges.get(path[index] ?? "")?.get(to) ?? "");
}

function edgesOf(imports: readonly Import[]): Edges {
  const edges = new Map<string, Map<string, string>>();
  for (const { from, target } of imports) {
    const source = capabilityOf(from);
    const destination = target.kind === "own" ? capabilityOf(target.path) : null;
    if (source === null || destination === null || source === destination || target.kind !== "own") continue;
    const targets = edges.get(source) ?? new Map<string, string>();
    if (!targets.has(destination)) targets.set(destination, `${from} imports ${target.path}`);
    edges.set(source, targets);
  }
  return edges;
}
