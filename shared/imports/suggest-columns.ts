import { type Field, headingKey } from "./sheet-schemas.ts";

export type Suggestion = { readonly field: string; readonly heading: string };

/** How alike two names must be for one to be taken for a slip of the other, from 0 to 1. */
const ALIKE = 0.6;

/** For each missing field the heading that looks most like it: a hint for people, never applied. */
export function suggestColumns(missing: readonly Field[], headings: readonly string[]): readonly Suggestion[] {
  return missing.flatMap((field) => {
    const ranked = headings
      .map((heading) => ({ heading, likeness: likeness(field, heading) }))
      .filter((each) => each.likeness >= ALIKE)
      .toSorted((a, b) => b.likeness - a.likeness);
    return ranked[0] === undefined ? [] : [{ field: field.name, heading: ranked[0].heading }];
  });
}

function likeness(field: Field, heading: string): number {
  const said = headingKey(heading);
  if (said === "") return 0;
  return Math.max(...[field.name, ...field.aliases].map((name) => dice(headingKey(name), said)));
}

/** Dice's coefficient over pairs of letters: order counts, length does not. */
function dice(one: string, other: string): number {
  const [a, b] = [pairs(one), pairs(other)];
  const shared = a.filter((pair) => b.includes(pair)).length;
  return a.length + b.length === 0 ? 0 : (2 * shared) / (a.length + b.length);
}

function pairs(text: string): readonly string[] {
  const letters = [...text];
  return letters.length === 1 ? letters : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
}
