import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mutants } from "./all-mutants.ts";
import { harmlessMutants } from "./harmless-mutants.ts";
import { killMutant } from "./kill-mutant.ts";
import { mutated } from "./mutate.ts";

describe("bugs on purpose", () => {
  it("are at least sixty, each with a name of its own", () => {
    expect(mutants.length).toBeGreaterThanOrEqual(60);
    expect(new Set([...mutants, ...harmlessMutants].map(({ id }) => id)).size).toBe(
      mutants.length + harmlessMutants.length,
    );
  });

  it.each([...mutants, ...harmlessMutants])("still fit the source: $id", (mutant) => {
    const source = readFileSync(new URL(`../../../${mutant.file}`, import.meta.url), "utf8");
    expect(mutated(source, mutant)).not.toBe(source);
  });

  // All of them: `npm run simulate -- --mutants`. These few keep the runner itself alive.
  const few = ["no-dedupe", "last-writer-wins", "acknowledged-before-written", "contended-is-done"];
  it.each(mutants.filter(({ id }) => few.includes(id)))(
    "are seen: $id by $killer",
    async (mutant) => {
      expect(await killMutant(mutant)).toMatchObject({ isKilled: true });
    },
    120_000,
  );

  it("that are harmless are not seen", async () => {
    const [first] = harmlessMutants;
    if (first === undefined) throw new Error("there is no harmless mutant");
    expect(await killMutant(first, 200)).toMatchObject({ isKilled: false });
  }, 120_000);
});
