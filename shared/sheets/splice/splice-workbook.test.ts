import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { read, type WorkBook } from "@e965/xlsx";
import { strFromU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { fileSource } from "../file-source.ts";
import { readSheet } from "../read-sheet.ts";
import { cellText, type RawRow, streamLimits } from "../rows.ts";
import { writeWorkbook } from "../write-workbook.ts";
import type { RowEdit } from "./edits.ts";
import { spliceWorkbook } from "./splice-workbook.ts";

const corpus = new URL("../../../../shared/fixtures/workbooks/", import.meta.url).pathname;
/** Larger ones take seconds each; ORDERHUB_CORPUS=all has them too, and every file instead of each eighth. */
const wantsAll = process.env["ORDERHUB_CORPUS"] === "all";
const COMPARED_BYTES = 60_000;
const ADDED = ["状态 <&>", "", "x"];

async function spliced(
  file: Uint8Array,
  width: number,
  rowOf: (row: number) => RowEdit | null = () => ({ texts: ADDED, tone: "good", bad: [] }),
): Promise<Uint8Array> {
  const summary = { name: "sum", columns: [{ name: "a", kind: "text" as const }], rows: [["b"]] };
  const edits = { width, addedWidths: [10, 20, 30], rowOf, summary };
  const chunks: Uint8Array[] = [];
  for await (const chunk of await spliceWorkbook(fileSource(file), edits, streamLimits)) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

async function rowsOf(file: Uint8Array): Promise<readonly RawRow[]> {
  const sheet = await readSheet(file);
  if (!sheet.ok) throw new Error(JSON.stringify(sheet.error));
  return sheet.value.rows;
}

function sheetText(file: Uint8Array): string {
  return strFromU8(unzipSync(file)["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
}

function withSheet(xml: string): Uint8Array {
  const parts = unzipSync(writeWorkbook([{ name: "s", columns: [{ name: "a", kind: "text" }], rows: [] }]));
  return zipSync({ ...parts, "xl/worksheets/sheet1.xml": new TextEncoder().encode(xml) });
}

function readOrNull(bytes: Uint8Array): WorkBook | null {
  try {
    return read(bytes, { type: "buffer", cellStyles: false });
  } catch {
    return null;
  }
}

describe("columns put into a workbook", () => {
  it("stand behind the table and leave every other byte of the sheet alone", async () => {
    const xml =
      '<worksheet><dimension ref="A1:C2"/><sheetData><row r="1" spans="1:3" ht="20"><c r="A1" s="1"><f>1+1</f><v>2</v></c></row><row r="2"/><row r="3"><c r="C3"><v>7</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>';
    const file = await spliced(withSheet(xml), 2);
    const added = (row: number): string =>
      `<c r="D${row}" s="37" t="inlineStr"><is><t>状态 &lt;&amp;&gt;</t></is></c><c r="F${row}" s="37" t="inlineStr"><is><t>x</t></is></c>`;
    const columns = [10, 20, 30].map(
      (width, at) => `<col min="${at + 4}" max="${at + 4}" width="${width}" customWidth="1"/>`,
    );

    expect(sheetText(file)).toBe(
      `<worksheet><dimension ref="A1:F2"/><cols>${columns.join("")}</cols><sheetData><row r="1"  ht="20"><c r="A1" s="1"><f>1+1</f><v>2</v></c>${added(1)}</row><row r="2"/><row r="3"><c r="C3"><v>7</v></c>${added(3)}</row></sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>`.replaceAll(
        's="37"',
        `s="${/<c r="D1" s="(\d+)"/.exec(sheetText(file))?.[1]}"`,
      ),
    );
  });

  it("colour bad cells: those with a format, without one, and those that are not there", async () => {
    const xml =
      '<worksheet><sheetData><row r="1"><c r="B1" s="3"><v>1</v></c><c r="D1"><v>2</v></c></row></sheetData></worksheet>';
    const file = await spliced(withSheet(xml), 5, () => ({ texts: ["no"], tone: "bad", bad: [0, 1, 3, 4] }));
    const parts = unzipSync(file);
    const formats = strFromU8(parts["xl/styles.xml"] ?? new Uint8Array());
    const own = [...(/<cellXfs[^>]*>(.*)<\/cellXfs>/.exec(formats)?.[1] ?? "").matchAll(/<xf [^>]*>/g)].map(String);
    const fillOf = (cell: string): string | undefined => {
      const style = new RegExp(`<c r="${cell}"[^>]* s="(\\d+)"|<c s="(\\d+)" r="${cell}"`).exec(sheetText(file));
      return /fillId="(\d+)"/.exec(own[Number(style?.[1] ?? style?.[2])] ?? "")?.[1];
    };
    const fills = [...(/<fills[^>]*>(.*)<\/fills>/.exec(formats)?.[1] ?? "").matchAll(/<fill>.*?<\/fill>/g)].map(
      String,
    );

    expect(["A1", "B1", "D1", "E1", "F1"].map(fillOf)).toEqual(Array(5).fill(String(fills.length - 1)));
    expect(fills.at(-1)).toContain("FFF8D7DA");
    expect(own.at(-2)).toContain('numFmtId="167"');
    expect((await rowsOf(file))[0]?.cells.map(cellText)).toEqual(["", "1", "", "2", "", "no"]);
  });

  it("stand behind a row's own last cell where it is longer than the table says", async () => {
    const xml =
      '<worksheet><sheetData><row r="1"><c r="D1"><v>1</v></c></row><row><c><v>2</v></c></row></sheetData></worksheet>';
    const rows = await rowsOf(await spliced(withSheet(xml), 1));
    expect(rows.map((row) => row.cells.map(cellText))).toEqual([
      ["", "", "", "1", "状态 <&>", "", "x"],
      ["2", "状态 <&>", "", "x"],
    ]);
  });

  it("find rows through comments, CDATA, prefixes and the edges of chunks", async () => {
    const rows = Array.from(
      { length: 9_000 },
      (_, at) =>
        `<x:row r="${at + 1}"><!-- </x:row> --><x:c r="A${at + 1}" t="inlineStr"><x:is><x:t><![CDATA[</x:row>${at}]]></x:t></x:is></x:c></x:row>`,
    );
    const xml = `<x:worksheet xmlns:x="u"><x:sheetData>${rows.join("")}</x:sheetData></x:worksheet>`;
    const found = await rowsOf(await spliced(withSheet(xml), 1));
    expect(found.map((row) => row.cells.map(cellText))).toEqual(
      rows.map((_, at) => [`</x:row>${at}`, "状态 <&>", "", "x"]),
    );
  });

  it.skipIf(!existsSync(corpus))(
    "leave the cells of the published workbooks as they were, for us and for another program",
    async () => {
      const files = readdirSync(corpus, { recursive: true })
        .map(String)
        .filter((file) => /\.xls[xm]$/.test(file))
        .filter((file) => wantsAll || statSync(join(corpus, file)).size <= COMPARED_BYTES)
        .filter((_, at) => wantsAll || at % 8 === 0);
      const wrong: string[] = [];
      for (const file of files) {
        const bytes = readFileSync(join(corpus, file));
        const before = await readSheet(bytes);
        if (!before.ok) continue;
        const width = Math.max(0, ...before.value.rows.map((row) => row.cells.length));
        if (width > 190) continue;
        const filled = new Set(before.value.rows.map((row) => row.number));
        const edit: RowEdit = { texts: ADDED, tone: "good", bad: [] };
        const after = await spliced(bytes, width, (row) => (filled.has(row) ? edit : null));
        for (const [at, row] of (await rowsOf(after)).entries()) {
          const own = before.value.rows[at];
          const isSame = own?.cells.every((cell, index) => cellText(cell) === cellText(row.cells[index] ?? cell));
          if (!isSame || own?.number !== row.number || !row.cells.some((cell) => cellText(cell) === "x"))
            wrong.push(`${file} row ${row.number}`);
        }
        if (bytes.byteLength > COMPARED_BYTES) continue;
        const [theirs, changed] = [readOrNull(bytes), readOrNull(after)];
        if (theirs === null) continue;
        if (changed === null || changed.SheetNames.length < theirs.SheetNames.length)
          wrong.push(`${file}: not readable`);
        for (const name of theirs.SheetNames) {
          for (const [at, cell] of Object.entries(theirs.Sheets[name] ?? {})) {
            if (at.startsWith("!") || cell.t === "z") continue;
            const now = changed?.Sheets[name]?.[at];
            if (now?.v !== cell.v || now?.f !== cell.f || now?.t !== cell.t) wrong.push(`${file} ${name}!${at}`);
          }
        }
      }
      expect(wrong.slice(0, 10)).toEqual([]);
    },
    120_000,
  );
});
