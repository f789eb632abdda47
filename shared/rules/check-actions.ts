import { nearestName } from "../kernel/nearest-name.ts";
import { explainShape, type ShapeMistake } from "../kernel/shape-mistakes.ts";
import { type Action, type ActionName, actionExamples, actionNames, actionSchemas } from "./actions.ts";
import type { KnownNames } from "./conditions/known-names.ts";

export type CheckedAction =
  | { readonly ok: true; readonly action: Action }
  | { readonly ok: false; readonly mistakes: readonly ShapeMistake[] };

/** An action with everything it names, or all that is wrong with it. `at` is the way to it. */
export function checkAction(input: unknown, at: string, known: KnownNames): CheckedAction {
  const name = nameOf(input);
  if (!isActionName(name)) {
    const near = nearestName(name, actionNames);
    const expected = `one of ${actionNames.join(", ")}`;
    const suggestion = near === null ? null : actionExamples[near as ActionName];
    return { ok: false, mistakes: [{ path: `${at}.do`, found: name === "" ? "nothing" : name, expected, suggestion }] };
  }
  const schema = actionSchemas[name];
  const read = schema.safeParse(input);
  if (!read.success) {
    const shape = { example: actionExamples[name], names: Object.keys(schema._zod.def.shape) };
    return { ok: false, mistakes: read.error.issues.map((issue) => explainShape(issue, input, at, shape)) };
  }
  const unknown = unknownCodes(read.data, at, known);
  return unknown.length > 0 ? { ok: false, mistakes: unknown } : { ok: true, action: read.data };
}

function nameOf(input: unknown): string {
  const name = typeof input === "object" && input !== null && "do" in input ? input.do : "";
  return typeof name === "string" ? name : JSON.stringify(name);
}

function isActionName(name: string): name is ActionName {
  return Object.hasOwn(actionSchemas, name);
}

function unknownCodes(action: Action, at: string, known: KnownNames): readonly ShapeMistake[] {
  const mistakes: ShapeMistake[] = [];
  const check = (path: string, codes: readonly string[], all: readonly string[] | undefined, what: string): void => {
    if (all === undefined) return;
    for (const [index, code] of codes.entries()) {
      if (all.includes(code)) continue;
      const expected = `one of the ${what} in use: ${all.join(", ")}`;
      mistakes.push({ path: `${path}[${index}]`, found: code, expected, suggestion: nearestName(code, all) });
    }
  };
  if ("warehouses" in action) {
    for (const [index, entry] of (action.warehouses ?? []).entries()) {
      const path = `${at}.warehouses`;
      if (typeof entry !== "string") check(`${path}[${index}]`, entry, known.warehouses, "warehouses");
      else if (known.warehouses?.includes(entry) === false) {
        const expected = `one of the warehouses in use: ${known.warehouses.join(", ")}`;
        const suggestion = nearestName(entry, known.warehouses);
        mistakes.push({ path: `${path}[${index}]`, found: entry, expected, suggestion });
      }
    }
  }
  if (action.do === "pickup") check(`${at}.store`, [action.store], known.warehouses, "warehouses");
  if (action.do === "carrier") check(`${at}.carriers`, action.carriers, known.carriers, "carriers");
  return mistakes;
}
