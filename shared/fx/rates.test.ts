import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aMerchantId } from "../../tests/support/builders.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { convertMinor, type Rate } from "./rate.ts";
import { rateOn, readRates, saveRate } from "./rate-store.ts";

const aRate: Rate = { from: "USD", to: "CNY", day: "2026-11-20", rate: "7.1234", source: "PBOC" };
const saved = { at: "2026-11-20T09:00:00.000Z", by: "finance" };

describe("a rate", () => {
  it("holds for its day and the week after, until a newer one comes", async () => {
    const table = makeMemoryTable();
    await saveRate(table, aMerchantId, aRate, saved);
    await saveRate(table, aMerchantId, { ...aRate, day: "2026-11-23", rate: "7.2" }, saved);

    const on = async (day: string) => (await rateOn(table, aMerchantId, { from: "USD", to: "CNY", day }))?.rate ?? null;
    expect(await Promise.all(["2026-11-19", "2026-11-20", "2026-11-22", "2026-11-23", "2026-11-30"].map(on))).toEqual([
      null,
      "7.1234",
      "7.1234",
      "7.2",
      "7.2",
    ]);
    expect(await on("2026-12-01")).toBeNull();
    expect(await rateOn(table, aMerchantId, { from: "CNY", to: "USD", day: "2026-11-20" })).toBeNull();
    expect(await readRates(table, aMerchantId, { from: "USD", to: "CNY", limit: 1 })).toMatchObject([{ rate: "7.2" }]);
  });

  it("said again changes nothing, said anew replaces", async () => {
    const table = makeMemoryTable();
    const kinds = [];
    for (const rate of [aRate, aRate, { ...aRate, rate: "7.2" }]) {
      const answer = await saveRate(table, aMerchantId, rate, saved);
      kinds.push(answer.ok ? answer.value.kind : answer.error.kind);
    }
    expect(kinds).toEqual(["created", "unchanged", "changed"]);
  });

  it.each([
    [{ from: "usd" }, "unknown_currency"],
    [{ to: "USD" }, "same_currency"],
    [{ day: "2026-02-30" }, "not_a_day"],
    [{ rate: "0" }, "not_a_rate"],
    [{ rate: "-1" }, "not_a_rate"],
    [{ rate: "7,12" }, "not_a_rate"],
    [{ rate: "1e99" }, "not_a_rate"],
    [{ source: " " }, "no_source"],
  ])("is refused with %j: %s", async (over, kind) => {
    const answer = await saveRate(makeMemoryTable(), aMerchantId, { ...aRate, ...over }, saved);
    expect(answer).toMatchObject({ ok: false, error: { kind } });
  });
});

describe("converting", () => {
  it.each([
    [1999, "USD", "CNY", "7.1234", 14_240],
    [1, "USD", "JPY", "150", 2],
    [-1, "USD", "JPY", "150", -2],
    [1_800, "JPY", "USD", "0.0066", 1_188],
    [1_500, "KWD", "USD", "3.25", 488],
    [100, "USD", "KWD", "0.307", 307],
    [-1, "USD", "EUR", "0.1", 0],
    [5, "USD", "EUR", "0.1", 1],
  ])("%d %s in %s at %s is %d", (minor, from, to, rate, expected) => {
    expect(convertMinor(minor, { from, to, rate })).toBe(expected);
  });

  it("is exact to half a unit and mirrors negative amounts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 99_999 }), (minor, rate) => {
        const found = convertMinor(minor, { from: "USD", to: "EUR", rate: `${rate}e-4` });
        expect(Math.abs(found * 10_000 - minor * rate)).toBeLessThanOrEqual(5_000);
        expect(convertMinor(-minor, { from: "USD", to: "EUR", rate: `${rate}e-4` })).toBe(found === 0 ? 0 : -found);
      }),
    );
  });
});
