import { describe, expect, it } from "vitest";
import { localeOf } from "../kernel/locale.ts";
import { importKinds } from "./import-kind.ts";
import { reasonCodes, reasonText } from "./reasons.ts";
import { headingKey, sheetSchemas } from "./sheet-schemas.ts";

describe("reasons", () => {
  it("are said in English and Chinese, with what was found and no gap left open", () => {
    for (const code of reasonCodes) {
      for (const locale of ["en", "zh"] as const) {
        const text = reasonText({ code, column: null, found: "2.89E+18" }, locale);
        expect(text.length, code).toBeGreaterThan(8);
        expect(text).not.toContain("{found}");
        expect(/\p{Script=Han}/u.test(text)).toBe(locale === "zh");
      }
    }
    expect(localeOf("zh-CN")).toBe("zh");
    expect(localeOf("de")).toBe("en");
  });
});

describe("a reason about another row", () => {
  it.each([
    ["en", "SKU-1", "(SKU-1, row 10)"],
    ["zh", "SKU-1", "（SKU-1，第 10 行）"],
  ] as const)("names it in words of its language: %s", (locale, found, said) => {
    expect(reasonText({ code: "repeated_row", column: null, found, row: 10 }, locale)).toContain(said);
  });

  it.each([
    ["en", "(row 10)"],
    ["zh", "（第 10 行）"],
  ] as const)("needs nothing else to name: %s", (locale, said) => {
    expect(reasonText({ code: "order_has_bad_row", column: null, found: "", row: 10 }, locale)).toContain(said);
  });
});

describe("column headings", () => {
  it("mean one field each", () => {
    for (const kind of importKinds) {
      const keys = sheetSchemas[kind].flatMap((field) => [...new Set([field.name, ...field.aliases].map(headingKey))]);
      expect(new Set(keys).size, kind).toBe(keys.length);
    }
  });
});
