import { describe, expect, it } from "vitest";
import { factLines, textTable } from "./text-table.ts";
import { clip, displayWidth, pad, wrap } from "./text-width.ts";

describe("text in a terminal", () => {
  it("counts Chinese and full-width characters as two columns, accents as none", () => {
    expect(displayWidth("龙井 50g")).toBe(8);
    expect(displayWidth("ＡＢ")).toBe(4);
    expect(displayWidth("é")).toBe(1);
    expect(displayWidth("カップ")).toBe(6);
  });

  it("clips between characters, never inside one, and says that something is missing", () => {
    expect(clip("西湖龙井", 8)).toBe("西湖龙井");
    expect(clip("西湖龙井", 7)).toBe("西湖龙…");
    expect(clip("西湖龙井", 6)).toBe("西湖…");
    expect(displayWidth(clip("西湖龙井", 6))).toBeLessThanOrEqual(6);
  });

  it("pads by columns on either side", () => {
    expect(pad("茶", 4)).toBe("茶  ");
    expect(pad("7", 3, "left")).toBe("  7");
  });

  it("wraps at spaces and breaks only what is longer than a line", () => {
    expect(wrap("all 3 units leave from SHA", 12)).toEqual(["all 3 units", "leave from", "SHA"]);
    expect(wrap("一二三四五六", 6)).toEqual(["一二三", "四五六"]);
  });
});

describe("a table", () => {
  const columns = [{ title: "sku" }, { title: "title", shrinks: true }, { title: "qty", align: "right" }] as const;

  it("lines up columns whatever the script", () => {
    const table = textTable(columns, [
      ["TEA-1", "西湖龙井", "2"],
      ["MUG", "Mug", "120"],
    ]);

    expect(table.split("\n")).toEqual([
      "sku    title     qty",
      "─────  ────────  ───",
      "TEA-1  西湖龙井    2",
      "MUG    Mug       120",
    ]);
  });

  it("stays within its width by shrinking the columns that may, and never the others", () => {
    const table = textTable(columns, [["A-VERY-LONG-SKU", "x".repeat(200), "1"]], 60);

    for (const line of table.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(60);
    expect(table).toContain("A-VERY-LONG-SKU");
    expect(table).toContain("xxx…");
  });

  it("goes on below where a column wraps", () => {
    const table = textTable([{ title: "a" }, { title: "why", wraps: true }], [["x", "one two three"]], 12);

    expect(table.split("\n").slice(2)).toEqual(["x  one two", "   three"]);
  });

  it("puts line breaks of a cell on one line", () => {
    expect(textTable([{ title: "note" }], [["a\r\n  b"]])).toContain("a b");
  });
});

describe("facts", () => {
  it("leaves out what is empty", () => {
    expect(
      factLines([
        ["shop", "a"],
        ["note", ""],
        ["placed", "b"],
      ]),
    ).toBe("  shop    a\n  placed  b");
  });
});
