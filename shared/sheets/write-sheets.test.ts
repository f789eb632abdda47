import { read, utils } from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import type { Sheet } from "./sheet.ts";
import { columnLetters } from "./workbook-parts.ts";
import { writeCsv } from "./write-csv.ts";
import { writeWorkbook } from "./write-workbook.ts";

const sheet: Sheet = {
  name: "Sales 销售/1",
  columns: [
    { name: "order_no", kind: "text" },
    { name: "title", kind: "text" },
    { name: "quantity", kind: "integer" },
    { name: "total", kind: "decimal" },
    { name: "at", kind: "instant" },
  ],
  rows: [
    ["2891234567890123456", '白色 "T恤", <XL> & more', 2, "19.99", "2026-11-21T00:00:00.000Z"],
    ["=HYPERLINK(1)", "tab\u0001 gone", -1, "-1.500", null],
  ],
};

describe("a workbook", () => {
  it("opens in another program with ids as text and amounts as numbers", () => {
    const book = read(writeWorkbook([sheet]), { type: "array" });

    expect(book.SheetNames).toEqual(["Sales 销售 1"]);
    const rows = utils.sheet_to_json<unknown[]>(book.Sheets["Sales 销售 1"] ?? {}, { header: 1, raw: true });
    expect(rows).toEqual([
      ["order_no", "title", "quantity", "total", "at"],
      ["2891234567890123456", '白色 "T恤", <XL> & more', 2, 19.99, "2026-11-21T00:00:00.000Z"],
      ["=HYPERLINK(1)", "tab gone", -1, -1.5],
    ]);
  });

  it("is the same byte for byte whenever it is written", () => {
    expect(writeWorkbook([sheet])).toEqual(writeWorkbook([sheet]));
  });

  it("counts columns as spreadsheets do", () => {
    expect([0, 25, 26, 701, 702, 16_383].map(columnLetters)).toEqual(["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
  });
});

describe("a CSV file", () => {
  it("has a byte order mark, CRLF, quotes where needed and no live formulas", () => {
    expect(writeCsv(sheet).split("\r\n")).toEqual([
      "\uFEFForder_no,title,quantity,total,at",
      '2891234567890123456,"白色 ""T恤"", <XL> & more",2,19.99,2026-11-21T00:00:00.000Z',
      "'=HYPERLINK(1),tab\u0001 gone,-1,-1.500,",
      "",
    ]);
  });
});
