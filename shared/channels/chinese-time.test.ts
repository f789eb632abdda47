import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantFromMs, parseInstant } from "../kernel/time.ts";
import { chineseTime, chineseTimeOf } from "./chinese-time.ts";

describe("chineseTime", () => {
  it("is eight hours ahead, over the end of a year too", () => {
    expect(chineseTime(new Date("2026-12-31T16:00:00.999Z"))).toBe("2027-01-01 00:00:00");
    expect(chineseTimeOf("2026-02-28T15:59:59.000Z")).toBe("2026-02-28 23:59:59");
  });

  it("is read back as the same second", () => {
    const seconds = fc.integer({ min: Date.UTC(1992) / 1000, max: Date.UTC(2100) / 1000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const instant = instantFromMs(second * 1000);
        expect(parseInstant(chineseTimeOf(instant), "Asia/Shanghai")).toEqual({ ok: true, value: instant });
      }),
    );
  });
});
