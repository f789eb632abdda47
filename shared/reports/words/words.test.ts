import { describe, expect, it } from "vitest";
import { allReports } from "../all-reports.ts";
import { sources } from "../custom/sources.ts";
import { columnWords } from "./column-words.ts";
import { reportTitles } from "./report-titles.ts";
import { sheetWords } from "./sheet-words.ts";

const asWritten = (text: string): boolean => /[\u4e00-\u9fff]/.test(text);

describe("the words of workbooks", () => {
  it.each(allReports.map(({ name, columns }) => [name, columns] as const))(
    "name every column of %s in Chinese, each differently",
    (name, columns) => {
      const { heading, title } = sheetWords(name, "zh");
      const headings = columns.map((column) => heading(column.name));
      expect(headings.filter((each) => !asWritten(each))).toEqual([]);
      expect(new Set(headings).size).toBe(headings.length);
      expect(asWritten(title)).toBe(true);
    },
  );

  it.each(Object.entries(sources))("name everything that a custom report of %s may have", (_, source) => {
    const { heading } = sheetWords("custom-any", "zh");
    const names = [...Object.keys(source.dimensions), ...Object.keys(source.measures), "period", "from", "to"];
    const headings = names.map(heading);
    expect(headings.filter((each) => !asWritten(each))).toEqual([]);
    expect(new Set(headings).size).toBe(headings.length);
  });

  it("are none that no report has", () => {
    const columns = allReports.flatMap(({ name, columns: own }) =>
      own.flatMap((each) => [each.name, `${name}.${each.name}`]),
    );
    const custom = Object.values(sources).flatMap((each) => [
      ...Object.keys(each.dimensions),
      ...Object.keys(each.measures),
    ]);
    const known = new Set([...columns, ...custom]);
    expect(Object.keys(columnWords).filter((name) => !known.has(name))).toEqual([]);
    expect(Object.keys(reportTitles)).toEqual(allReports.map(({ name }) => name));
  });

  it("are the columns' own names in English", () => {
    const { heading, title, summary } = sheetWords("sales", "en");
    expect([heading("total"), title, summary.sheet]).toEqual(["total", "sales", "summary"]);
  });
});
