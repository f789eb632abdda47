import { describe, expect, it } from "vitest";
import { allStories } from "./all-stories.ts";
import { tryEveryCall } from "./every-call.ts";

describe("a use case with one call that fails before, after, or after its answer was lost", () => {
  it.each(allStories)(
    "ends as if nothing had failed: $name",
    async (story) => {
      const { calls, cases, broken } = await tryEveryCall(story);
      expect(broken).toEqual([]);
      expect(cases).toBe(3 * calls);
      expect(calls).toBeGreaterThan(0);
    },
    90_000,
  );
});
