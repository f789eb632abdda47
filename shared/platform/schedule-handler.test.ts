import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { capturedLines, lambdaContext } from "../../tests/support/lambda-calls.ts";
import { done, type Outcome, park, retry, skipped } from "../kernel/outcome.ts";
import { scheduleHandler } from "./schedule-handler.ts";

const ending = (outcome: Outcome) =>
  scheduleHandler({
    name: "close-day",
    input: z.object({ merchantId: z.string() }),
    build: () => null,
    handle: async () => outcome,
  });

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "table");
  vi.stubEnv("SEAL_QUEUE_URL", "https://queue.test");
  capturedLines();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("a scheduled function", () => {
  it.each([done, skipped("closed before"), park("no such merchant")])("ends well with $kind", async (outcome) => {
    await expect(ending(outcome)({ merchantId: "demo" }, lambdaContext())).resolves.toBeNull();
  });

  it("fails the invocation for a retry, so that Lambda repeats it", async () => {
    const handler = ending(retry("still open"));
    await expect(handler({ merchantId: "demo" }, lambdaContext())).rejects.toThrow(
      "close-day is to be tried again: still open",
    );
  });

  it("fails the invocation for an input that is not what was agreed", async () => {
    await expect(ending(done)({ merchant: "demo" }, lambdaContext())).rejects.toThrow("merchantId: invalid_type");
  });
});
