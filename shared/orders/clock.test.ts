import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSameFacts } from "./clock.ts";

/** Facts as channels make them, names without a value and odd numbers among them. */
const { facts } = fc.letrec<{ facts: unknown }>((tie) => ({
  facts: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, undefined, true, "", "a", 0, -0, 1, Number.NaN),
    fc.array(tie("facts"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b", "constructor"), tie("facts"), { maxKeys: 3 }),
  ),
}));

describe("facts are the same", () => {
  it("just when JSON with sorted names shows the same", () => {
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        expect(isSameFacts(a, b)).toBe(sortedJson(a) === sortedJson(b));
        expect(isSameFacts(a, turned(a))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

function sortedJson(facts: unknown): string | undefined {
  return JSON.stringify(facts, (_name, value: unknown) => (isParts(value) ? ordered(value, 1) : value));
}

/** The same with its names the other way round. */
function turned(facts: unknown): unknown {
  if (Array.isArray(facts)) return facts.map(turned);
  if (!isParts(facts)) return facts;
  return Object.fromEntries(Object.entries(ordered(facts, -1)).map(([name, value]) => [name, turned(value)]));
}

function ordered(parts: object, sign: 1 | -1): object {
  return Object.fromEntries(Object.entries(parts).sort(([a], [b]) => (a < b ? -sign : sign)));
}

function isParts(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
