import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allCurrencies, currencyExponent } from "./currency.ts";
import { decimalFromMinor, minorFromDecimal, minorFromDecimalRounded } from "./money.ts";

const anyCurrency = fc.constantFrom(...allCurrencies());
const anyMinor = fc.maxSafeInteger();

describe("minorFromDecimal", () => {
  it.each<[string | number, string, number]>([
    ["19.99", "USD", 1999],
    [19.99, "USD", 1999],
    ["-16.20", "USD", -1620],
    ["225.0000", "EUR", 22500],
    ["5900", "JPY", 5900],
    ["5900.00", "JPY", 5900],
    ["1.5", "KWD", 1500],
    ["0.0001", "CLF", 1],
    [".5", "USD", 50],
    ["5.", "USD", 500],
    ["-0.00", "USD", 0],
    [-0, "USD", 0],
    [1e3, "USD", 100000],
    ["1.2e+2", "USD", 12000],
    ["12e-1", "USD", 120],
    ["0e999999999", "USD", 0],
    ["00012.10", "USD", 1210],
    ["90071992547409.91", "USD", Number.MAX_SAFE_INTEGER],
    ["-9007199254740991", "JPY", Number.MIN_SAFE_INTEGER],
    [1.15, "USD", 115],
    [8.2, "USD", 820],
  ])("reads %j %s exactly", (text, currency, minor) => {
    expect(minorFromDecimal(text, currency)).toEqual({ ok: true, value: minor });
  });

  it.each([
    "",
    " ",
    "1,000",
    "1 000",
    "NaN",
    "Infinity",
    "-",
    ".",
    "+5",
    "１２",
    "12\n",
    " 5",
    "0x10",
    "1e",
    "e5",
    "1.2.3",
    "¥5",
  ])("refuses %j as not a number", (text) => {
    expect(minorFromDecimal(text, "USD")).toEqual({ ok: false, error: { kind: "not_a_number", text } });
  });

  it("refuses numbers that are none", () => {
    expect(minorFromDecimal(Number.NaN, "USD")).toMatchObject({ error: { kind: "not_a_number", text: "NaN" } });
    expect(minorFromDecimal(Number.POSITIVE_INFINITY, "USD")).toMatchObject({ error: { kind: "not_a_number" } });
  });

  it.each<[string | number, string, number]>([
    ["19.999", "USD", 2],
    ["0.5", "JPY", 0],
    [1e-7, "USD", 2],
    ["1e-400", "USD", 2],
    ["34.116425", "USD", 2],
  ])("refuses %j %s as too precise and says how many digits there are", (text, currency, digits) => {
    expect(minorFromDecimal(text, currency)).toEqual({
      ok: false,
      error: { kind: "too_precise", text: String(text), digits },
    });
  });

  it.each<[string | number, string]>([
    ["90071992547409.92", "USD"],
    ["9007199254740992", "JPY"],
    ["9007199254740993", "JPY"],
    [1e300, "USD"],
    ["1e999999999999", "USD"],
  ])("refuses %j %s as too large", (text, currency) => {
    expect(minorFromDecimal(text, currency)).toMatchObject({ ok: false, error: { kind: "too_large" } });
  });

  it("refuses an unknown currency before anything else", () => {
    expect(minorFromDecimal("x", "usd")).toEqual({ ok: false, error: { kind: "unknown_currency", currency: "usd" } });
  });

  it("does not carry megabytes of a bad figure into the problem", () => {
    expect(minorFromDecimal("x".repeat(1_000_000), "USD")).toEqual({
      ok: false,
      error: { kind: "not_a_number", text: `${"x".repeat(40)}…` },
    });
    expect(minorFromDecimal(`1${"0".repeat(1_000_000)}`, "USD")).toMatchObject({ error: { kind: "too_large" } });
  });

  it("is the inverse of decimalFromMinor for every currency and amount", () => {
    fc.assert(
      fc.property(anyMinor, anyCurrency, (minor, currency) => {
        const text = decimalFromMinor(minor, currency);
        expect(minorFromDecimal(text, currency)).toEqual({ ok: true, value: minor === 0 ? 0 : minor });
        expect(minorFromDecimal(`${text}${text.includes(".") ? "000" : ".000"}`, currency).ok).toBe(true);
      }),
    );
  });

  it("agrees with arithmetic on integers, whatever text stands for the number", () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 13n), 10n ** 13n), fc.integer({ min: 0, max: 9 }), (units, places) => {
        const scale = 10n ** BigInt(places);
        const cents = units * 100n;
        const expected = cents % scale === 0n ? { ok: true, value: Number(cents / scale) } : { ok: false };
        const negative = units < 0n ? "-" : "";
        const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
        const plain = `${negative}${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}`;

        expect(minorFromDecimal(plain, "USD")).toMatchObject(expected);
        expect(minorFromDecimal(`${units}e-${places}`, "USD")).toMatchObject(expected);
      }),
    );
  });
});

describe("minorFromDecimalRounded", () => {
  it.each<[string | number, string, number]>([
    ["34.116425", "USD", 3412],
    ["0.005", "USD", 1],
    ["-0.005", "USD", -1],
    ["0.0049999", "USD", 0],
    ["-0.004", "USD", 0],
    ["0.05", "USD", 5],
    ["0.0005", "USD", 0],
    ["1e-400", "USD", 0],
    ["999.995", "USD", 100000],
    ["0.5", "JPY", 1],
    ["2.5", "JPY", 3],
    [1.005, "USD", 101],
  ])("rounds %j %s half away from zero", (text, currency, minor) => {
    expect(minorFromDecimalRounded(text, currency)).toEqual({ ok: true, value: minor });
  });

  it("never leaves the exact amount by more than half a unit", () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), anyCurrency, (millionths, currency) => {
        const result = minorFromDecimalRounded(`${millionths}e-6`, currency);
        const perUnit = 10n ** BigInt(6 - (currencyExponent(currency) ?? 0));
        const distance = BigInt(result.ok ? result.value : 0) * perUnit - millionths;
        expect(result.ok).toBe(true);
        expect(2n * (distance < 0n ? -distance : distance) <= perUnit).toBe(true);
      }),
    );
  });

  it("refuses what rounds beyond the safe integers", () => {
    expect(minorFromDecimalRounded("9007199254740991.5", "JPY")).toMatchObject({ error: { kind: "too_large" } });
    expect(minorFromDecimalRounded("9007199254740991.4", "JPY")).toEqual({ ok: true, value: Number.MAX_SAFE_INTEGER });
  });
});

describe("decimalFromMinor", () => {
  it("writes amounts with exactly the currency's digits", () => {
    expect(decimalFromMinor(5, "USD")).toBe("0.05");
    expect(decimalFromMinor(-5, "KWD")).toBe("-0.005");
    expect(decimalFromMinor(1800, "JPY")).toBe("1800");
    expect(decimalFromMinor(-0, "USD")).toBe("0.00");
  });

  it("throws on amounts that only a bug can make", () => {
    expect(() => decimalFromMinor(0.5, "USD")).toThrow("0.5");
    expect(() => decimalFromMinor(1, "???")).toThrow("???");
  });
});
