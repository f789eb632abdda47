import { describe, expect, it } from "vitest";
import type { RawCell } from "../sheets/rows.ts";
import { tidy, tidyNumber } from "./cell-habits.ts";
import { idCheckOf, isGarbled, isPostalCodeCut, noIdFacts, noteId } from "./damage.ts";
import { readAmount, readId } from "./read-cell.ts";

const text = (value: string): RawCell => ({ kind: "text", text: value });
const number = (value: string): RawCell => ({ kind: "number", text: value });

function check(cells: readonly RawCell[], format: "xlsx" | "csv" = "xlsx") {
  const facts = noIdFacts();
  for (const cell of cells) noteId(facts, cell);
  return cells.map(idCheckOf(facts, format));
}

describe("the damage detector", () => {
  it("finds lost zeros by the codes beside them, and only then", () => {
    expect(check([text("00123"), number("124")])).toEqual([null, "id_zeros_lost"]);
    expect(check([number("123"), number("124")])).toEqual([null, null]);
    expect(check([text("0012"), number("12345")])).toEqual([null, null]);
    expect(check([text("00123"), text("124")])).toEqual([null, null]);
  });

  it("finds rounded numbers by the column: one order number may end in zeros, not all of them", () => {
    expect(check([text("2891234567890120000"), text("2891234567890130000")])).toEqual([
      "id_digits_lost",
      "id_digits_lost",
    ]);
    expect(check([text("2891234567890120000"), text("2891234567890123456")])).toEqual([null, null]);
    expect(check([text("1234567890123450")])).toEqual([null]);
  });

  it("takes MAR-1 as people write it, and refuses what Excel made of it", () => {
    expect(check([text("MAR-1"), text("1-Mar"), text("Mar-99"), text("3月1日")], "csv")).toEqual([
      null,
      "id_as_date",
      "id_as_date",
      "id_as_date",
    ]);
    expect(check([text("1-Mar")], "xlsx"), "typed as text").toEqual([null]);
    expect(readId({ kind: "date", text: "2026-03-01" })).toEqual({ ok: false, error: "id_as_date" });
  });

  it("refuses exponents, more than 15 digits in a number cell, and formulas without a value", () => {
    expect([number("2.89123E+18"), number("1E20"), text("2.89E+18"), number("1234567890123456")].map(readId)).toEqual(
      new Array(4).fill({ ok: false, error: "id_as_number" }),
    );
    expect(readId(text("12E3")), "a code").toEqual({ ok: true, value: "12E3" });
    expect(readId({ kind: "formula", text: "A1" })).toEqual({ ok: false, error: "formula_without_value" });
  });

  it("knows text of a wrong encoding from text of other languages", () => {
    expect(["é¾™äº•", "Ã©tÃ©", "锟斤拷", "a\uFFFDb", "???", "????? 12"].filter(isGarbled)).toHaveLength(6);
    expect(["龙井", "été", "Ängelholm", "Łódź", "¿Qué?", "ʻokina", "Straße 5", "東京", "?"].filter(isGarbled)).toEqual(
      [],
    );
  });

  it("knows how long postal codes are", () => {
    expect([isPostalCodeCut("2134", "US"), isPostalCodeCut("02134", "US"), isPostalCodeCut("SW1A", "GB")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("what can be put right", () => {
  it.each([
    ['="0012"', "0012", ["text_mark"]],
    ["'13700002468", "13700002468", ["text_mark"]],
    ["\t9001", "9001", ["text_mark"]],
    ["１２３", "123", ["full_width"]],
    ["A\u200B1", "A1", ["invisible_characters"]],
    [" A 1 ", "A 1", []],
  ])("is put right and said so: %s", (raw, wanted, notes) => {
    expect(tidy(raw)).toEqual({ text: wanted, notes });
  });

  it.each([
    ["¥1,299.00", "CNY", 129_900],
    ["0元", "CNY", 0],
    ["$5", "USD", 500],
    ["19.90 €", "EUR", 1990],
  ])("is a sign of this very currency: %s in %s", (written, currency, minor) => {
    expect(readAmount(text(written), currency)).toEqual({ ok: true, value: minor });
    expect(tidyNumber(written, currency).notes.length).toBeGreaterThan(0);
  });

  it("is not the sign of another, nor a comma that may be a point", () => {
    expect(readAmount(text("€5"), "CNY")).toEqual({ ok: false, error: "not_an_amount" });
    expect(readAmount(text("1,99"), "EUR")).toEqual({ ok: false, error: "decimal_comma" });
  });
});
