import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantFromMs, isZone, msOf, parseInstant } from "./time.ts";
import { offsetMsAt } from "./zone.ts";

const zones = [
  "UTC",
  "Asia/Shanghai",
  "Europe/Berlin",
  "America/New_York",
  "America/Havana",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "America/Sao_Paulo",
  "Asia/Beirut",
] as const;
const anyMs = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2060, 0) });

describe("parseInstant", () => {
  it.each([
    ["2026-11-21T22:31:51.000Z", "2026-11-21T22:31:51.000Z"],
    ["2026-11-22T06:31:51+08:00", "2026-11-21T22:31:51.000Z"],
    ["2026-11-22 06:31:51 +0800", "2026-11-21T22:31:51.000Z"],
    ["2026-11-21T19:01:51.1239999-03:30", "2026-11-21T22:31:51.123Z"],
    ["2026-11-21T22:31Z", "2026-11-21T22:31:00.000Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ])("reads %s", (text, instant) => {
    expect(parseInstant(text)).toEqual({ ok: true, value: instant });
    expect(parseInstant(text, "Asia/Tokyo")).toEqual({ ok: true, value: instant });
  });

  it.each([
    ["2026-11-22 06:31:51", "Asia/Shanghai", "2026-11-21T22:31:51.000Z"],
    ["2026-11-22T06:31:51", "Asia/Shanghai", "2026-11-21T22:31:51.000Z"],
    ["2026-03-08 02:30:00", "America/New_York", "2026-03-08T07:30:00.000Z"],
    ["2026-11-01 01:30:00", "America/New_York", "2026-11-01T05:30:00.000Z"],
    ["2026-10-25 02:30:00", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
    ["2026-10-04 02:15:00", "Australia/Lord_Howe", "2026-10-03T15:45:00.000Z"],
    ["2011-12-30 12:00:00", "Pacific/Apia", "2011-12-30T22:00:00.000Z"],
  ])("reads local %s in %s: skipped times move forward, repeated ones are the first", (text, zone, instant) => {
    expect(parseInstant(text, zone)).toEqual({ ok: true, value: instant });
  });

  it("asks for a zone rather than guessing one", () => {
    expect(parseInstant("2026-11-22 06:31:51")).toEqual({
      ok: false,
      error: { kind: "zone_needed", text: "2026-11-22 06:31:51" },
    });
  });

  it.each([
    "",
    "2026-11-21",
    "2026-02-30T00:00:00Z",
    "2023-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "0000-00-00 00:00:00",
    "2026-11-21T24:00:00Z",
    "2026-11-21T22:60:00Z",
    "2026-11-21T22:31:60Z",
    "2026-11-21T22:31:51+15:00",
    "2026-11-21T22:31:51 Asia/Shanghai",
    "1763764311",
    "21.11.2026 22:31",
    "２０２６-11-21T22:31:51Z",
    "0000-01-01T00:00:00+08:00",
    "9999-12-31T23:00:00-08:00",
  ])("refuses %j", (text) => {
    expect(parseInstant(text, "UTC")).toEqual({ ok: false, error: { kind: "not_an_instant", text } });
  });

  it("reads back every instant it can write, through any offset", () => {
    fc.assert(
      fc.property(anyMs, fc.constantFrom(...zones), (ms, zone) => {
        const offset = offsetMsAt(zone, ms);
        const local = instantFromMs(ms + offset).slice(0, -1);
        const size = Math.abs(offset) / 60_000;
        const suffix = `${offset < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
        expect(parseInstant(instantFromMs(ms))).toEqual({ ok: true, value: instantFromMs(ms) });
        expect(parseInstant(local + suffix)).toEqual({ ok: true, value: instantFromMs(ms) });
      }),
    );
  });

  it("finds an instant that shows the local time, and never a later one when two do", () => {
    fc.assert(
      fc.property(anyMs, fc.constantFrom(...zones), (ms, zone) => {
        const local = instantFromMs(ms + offsetMsAt(zone, ms)).slice(0, -1);
        const result = parseInstant(local, zone);
        const found = result.ok ? msOf(result.value) : Number.NaN;
        expect(found).toBeLessThanOrEqual(ms);
        expect(found + offsetMsAt(zone, found)).toBe(ms + offsetMsAt(zone, ms));
      }),
      { numRuns: 500 },
    );
  });
});

describe("zones", () => {
  it.each(["Asia/Shanghai", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Calcutta", "Etc/GMT+8"])(
    "knows %s",
    (name) => expect(isZone(name)).toBe(true),
  );

  it.each(["", "asia/shanghai", "+08:00", "Mars/Olympus", "CST6", "Asia/Shanghai ", "constructor"])(
    "refuses %j",
    (name) => expect(isZone(name)).toBe(false),
  );

  it("gives the offset that the runtime's own formatter shows, at any instant", () => {
    fc.assert(
      fc.property(anyMs, fc.constantFrom(...zones), (ms, zone) => {
        const shown = new Date(ms).toLocaleString("sv-SE", { timeZone: zone });
        expect(instantFromMs(ms + offsetMsAt(zone, ms)).slice(0, 19)).toBe(shown.replace(" ", "T"));
      }),
      { numRuns: 300 },
    );
  });

  it("throws on instants that are not ours", () => {
    expect(() => msOf("2026-11-21T22:31:51+08:00")).toThrow("not an instant");
    expect(() => msOf("yesterday")).toThrow("not an instant");
    expect(msOf("2026-11-21T22:31:51.000Z")).toBe(Date.UTC(2026, 10, 21, 22, 31, 51));
  });
});

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
