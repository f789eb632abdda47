import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Listing } from "../channels/api.ts";
import { instantFromMs, msOf } from "../kernel/time.ts";
import { nextLength, nextWindow, type ReadSoFar } from "./next-window.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const now = new Date("2026-11-21T12:00:00.000Z");
const listing: Listing = {
  by: ["changed"],
  maxWindowMs: 24 * HOUR,
  settleMs: 2 * MINUTE,
  overlapMs: 10 * MINUTE,
  historyDays: 30,
};

function readUntil(text: string, windowMs = 24 * HOUR): ReadSoFar {
  return { readUntil: text, windowMs };
}

describe("the next window", () => {
  it.each<[string, ReadSoFar | null, object | null]>([
    ["begins a day back for a new shop", null, { from: "2026-11-20T11:50:00.000Z", until: "2026-11-21T11:50:00.000Z" }],
    [
      "begins before the last one ended, and ends where rows have settled",
      readUntil("2026-11-21T11:30:00.000Z"),
      { from: "2026-11-21T11:20:00.000Z", until: "2026-11-21T11:58:00.000Z" },
    ],
    ["is none when all that has settled is read", readUntil("2026-11-21T11:58:00.000Z"), null],
    [
      "is as long as the channel allows after an outage",
      readUntil("2026-11-15T00:00:00.000Z"),
      { from: "2026-11-14T23:50:00.000Z", until: "2026-11-15T23:50:00.000Z" },
    ],
    [
      "is as long as the last ones showed to be possible",
      readUntil("2026-11-15T00:00:00.000Z", HOUR),
      { until: "2026-11-15T00:50:00.000Z" },
    ],
    [
      "looks back over the whole overlap, also after windows that failed",
      readUntil("2026-11-21T11:30:00.000Z", MINUTE),
      { from: "2026-11-21T11:20:00.000Z", until: "2026-11-21T11:31:00.000Z" },
    ],
    [
      "says so when the channel no longer answers for the time between",
      readUntil("2026-10-01T00:00:00.000Z"),
      { from: "2026-10-22T11:50:00.000Z", isOutOfReach: true },
    ],
  ])("%s", (_, soFar, window) => {
    if (window === null) expect(nextWindow(listing, soFar, now)).toBeNull();
    else expect(nextWindow(listing, soFar, now)).toMatchObject(window);
  });

  it("leaves no hole and always moves on, whatever the channel's limits and however windows fail", () => {
    const listings = fc.record({
      by: fc.constant(["changed"] as const),
      maxWindowMs: fc.integer({ min: 2 * MINUTE, max: 48 * HOUR }),
      settleMs: fc.integer({ min: 0, max: 10 * MINUTE }),
      overlapMs: fc.integer({ min: 0, max: 3 * HOUR }),
      historyDays: fc.constant(30),
    });
    const outages = fc.integer({ min: 0, max: 3 * 24 * HOUR });
    fc.assert(
      fc.property(listings, outages, fc.array(fc.boolean(), { maxLength: 20 }), (limits, outageMs, ends) => {
        let soFar: ReadSoFar = { readUntil: instantFromMs(now.getTime() - outageMs), windowMs: limits.maxWindowMs };
        for (let step = 0; step < 20_000; step += 1) {
          const window = nextWindow(limits, soFar, now);
          if (window === null) {
            expect(msOf(soFar.readUntil)).toBeGreaterThan(
              now.getTime() - limits.settleMs - 1_001 - (outageMs === 0 ? 1 : 0),
            );
            return;
          }
          const overlapMs = Math.min(limits.overlapMs, limits.maxWindowMs / 2);
          expect(msOf(window.from)).toBeLessThanOrEqual(msOf(soFar.readUntil) - overlapMs);
          expect(msOf(window.until) - msOf(window.from)).toBeLessThanOrEqual(limits.maxWindowMs);
          expect(msOf(window.until)).toBeLessThanOrEqual(now.getTime() - limits.settleMs);
          const wasFinished = ends[step] ?? true;
          if (wasFinished) expect(msOf(window.until)).toBeGreaterThan(msOf(soFar.readUntil));
          const windowMs = nextLength(limits, window, wasFinished);
          soFar = { readUntil: wasFinished ? window.until : soFar.readUntil, windowMs };
        }
        throw new Error("it never came to the end");
      }),
      { numRuns: 60 },
    );
  });
});
