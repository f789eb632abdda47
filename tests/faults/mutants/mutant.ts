/** A bug on purpose: one piece of the hub's source, and what stands in its place. */
export type Mutant = {
  readonly id: string;
  /** From the project's root. */
  readonly file: string;
  /** Stands exactly once in the file; a mutant that no longer fits says so instead of passing for killed. */
  readonly find: string;
  readonly replace: string;
  /** Which model must see it, or the test file that does (and, after `: `, the test's name). */
  readonly killer: "core" | "whole" | `${string}.test.ts`;
};

/** One that no history can see, and why it does no harm. */
export type Harmless = Mutant & { readonly because: string };

/** A condition that holds of every item, to take another one's place. */
export const always = '{ kind: "any", of: [{ kind: "absent", path: "pk" }, { kind: "exists", path: "pk" }] }';
