import { describe, expect, it } from "vitest";
import { allCurrencies, currencyExponent, isCurrency } from "./currency.ts";

describe("currencies", () => {
  it.each([
    ["USD", 2],
    ["CNY", 2],
    ["JPY", 0],
    ["KRW", 0],
    ["ISK", 0],
    ["UGX", 0],
    ["KWD", 3],
    ["TND", 3],
    ["CLF", 4],
    ["UYW", 4],
    ["MGA", 2],
    ["HUF", 2],
  ])("knows how many digits %s has", (code, digits) => {
    expect(currencyExponent(code)).toBe(digits);
    expect(isCurrency(code)).toBe(true);
  });

  it.each(["", "usd", "XAU", "XXX", "XTS", "DEM", "US", "USDT", "__proto__", "constructor"])("refuses %j", (code) => {
    expect(currencyExponent(code)).toBeNull();
    expect(isCurrency(code)).toBe(false);
  });

  it("lists each code once, and none that the runtime has not heard of, but for funds", () => {
    const codes = allCurrencies();
    const known = new Set(Intl.supportedValuesOf("currency"));
    const funds = ["BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW"];
    const youngerThanSomeRuntimes = ["SLE", "VED", "XCG", "ZWG"];

    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.length).toBeGreaterThan(160);
    const unheardOf = codes.filter((code) => !known.has(code) && !youngerThanSomeRuntimes.includes(code));
    expect(unheardOf.sort()).toEqual(funds);
  });
});
