import { ParseError, TypeError as TypeMistake } from "@marcbachmann/cel-js";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { checkNames, outermost } from "./check-names.ts";
import { misspeltSigns } from "./check-spelling.ts";
import { MAX_STEPS, stepsOf } from "./count-steps.ts";
import { explainCelError, wordFor } from "./explain-cel-error.ts";
import type { KnownNames } from "./known-names.ts";
import { type Parsed, parseCondition } from "./language.ts";
import { type Mistake, type MistakeFacts, mistakeAt } from "./mistake.ts";
import { type Program, toProgram } from "./program.ts";
import { type Tree, toTree } from "./syntax-tree.ts";

/** A condition that has been understood. */
export type Condition = {
  readonly text: string;
  readonly tree: Tree;
  readonly program: Program;
  /** At most, on the largest order. */
  readonly steps: number;
};

/** Longest text of a condition, in characters. */
export const MAX_CONDITION = 4_000;

/** Understands a condition, or says every mistake in it that can be told apart, the first in the text first. */
export function readCondition(text: string, known: KnownNames): Result<Condition, readonly Mistake[]> {
  const refuse = (facts: readonly MistakeFacts[]): Result<Condition, readonly Mistake[]> =>
    fail([...facts].sort((a, b) => a.at - b.at).map((each) => mistakeAt(text, each)));
  if (text.length > MAX_CONDITION) {
    const expected = `at most ${MAX_CONDITION} characters, these are ${text.length}`;
    return refuse([
      { at: MAX_CONDITION, found: text.slice(MAX_CONDITION), expected, suggestion: "it as several rules" },
    ]);
  }
  if (text.trim() === "") {
    return refuse([{ at: 0, found: "", expected: "a condition", suggestion: "true for every order" }]);
  }
  const parsed = parse(text);
  if (!parsed.ok) {
    const signs = misspeltSigns(text);
    return refuse(signs.length > 0 ? signs : [parsed.error]);
  }
  const tree = toTree(parsed.value.ast);
  const names = checkNames(tree, outermost, known);
  if (names.length > 0) return refuse(names);
  const typed = parsed.value.check();
  if (!typed.valid) return refuse([explainCelError(text, celError(typed.error, text))]);
  if (typed.type !== "bool") {
    const expected = `yes or no, this is ${wordFor(typed.type ?? "")}`;
    return refuse([{ at: 0, found: text.trim(), expected, suggestion: "a comparison such as … > 0" }]);
  }
  const steps = stepsOf(tree);
  if (steps > MAX_STEPS) {
    const expected = `at most ${MAX_STEPS} steps on the largest order, this may take ${steps}`;
    return refuse([{ at: 0, found: text.trim(), expected, suggestion: "no loop over lines inside another" }]);
  }
  return ok({ text, tree, program: toProgram(tree), steps });
}

function parse(text: string): Result<Parsed, MistakeFacts> {
  try {
    return ok(parseCondition(text));
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return fail(explainCelError(text, celError(error, text)));
  }
}

function celError(error: unknown, text: string): Parameters<typeof explainCelError>[1] {
  if (!(error instanceof ParseError || error instanceof TypeMistake)) throw error;
  const { code, summary, range } = error;
  return { code, summary, at: Math.min(range?.start ?? 0, text.length), end: Math.min(range?.end ?? 0, text.length) };
}
