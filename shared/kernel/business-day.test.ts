import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  businessDay,
  daysAfter,
  daysBetween,
  dayWindow,
  isDay,
  localTime,
  nextDay,
  previousDay,
} from "./business-day.ts";
import { instantFromMs, msOf } from "./time.ts";

const HOUR = 3_600_000;
const anyZone = fc.constantFrom(
  "UTC",
  "Asia/Shanghai",
  "Europe/Berlin",
  "America/New_York",
  "America/Havana",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "Asia/Beirut",
  "Pacific/Apia",
);
const anyCutoff = fc.constantFrom(0, 60, 90, 120, 150, 240, 1_439);
const anyMs = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2060, 0) });
/** Around the hours in which New York, Berlin, Havana and Lord Howe change their clocks in 2026. */
const nearChange = fc
  .tuple(
    fc.constantFrom("2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"),
    fc.integer({ min: -30 * HOUR, max: 30 * HOUR }),
  )
  .map(([around, by]) => Date.parse(around) + by);

describe("businessDay", () => {
  it.each([
    ["2026-11-21T22:31:51.000Z", "Asia/Shanghai", 0, "2026-11-22"],
    ["2026-11-21T22:31:51.000Z", "America/New_York", 0, "2026-11-21"],
    ["2026-11-21T15:59:59.999Z", "Asia/Shanghai", 0, "2026-11-21"],
    ["2026-11-21T16:00:00.000Z", "Asia/Shanghai", 0, "2026-11-22"],
    ["2026-11-21T19:59:59.999Z", "Asia/Shanghai", 240, "2026-11-21"],
    ["2026-11-21T20:00:00.000Z", "Asia/Shanghai", 240, "2026-11-22"],
    ["2026-03-08T06:59:59.999Z", "America/New_York", 120, "2026-03-07"],
    ["2026-03-08T07:00:00.000Z", "America/New_York", 120, "2026-03-08"],
  ])("puts %s in %s with cutoff %d on %s", (instant, zone, cutoff, day) => {
    expect(businessDay(instant, zone, cutoff)).toBe(day);
  });

  it("is the day whose window holds the instant, in every zone, with every cutoff", () => {
    fc.assert(
      fc.property(fc.oneof(anyMs, nearChange), anyZone, anyCutoff, (ms, zone, cutoff) => {
        const instant = instantFromMs(ms);
        const window = dayWindow(businessDay(instant, zone, cutoff), zone, cutoff);
        expect(window.startsAt <= instant && instant < window.endsAt).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("begins once where the clocks repeat the cutoff", () => {
    const at = (time: string): string => businessDay(`2026-10-25T${time}:00.000Z`, "Europe/Berlin", 150);
    // 02:29 and 02:30 in summer time, then 02:10 and 02:40 in winter time.
    expect(["00:29", "00:30", "01:10", "01:40"].map(at)).toEqual([
      "2026-10-24",
      "2026-10-25",
      "2026-10-25",
      "2026-10-25",
    ]);
  });

  it("never goes back as time goes on", () => {
    fc.assert(
      fc.property(nearChange, fc.nat(3 * HOUR), anyZone, anyCutoff, (ms, later, zone, cutoff) => {
        const day = businessDay(instantFromMs(ms), zone, cutoff);
        expect(businessDay(instantFromMs(ms + later), zone, cutoff) >= day).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("refuses a cutoff outside the day", () => {
    expect(() => businessDay("2026-11-21T22:31:51.000Z", "UTC", 1_440)).toThrow(RangeError);
    expect(() => dayWindow("2026-11-21", "UTC", -1)).toThrow(RangeError);
    expect(() => businessDay("2026-11-21T22:31:51.000Z", "Mars/Olympus")).toThrow(RangeError);
  });

  it("is fast enough to be asked for every order of a large day", () => {
    const started = performance.now();
    for (let at = 0; at < 100_000; at += 1) businessDay("2026-11-21T22:31:51.000Z", "Asia/Shanghai");
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("dayWindow", () => {
  it.each([
    ["2026-11-22", "Asia/Shanghai", 0, "2026-11-21T16:00:00.000Z", 24],
    ["2026-11-22", "Asia/Shanghai", 240, "2026-11-21T20:00:00.000Z", 24],
    ["2026-03-08", "America/New_York", 0, "2026-03-08T05:00:00.000Z", 23],
    ["2026-11-01", "America/New_York", 0, "2026-11-01T04:00:00.000Z", 25],
    ["2026-10-25", "Europe/Berlin", 0, "2026-10-24T22:00:00.000Z", 25],
    ["2026-03-08", "America/Havana", 0, "2026-03-08T05:00:00.000Z", 23],
    ["2026-04-05", "Australia/Lord_Howe", 0, "2026-04-04T13:00:00.000Z", 24.5],
    ["2011-12-30", "Pacific/Apia", 0, "2011-12-30T10:00:00.000Z", 0],
  ])(
    "of %s in %s with cutoff %d starts at the right instant and has the right length",
    (day, zone, cutoff, starts, hours) => {
      const window = dayWindow(day, zone, cutoff);

      expect(window.startsAt).toBe(starts);
      expect((msOf(window.endsAt) - msOf(window.startsAt)) / HOUR).toBe(hours);
    },
  );

  it("leaves no gap and no overlap between days", () => {
    fc.assert(
      fc.property(anyMs, anyZone, anyCutoff, (ms, zone, cutoff) => {
        const day = instantFromMs(ms).slice(0, 10);
        expect(dayWindow(day, zone, cutoff).endsAt).toBe(dayWindow(nextDay(day), zone, cutoff).startsAt);
      }),
    );
  });
});

describe("days", () => {
  it("steps over months, years and leap days, there and back", () => {
    expect(nextDay("2026-12-31")).toBe("2027-01-01");
    expect(nextDay("2028-02-28")).toBe("2028-02-29");
    expect(previousDay("2026-03-01")).toBe("2026-02-28");
    fc.assert(
      fc.property(anyMs, (ms) => {
        const day = instantFromMs(ms).slice(0, 10);
        expect(previousDay(nextDay(day))).toBe(day);
      }),
    );
  });

  it("counts from one day to another, there and back", () => {
    expect(daysAfter("2028-02-28", 2)).toBe("2028-03-01");
    expect(daysAfter("2026-03-01", -366)).toBe("2025-02-28");
    expect(daysBetween("2026-03-01", "2026-02-27")).toBe(-2);
    fc.assert(
      fc.property(anyMs, fc.integer({ min: -4_000, max: 4_000 }), (ms, count) => {
        const day = instantFromMs(ms).slice(0, 10);
        expect(daysBetween(day, daysAfter(day, count))).toBe(count);
      }),
    );
    expect(() => daysBetween("2026-02-30", "2026-03-01")).toThrow("not a day");
  });

  it("knows a date from what only looks like one", () => {
    expect(isDay("2028-02-29")).toBe(true);
    for (const text of ["2026-02-29", "2026-13-01", "2026-1-1", "20260101", "", "2026-01-01T00:00:00Z"])
      expect(isDay(text), text).toBe(false);
    expect(() => nextDay("2026-02-30")).toThrow("not a day");
    expect(() => dayWindow("soon", "UTC")).toThrow("not a day");
  });

  it("writes local time with its offset", () => {
    expect(localTime("2026-11-21T22:31:51.000Z", "Asia/Shanghai")).toBe("2026-11-22T06:31:51+08:00");
    expect(localTime("2026-11-21T22:31:51.999Z", "America/St_Johns")).toBe("2026-11-21T19:01:51-03:30");
    expect(localTime("2026-11-21T22:31:51.000Z", "UTC")).toBe("2026-11-21T22:31:51+00:00");
  });

  it("writes local time that reads back as the same instant", () => {
    fc.assert(
      fc.property(anyMs, anyZone, (ms, zone) => {
        const whole = ms - (ms % 1_000);
        expect(Date.parse(localTime(instantFromMs(whole), zone))).toBe(whole);
      }),
    );
  });
});
