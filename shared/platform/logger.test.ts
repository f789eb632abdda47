import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { capturedLines } from "../../tests/support/lambda-calls.ts";
import { inCall, withLogFields } from "./call.ts";
import { faultFields, log } from "./logger.ts";

let lines: ReturnType<typeof capturedLines>;
beforeEach(() => {
  lines = capturedLines();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("the log", () => {
  it("joins the fields of the invocation, the record and the line, the nearest last", () => {
    inCall({ fields: { fn: "route-order", requestId: "r" }, metrics: [] }, () =>
      withLogFields({ orderId: "ord_1", attempt: 1 }, () => log.info("routed", { outcome: "done", attempt: 2 })),
    );
    expect(lines).toEqual([
      expect.objectContaining({
        level: "info",
        message: "routed",
        service: "orderhub",
        stage: "local",
        fn: "route-order",
        requestId: "r",
        orderId: "ord_1",
        outcome: "done",
        attempt: 2,
      }),
    ]);
  });

  it("keeps the fields of records apart that are handled at the same time", async () => {
    const one = (id: string) =>
      withLogFields({ orderId: id }, async () => {
        await Promise.resolve();
        log.info(id);
      });
    await Promise.all([one("a"), one("b")]);
    expect(lines.map((line) => [line["message"], line["orderId"]])).toEqual([
      ["a", "a"],
      ["b", "b"],
    ]);
  });

  it("writes debug lines only when asked to", () => {
    log.debug("no");
    vi.stubEnv("LOG_LEVEL", "debug");
    log.debug("yes");
    vi.stubEnv("LOG_LEVEL", "loud");
    log.debug("no");
    expect(lines.map((line) => line["message"])).toEqual(["yes"]);
  });

  it("shows a fault with its cause, and what is not an error as text", () => {
    const fields = faultFields(new TypeError("outer", { cause: new Error("inner") }));
    expect(fields).toMatchObject({ errorName: "TypeError", errorMessage: "outer" });
    expect(fields.errorStack).toContain("caused by Error: inner");
    expect(faultFields("text")).toEqual({ errorName: "NotAnError", errorMessage: "text" });
  });
});
