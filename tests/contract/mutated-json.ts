import * as fc from "fast-check";

type Path = readonly (string | number)[];

/** Values that plugins, old versions and attackers put where others belong. */
const strange: readonly unknown[] = [
  null,
  true,
  false,
  "",
  " ",
  0,
  -1,
  1.5,
  1e308,
  -1e-7,
  "abc",
  "-3",
  "1e9",
  "12,50",
  "0.001",
  "9007199254740993.55",
  "NaN",
  [],
  {},
  [null],
  [[]],
  [1],
  { toString: 1 },
  { length: 3 },
  "constructor",
  "__proto__",
  "JPY",
  "ZZZ",
  "2026-02-30T10:00:00Z",
  "0000-00-00T00:00:00",
  "\ud800",
  "x".repeat(300),
  99999999999,
  "999999999999999999999999",
];

/** A JSON value with one to four places replaced, removed or doubled. For tests that a reader never throws. */
export function mutatedJson(json: unknown): fc.Arbitrary<unknown> {
  const paths = pathsOf(json, []);
  const value = fc.oneof(fc.constantFrom(...strange), fc.jsonValue({ maxDepth: 2 }));
  const change = fc.record({
    path: fc.constantFrom(...paths),
    how: fc.constantFrom("replace" as const, "replace" as const, "remove" as const, "double" as const),
    value,
  });
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy = structuredClone(json);
    for (const { path, how, value: replacement } of changes) changeAt(copy, path, how, replacement);
    return copy;
  });
}

function pathsOf(json: unknown, path: Path): Path[] {
  if (json === null || typeof json !== "object") return [];
  return Object.entries(json).flatMap(([key, value]) => [[...path, key], ...pathsOf(value, [...path, key])]);
}

function changeAt(root: unknown, path: Path, how: "replace" | "remove" | "double", value: unknown): void {
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (isContainer(at) ? at[key] : undefined), root);
  const last = path.at(-1);
  if (!isContainer(parent) || last === undefined) return;
  // A copy: a later change may lead into it, and it is there for other cases too.
  if (how === "replace") parent[last] = structuredClone(value);
  else if (how === "remove") delete parent[last];
  else if (Array.isArray(parent)) parent.push(structuredClone(parent[Number(last)]));
}

function isContainer(value: unknown): value is Record<string | number, unknown> {
  return value !== null && typeof value === "object";
}
