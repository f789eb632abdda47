/** What is wrong with a condition, where, and how to mend it. */
export type Mistake = {
  /** From 1; of the condition's own text. */
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly expected: string;
  /** What to write instead; null when there is no one thing to write. */
  readonly suggestion: string | null;
  /** All of it in a sentence. */
  readonly says: string;
};

export type MistakeFacts = Pick<Mistake, "found" | "expected" | "suggestion"> & { readonly at: number };

const longestShown = 60;

/** `at` is the place in `text` where it begins, from 0. */
export function mistakeAt(text: string, { at, found, expected, suggestion }: MistakeFacts): Mistake {
  const before = text.slice(0, at).split("\n");
  const line = before.length;
  const column = [...(before.at(-1) ?? "")].length + 1;
  const shown = found.length > longestShown ? `${found.slice(0, longestShown)}…` : found;
  const instead = suggestion === null ? "" : `; write ${suggestion}`;
  const says = `line ${line}, column ${column}: found ${shown === "" ? "the end" : `“${shown}”`}, expected ${expected}${instead}`;
  return { line, column, found: shown, expected, suggestion, says };
}
