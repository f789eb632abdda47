import { describe, expect, it } from "vitest";
import { named } from "./options.ts";
import type { HistoryResult, RunHistory } from "./result.ts";
import { fromText, shrink, toText } from "./shrink.ts";

/** A model of six inputs and five faults, which breaks while input 2 and fault 4 are there. */
const model: RunHistory = async ({ without, mute }, options): Promise<HistoryResult> => {
  const isBroken = !without.includes(2) && !mute.includes(4);
  return {
    violation: isBroken ? { invariant: "I1", says: "broken" } : null,
    trace: options?.isTraced === true ? ["one step"] : null,
    inputs: 6,
    faults: 5,
    calls: 1,
    items: new Map(),
  };
};

describe("a history that breaks something", () => {
  it("is shrunk to the inputs and faults that it needs", async () => {
    const small = await shrink(model, named(7));
    expect(small).toMatchObject({ inputs: 1, faults: 1, trace: ["one step"], violation: { invariant: "I1" } });
    expect(toText(small.name)).toBe("7/0,1,3,4,5/1,2,3,5");
  });

  it("has a name that gives it back", () => {
    for (const text of ["7", "7/0,2/", "7//1", "7/0,2/1,4"]) expect(toText(fromText(text) ?? named(0))).toBe(text);
    for (const text of ["", "x", "7/a/", "7/1"]) expect(fromText(text)).toBeNull();
  });
});
