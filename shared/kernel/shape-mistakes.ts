import type * as z from "zod/mini";
import { nearestName } from "./nearest-name.ts";

/** What is wrong with the JSON around the conditions; `path` is the way to it: `rules[2].actions[0].warehouses[1]`. */
export type ShapeMistake = {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
  readonly suggestion: string | null;
};

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  string: "a text in quotes",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list in [ ]",
  object: "an object in { }",
  record: "an object in { }",
};

/** `example` shows a right one; `names` are the keys that may stand there. */
export function explainShape(
  issue: Issue,
  input: unknown,
  at: string,
  { example, names }: { readonly example: string; readonly names: readonly string[] },
): ShapeMistake {
  const path = joinPath(at, issue.path);
  const value = valueAt(input, issue.path);
  const found = value === undefined ? "nothing" : JSON.stringify(value);
  switch (issue.code) {
    case "unrecognized_keys": {
      const [key = ""] = issue.keys;
      const near = nearestName(key, names);
      return {
        path: joinPath(path, [key]),
        found: key,
        expected: `one of ${names.join(", ")}`,
        suggestion: near ?? example,
      };
    }
    case "invalid_type":
      return { path, found, expected: kinds[issue.expected] ?? issue.expected, suggestion: example };
    case "invalid_value": {
      const words = issue.values.map(String);
      return { path, found, expected: `one of ${words.join(", ")}`, suggestion: nearestName(String(value), words) };
    }
    case "too_small":
      return { path, found, expected: bound(issue.origin, `at least ${issue.minimum}`), suggestion: example };
    case "too_big":
      return { path, found, expected: bound(issue.origin, `at most ${issue.maximum}`), suggestion: example };
    default:
      return { path, found, expected: "another form", suggestion: example };
  }
}

export function joinPath(at: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((so, part) => {
    if (typeof part === "number") return `${so}[${part}]`;
    return so === "" ? String(part) : `${so}.${String(part)}`;
  }, at);
}

function bound(origin: string, says: string): string {
  if (origin === "array") return `${says} entries`;
  return origin === "string" ? `${says} letters` : says;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => {
    return typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined;
  }, input);
}
