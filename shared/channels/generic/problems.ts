import type * as z from "zod/mini";
import type { NormaliseProblem } from "../channel.ts";

type Issue = z.core.$ZodIssue;

/** What is wrong with a body, in the words of every channel. Values that were found are never repeated. */
export function problemOf(issue: Issue): NormaliseProblem {
  const at = pathText(issue.path);
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined || issue.input === null
        ? { kind: "missing_field", at, detail: `${named(issue.expected)} is needed` }
        : { kind: "bad_value", at, detail: `expected ${named(issue.expected)}, found ${nameOf(issue.input)}` };
    case "unrecognized_keys": {
      const [key = ""] = issue.keys;
      const detail = "no such field; check the spelling, or put it into `extra`";
      return { kind: "bad_value", at: pathText([...issue.path, key.slice(0, 60)]), detail };
    }
    case "invalid_value": {
      if (issue.input === undefined || issue.input === null)
        return { kind: "missing_field", at, detail: `one of ${issue.values.join(", ")} is needed` };
      const kind = at === "payment.state" ? "unknown_status" : "bad_value";
      return { kind, at, detail: `expected one of ${issue.values.join(", ")}` };
    }
    default:
      return { kind: "bad_value", at, detail: issue.message };
  }
}

/** `lines[2].quantity` */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}

const names: Readonly<Record<string, string>> = {
  string: "text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

function named(expected: string): string {
  return names[expected] ?? expected;
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? "text" : `a ${typeof value}`.replace("a object", "an object");
}
