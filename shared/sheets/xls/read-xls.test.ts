import { type BookType, utils, type WorkBook, write } from "@e965/xlsx";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSheet } from "../read-sheet.ts";
import { cellText, type RawCell, type ReadSheet } from "../rows.ts";

type Value = string | number | boolean;

function bookOf(rows: readonly (readonly Value[])[]): WorkBook {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => [...row])), "订单");
  return book;
}

function bytesOf(book: WorkBook, bookType: BookType = "biff8"): Uint8Array {
  return new Uint8Array(write(book, { type: "buffer", bookType }) as Uint8Array);
}

async function read(bytes: Uint8Array): Promise<ReadSheet> {
  const sheet = await readSheet(bytes);
  if (!sheet.ok) throw new Error(JSON.stringify(sheet.error));
  return sheet.value;
}

function cellsOf(sheet: ReadSheet): readonly (readonly RawCell[])[] {
  return sheet.rows.map((row) => row.cells);
}

describe("an .xls", () => {
  it("gives text, numbers, booleans and errors as they were saved, and says its format", async () => {
    const book = bookOf([
      ["订单号", "数量"],
      ["0012345678901234567", 3, 19.9, -0.01, true, false, 1e21],
    ]);
    const sheet = book.Sheets["订单"];
    if (sheet !== undefined) sheet["C1"] = { t: "e", v: 42 };

    const found = await read(bytesOf(book));

    expect([found.name, found.format]).toEqual(["订单", "xls"]);
    expect(cellsOf(found)).toEqual([
      [
        { kind: "text", text: "订单号" },
        { kind: "text", text: "数量" },
        { kind: "error", text: "#N/A" },
      ],
      [
        { kind: "text", text: "0012345678901234567" },
        { kind: "number", text: "3" },
        { kind: "number", text: "19.9" },
        { kind: "number", text: "-0.01" },
        { kind: "boolean", text: "TRUE" },
        { kind: "boolean", text: "FALSE" },
        { kind: "number", text: "1e+21" },
      ],
    ]);
  });

  it("reads what programs of 1995 wrote", async () => {
    expect(
      (
        await read(
          bytesOf(
            bookOf([
              ["order_no", 7],
              ["A-1", 2.5],
            ]),
            "biff5",
          ),
        )
      ).rows,
    ).toEqual([
      {
        number: 1,
        cells: [
          { kind: "text", text: "order_no" },
          { kind: "number", text: "7" },
        ],
      },
      {
        number: 2,
        cells: [
          { kind: "text", text: "A-1" },
          { kind: "number", text: "2.5" },
        ],
      },
    ]);
  });

  it("shows dates as dates in both date systems", async () => {
    for (const date1904 of [false, true]) {
      const book = bookOf([[1]]);
      book.Workbook = { WBProps: { date1904 } };
      const sheet = book.Sheets["订单"];
      const days = date1904 ? 1462 : 0;
      if (sheet !== undefined) sheet["A1"] = { t: "n", v: 45_000.5 - days, z: "yyyy-mm-dd hh:mm" };

      expect(cellsOf(await read(bytesOf(book)))).toEqual([[{ kind: "date", text: "2023-03-15 12:00:00" }]]);
    }
  });

  it("takes the first sheet that is not hidden, and rows as the spreadsheet counts them", async () => {
    const book = bookOf([["hidden"]]);
    utils.book_append_sheet(book, utils.aoa_to_sheet([[], [], ["third"]]), "shown");
    book.Workbook = { Sheets: [{ Hidden: 1 }, { Hidden: 0 }] };

    const { name, rows } = await read(bytesOf(book));

    expect([name, rows]).toEqual(["shown", [{ number: 3, cells: [{ kind: "text", text: "third" }] }]]);
  });

  it("gives back any text", async () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
      fc.tuple(fc.constantFrom("长", "x"), fc.integer({ min: 1, max: 250 })).map(([each, count]) => each.repeat(count)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        async (rows) => {
          const sheet = await read(bytesOf(bookOf(rows)));
          expect(sheet.rows.map((row) => row.cells.map(cellText))).toEqual(rows);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("ends with rows or a reason on every cut and every bent byte, and never hangs", async () => {
    const rows = Array.from({ length: 300 }, (_, at) => [`订单${at}`, at, at / 7, at % 2 === 0]);
    const whole = bytesOf(bookOf(rows));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (place, value, isCut) => {
        const bent = isCut ? whole.slice(0, place) : Uint8Array.from(whole);
        if (!isCut) bent[place] = value;
        const start = performance.now();
        const sheet = await readSheet(bent);
        expect(sheet.ok || typeof sheet.error.kind === "string").toBe(true);
        expect(performance.now() - start).toBeLessThan(2_000);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ["a chain of sectors that is a circle", 512, 0],
    ["sectors of an unknown size", 30, 77],
  ])("refuses %s", async (_, at, value) => {
    const bent = bytesOf(bookOf(Array.from({ length: 40 }, () => ["x".repeat(250)])));
    const view = new DataView(bent.buffer);
    if (at === 30) view.setUint16(at, value, true);
    else {
      const table = (view.getUint32(76, true) + 1) * 512;
      for (let each = 0; each < 128; each += 1) view.setUint32(table + each * 4, value, true);
    }
    expect(await readSheet(bent)).toMatchObject({ ok: false, error: { kind: "damaged" } });
  });

  it("tells an encrypted one and other files of Office from it", async () => {
    const named = (from: string, to: string): Uint8Array => {
      const bytes = Buffer.from(bytesOf(bookOf(Array.from({ length: 40 }, () => ["x".repeat(250)]))));
      const at = bytes.indexOf(Buffer.from(from, "utf16le"));
      bytes.write(to.padEnd(from.length, "\u0000"), at, "utf16le");
      bytes.writeUInt16LE(to.length * 2 + 2, at + 64);
      return Uint8Array.from(bytes);
    };
    expect(await readSheet(named("Workbook", "Other"))).toMatchObject({
      error: { kind: "not_a_workbook", looksLike: "other_office_file" },
    });
    expect(await readSheet(named("Workbook", "EncryptedPackage"))).toMatchObject({ error: { kind: "encrypted" } });
  });
});
