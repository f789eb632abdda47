import { fail, ok, type Result } from "../kernel/result.ts";

/** One `--set path=value`: `line_items[0].quantity`, and any JSON value. */
export type Change = { readonly path: string; readonly value: unknown };

/**
 * A sample with some values set; everything else keeps its digits, also ids beyond 2^53. The last step of a path may be
 * new, the steps before it must exist. The error says which step does not, and what is there.
 */
export function editSample(body: Uint8Array, changes: readonly Change[]): Result<Uint8Array, string> {
  if (changes.length === 0) return ok(body);
  const root = parseKeepingDigits(new TextDecoder().decode(body), keepDigits);
  for (const { path, value } of changes) {
    const wrong = setAt(root, stepsOf(path), value);
    if (wrong !== null) return fail(`${path}: ${wrong}`);
  }
  return ok(new TextEncoder().encode(JSON.stringify(root)));
}

type Reviver = (name: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Newer than TypeScript's own description of JSON: the source text of a number, and a number written as given. */
const parseKeepingDigits = JSON.parse as (text: string, reviver: Reviver) => unknown;
const { rawJSON } = JSON as unknown as { readonly rawJSON: (source: string) => unknown };

function keepDigits(_name: string, value: unknown, { source }: { readonly source?: string }): unknown {
  return typeof value === "number" && source !== undefined && String(value) !== source ? rawJSON(source) : value;
}

/** `a[0].b` and `a.0.b` name the same place. */
function stepsOf(path: string): readonly string[] {
  return path
    .replace(/\[(\d+)\]/g, ".$1")
    .split(".")
    .filter((step) => step !== "");
}

/** null when set; else what is wrong. */
function setAt(root: unknown, steps: readonly string[], value: unknown): string | null {
  const last = steps.at(-1);
  if (last === undefined) return "an empty path";
  let place = root;
  for (const [index, step] of steps.slice(0, -1).entries()) {
    if (!isContainer(place) || !Object.hasOwn(place, step)) return missing(place, steps.slice(0, index + 1));
    place = place[step];
  }
  if (!isContainer(place)) return missing(place, steps);
  Object.defineProperty(place, last, { value, writable: true, enumerable: true, configurable: true });
  return null;
}

function missing(place: unknown, steps: readonly string[]): string {
  const known = isContainer(place) ? `; there is ${Object.keys(place).join(", ")}` : "";
  return `there is no ${steps.join(".")}${known}`;
}

/** A number kept as its source text is a frozen object. */
function isContainer(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Object.isFrozen(value);
}
