import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { read, type WorkBook } from "@e965/xlsx";
import * as fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readSheet } from "./read-sheet.ts";
import { cellText } from "./rows.ts";
import type { Sheet } from "./sheet.ts";
import { dateText, isDateFormat } from "./workbook-dates.ts";
import { writeCsv } from "./write-csv.ts";
import { writeWorkbook } from "./write-workbook.ts";

const corpus = new URL("../../../shared/fixtures/workbooks/", import.meta.url).pathname;

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function texts(bytes: Uint8Array): Promise<string[][]> {
  const sheet = await readSheet(bytes);
  if (!sheet.ok) throw new Error(sheet.error.kind);
  return sheet.value.rows.map((row) => row.cells.map(cellText));
}

function readOrNull(bytes: Uint8Array): WorkBook | null {
  try {
    return read(bytes, { type: "buffer" });
  } catch {
    return null;
  }
}

describe("reading a sheet", () => {
  it("gives back every cell that was written, whatever its characters", async () => {
    // A leading letter keeps the text from being a formula; control characters cannot be kept by XML.
    const text = fc.string({ unit: "grapheme", maxLength: 20 }).map((each) => `x${each.replace(/\p{C}|_x/gu, "·")}`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 20 }), async (rows) => {
        const sheet: Sheet = {
          name: "s",
          columns: [
            { name: "a", kind: "text" },
            { name: "b", kind: "text" },
          ],
          rows,
        };
        expect(await texts(writeWorkbook([sheet]))).toEqual([["a", "b"], ...rows]);
        expect(await texts(bytesOf(writeCsv(sheet)))).toEqual([["a", "b"], ...rows]);
      }),
      { numRuns: 50 },
    );
  });

  it("reads GBK, UTF-16, semicolons, tabs, quotes and lone CR", async () => {
    const gbk = new Uint8Array([0xb6, 0xa9, 0xb5, 0xa5, 0xba, 0xc5, 0x2c, 0x71, 0x74, 0x79, 0x0a, 0x41, 0x2c, 0x31]);
    expect(await texts(gbk)).toEqual([
      ["订单号", "qty"],
      ["A", "1"],
    ]);
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...new Uint8Array(Uint16Array.from("单,b", (c) => c.charCodeAt(0)).buffer),
    ]);
    expect(await texts(utf16)).toEqual([["单", "b"]]);
    expect(await texts(bytesOf('a;b\r"x;""y""\nz";2\r\r\n'))).toEqual([
      ["a", "b"],
      ['x;"y"\nz', "2"],
    ]);
    expect(await texts(bytesOf("a\tb\n1,5\t2"))).toEqual([
      ["a", "b"],
      ["1,5", "2"],
    ]);
  });

  it("counts rows as the spreadsheet does, empty ones included", async () => {
    const sheet = await readSheet(bytesOf('a\n\n"x\ny"\nlast'));
    expect(sheet.ok && sheet.value.rows.map((row) => row.number)).toEqual([1, 3, 4]);
  });

  it.each([
    ["an empty file", new Uint8Array(0), "empty_file"],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2]), "not_a_workbook"],
    ["a web page", bytesOf("<html><table><tr><td>1"), "not_a_workbook"],
    ["an archive of something else", zipSync({ "a.txt": bytesOf("x") }), "not_a_workbook"],
    ["a cut file", writeWorkbook([{ name: "s", columns: [], rows: [] }]).slice(0, 300), "damaged"],
    ["a sheet of Excel 4", new Uint8Array([9, 4, 6, 0, 0, 0, 0x10, 0, 0, 0]), "old_excel"],
    ["an empty .xls", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, ...new Array(600).fill(0)]), "damaged"],
  ])("refuses %s with its own reason", async (_, bytes, kind) => {
    expect(await readSheet(bytes)).toMatchObject({ ok: false, error: { kind } });
  });

  it("refuses entity bombs without expanding them", async () => {
    const book = zipSync({
      "xl/workbook.xml": bytesOf(
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook><sheets><sheet name="&a;"/></sheets></workbook>',
      ),
    });
    expect(await readSheet(book)).toMatchObject({ ok: false, error: { kind: "damaged" } });
  });

  it("tells dates from numbers by their format, in both date systems", () => {
    expect(
      ["yyyy-mm-dd", "h:mm", '"Year" 0', "0.00", "General", "[$-804]aaaa;@", "[h]:mm", "@"].map((code) =>
        isDateFormat(164, code),
      ),
    ).toEqual([true, true, false, false, false, false, true, false]);
    expect([dateText(45_000, false), dateText(45_000.5, false), dateText(43_538, true), dateText(-1, false)]).toEqual([
      "2023-03-15",
      "2023-03-15 12:00:00",
      "2023-03-15",
      null,
    ]);
  });

  it.skipIf(!existsSync(corpus))(
    "reads the published workbooks as another program does, or says why not",
    async () => {
      const files = readdirSync(corpus, { recursive: true })
        .map(String)
        .filter((file) => /\.xls[xm]$/.test(file));
      const different: string[] = [];
      for (const file of files) {
        const bytes = readFileSync(join(corpus, file));
        const ours = await readSheet(bytes);
        if (!ours.ok) continue;
        const plain = ours.value.rows
          .flatMap((row) => row.cells)
          .filter((cell) => cell.kind !== "empty" && cell.kind !== "formula");
        const book = readOrNull(bytes);
        if (book === null) continue;
        const theirs = Object.entries(book.Sheets[ours.value.name] ?? {}).filter(
          ([at, cell]) => !at.startsWith("!") && cell.v !== "" && cell.v !== undefined,
        );
        if (Math.abs(theirs.length - plain.length) > 1)
          different.push(`${file}: ${plain.length} cells, ${theirs.length} in the other program`);
      }
      expect(files.length).toBeGreaterThan(400);
      expect(different).toEqual([]);
    },
    60_000,
  );
});
