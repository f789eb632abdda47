import { describe, expect, it } from "vitest";
import { makeSettling, type Worker } from "./quiet.ts";

describe("a move of the clock", () => {
  it("waits for work that needs no clock", async () => {
    let isQuiet = false;
    setTimeout(() => {
      isQuiet = true;
    }, 30);
    await makeSettling([{ title: "a", isQuiet: () => isQuiet }])();
    expect(isQuiet).toBe(true);
  });

  it("does not wait for what only the clock can wake", async () => {
    const paused: Worker = { title: "a", isQuiet: () => false, isPaused: () => true };
    const startedAt = performance.now();
    await makeSettling([paused])();
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
