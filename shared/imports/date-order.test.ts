import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RawCell } from "../sheets/rows.ts";
import { dateOrderOf, isoByOrder, noDateFacts, noteDate } from "./date-order.ts";
import { readTime } from "./read-cell.ts";
import { readDay } from "./read-day.ts";

const cell = (text: string): RawCell => ({ kind: "text", text });

function orderOf(...texts: readonly string[]) {
  const facts = noDateFacts();
  for (const text of texts) noteDate(facts, cell(text));
  return dateOrderOf(facts);
}

describe("the order of day and month", () => {
  it("is proven by one date of the column that can be read in one way only", () => {
    expect(orderOf("03/04/2026", "25/12/2026 10:00")).toBe("day_first");
    expect(orderOf("03.04.2026", "12-25-2026")).toBe("month_first");
  });

  it("is not proven by dates that fit both, disagree, or have a year of two digits", () => {
    expect(orderOf("03/04/2026", "05/06/2026")).toBeNull();
    expect(orderOf("25/12/2026", "12/25/2026")).toBeNull();
    expect(orderOf("25/12/26", "2026-12-25", "")).toBeNull();
  });

  it("lets a date be read, with its time in the merchant's zone", () => {
    expect(readTime(cell("03/04/2026 09:30"), "Asia/Shanghai", "day_first")).toEqual({
      ok: true,
      value: "2026-04-03T01:30:00.000Z",
    });
    expect(readTime(cell("03/04/2026"), "Asia/Shanghai")).toEqual({ ok: false, error: "ambiguous_date" });
    expect(readDay(cell("3/4/2026"), "month_first")).toEqual({ ok: true, value: "2026-03-04" });
    expect(readDay(cell("31/2/2026"), "day_first").ok).toBe(false);
  });

  it("gives back every day that was written in it", () => {
    const days = fc.date({ min: new Date("1990-01-01"), max: new Date("2090-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom("/", "-", "."), fc.boolean(), (date, sign, isDayFirst) => {
        const iso = date.toISOString().slice(0, 10);
        const [year = "", month = "", day = ""] = iso.split("-");
        const text = [...(isDayFirst ? [day, month] : [month, day]), year].join(sign);
        expect(isoByOrder(text, isDayFirst ? "day_first" : "month_first")).toBe(iso);
        expect(isoByOrder(text, null)).toBe(text);
      }),
    );
  });
});
