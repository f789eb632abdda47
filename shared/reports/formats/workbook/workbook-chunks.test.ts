import { Buffer } from "node:buffer";
import { read, utils } from "@e965/xlsx";
import fc from "fast-check";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { Row, StreamedSheet, SummaryLine } from "../../report-definition.ts";
import { workbookChunks } from "./workbook-chunks.ts";

const columns: StreamedSheet["columns"] = [
  { name: "order_no", kind: "text" },
  { name: "title", kind: "text", width: 40 },
  { name: "quantity", kind: "integer" },
  { name: "total", kind: "decimal" },
];
const noLimits = { rows: 1_048_575, bytes: 1e9 };

function sheetOf(rows: readonly Row[], summary: readonly SummaryLine[] = [], batch = 3): StreamedSheet {
  return {
    name: "sales 2026-11-21",
    columns,
    summary,
    rows: async function* () {
      for (let at = 0; at < rows.length; at += batch) yield rows.slice(at, at + batch);
    },
  };
}

async function bytesOf(sheet: StreamedSheet, limits = noLimits): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of workbookChunks(sheet, limits)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** As another program reads it, sheet by sheet without its headings. */
function rowsOf(bytes: Buffer): readonly (readonly unknown[])[][] {
  const book = read(bytes, { type: "buffer" });
  return book.SheetNames.map((name) => {
    const sheet = book.Sheets[name] ?? {};
    return utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: true, defval: null }).slice(1);
  });
}

function partsOf(bytes: Buffer): Readonly<Record<string, string>> {
  const parts = Object.entries(unzipSync(bytes));
  return Object.fromEntries(parts.map(([path, body]) => [path, Buffer.from(body).toString()]));
}

const sums: readonly SummaryLine[] = [
  { what: "rows", value: "2", amount: null },
  { what: "sales CNY", value: "CNY", amount: "20.00" },
  { what: "net CNY", value: "CNY", amount: "-5.00" },
  { what: "sales JPY", value: "JPY", amount: "300" },
  { what: "net JPY", value: "JPY", amount: "300" },
  { what: "unpaid", value: "USD", amount: "1.00" },
];

describe("a workbook that is written row by row", () => {
  it("has ids as text, amounts as numbers, and nothing that runs", async () => {
    const rows: readonly Row[] = [
      ["2891234567890123456", '白色 "T恤", <XL> & more', 2, "19.99"],
      ["=HYPERLINK(1)", " _x000D_ tab\u0001 gone ", -1, "-1.500"],
      ["", null, 0, "1234567890123456.78"],
    ];
    const bytes = await bytesOf(sheetOf(rows));
    expect(rowsOf(bytes)[0]).toEqual([
      ["2891234567890123456", '白色 "T恤", <XL> & more', 2, 19.99],
      ["=HYPERLINK(1)", " _x000D_ tab gone ", -1, -1.5],
      [null, null, 0, "1234567890123456.78"],
    ]);
    const sheet = partsOf(bytes)["xl/worksheets/sheet1.xml"] ?? "";
    expect(sheet).not.toContain("<f>");
    expect(sheet).toContain('state="frozen"');
    expect(sheet).toContain('<autoFilter ref="A1:D4"/>');
    expect(sheet).toContain('<col min="2" max="2" width="40"');
  });

  it("reads back as it was written, whatever the texts and however they repeat", async () => {
    const cell = fc.oneof(
      fc.constantFrom("SKU-1", "衬衫", "a  b", "<&>"),
      fc.string({ unit: "grapheme", maxLength: 9 }),
    );
    const printable = cell.filter((text) => !/[\p{Cc}\uFFFE\uFFFF]/u.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(printable, printable), { maxLength: 40 }), async (texts) => {
        const rows = texts.map(([first, second], at): Row => [first, second, at, "1.00"]);
        const shown = rows.map((row) => row.map((each) => (each === "" ? null : each)));
        const found = (rowsOf(await bytesOf(sheetOf(rows, [], 7)))[0] ?? []).map((row) => row.slice(0, 3));
        expect(found).toEqual(shown.map((row) => row.slice(0, 3)));
      }),
      { numRuns: 40 },
    );
  });

  it("goes on on another sheet where one is full, and loses no row", async () => {
    const rows = Array.from({ length: 10 }, (_, at): Row => [`#${at}`, "same", at, "1.00"]);
    const bytes = await bytesOf(sheetOf(rows), { rows: 4, bytes: 1e9 });
    const found = rowsOf(bytes);
    expect(read(bytes).SheetNames).toEqual([
      "sales 2026-11-21",
      "sales 2026-11-21 (2)",
      "sales 2026-11-21 (3)",
      "summary",
    ]);
    expect(found.slice(0, 3).map((each) => each.length)).toEqual([4, 4, 2]);
    expect(
      found
        .slice(0, 3)
        .flat()
        .map((row) => row[2]),
    ).toEqual(rows.map((row) => row[2]));
  });

  it("does not begin a sheet for rows that do not come", async () => {
    expect(read(await bytesOf(sheetOf([]))).SheetNames).toEqual(["sales 2026-11-21", "summary"]);
    const full = sheetOf(Array.from({ length: 4 }, (_, at): Row => [`#${at}`, "x", at, "1.00"]));
    expect(read(await bytesOf(full, { rows: 4, bytes: 1e9 })).SheetNames).toHaveLength(2);
  });

  it("is the same byte for byte, however the rows come", async () => {
    const rows = Array.from({ length: 5_000 }, (_, at): Row => [`#${at}`, `title ${at % 7}`, at, `${at}.50`]);
    const once = await bytesOf(sheetOf(rows, sums, 1_000));
    expect((await bytesOf(sheetOf(rows, sums, 1_000))).equals(once)).toBe(true);
    expect((await bytesOf(sheetOf(rows, sums, 333))).equals(once)).toBe(true);
  });

  it("keeps few of many different texts in memory, and writes all", async () => {
    const rows = Array.from({ length: 20_000 }, (_, at): Row => [`id-${at}`, `title ${at % 50}`, 1, "1.00"]);
    const bytes = await bytesOf(sheetOf(rows, [], 5_000));
    const shared = partsOf(bytes)["xl/sharedStrings.xml"]?.match(/<si>/g)?.length;
    expect(shared).toBeLessThan(5_000);
    expect(rowsOf(bytes)[0]?.map((row) => row[0])).toEqual(rows.map((row) => row[0]));
  });

  it("draws the sums of each currency on an axis of its own", async () => {
    const parts = partsOf(await bytesOf(sheetOf([["1", "x", 1, "1.00"]], sums)));
    expect(Object.keys(parts).filter((path) => path.startsWith("xl/charts/"))).toHaveLength(2);
    expect(parts["xl/charts/chart1.xml"]).toContain("<c:f>'summary'!$C$3:$C$4</c:f>");
    expect(parts["xl/charts/chart2.xml"]).toContain("<c:f>'summary'!$A$5:$A$6</c:f>");
    expect(parts["xl/worksheets/sheet2.xml"]).toContain('<drawing r:id="rId1"/>');
    const types = parts["[Content_Types].xml"] ?? "";
    for (const path of Object.keys(parts).filter((each) => each.startsWith("xl/") && !each.endsWith(".rels")))
      expect(types).toContain(`PartName="/${path}"`);
  });
});
