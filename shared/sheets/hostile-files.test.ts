import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cell, sheet, withSheet, workbook } from "../../tests/faults/hostile/make-workbook.ts";
import { readRows } from "./read-rows.ts";
import { readSheet } from "./read-sheet.ts";
import { cellText, type RawRow, type UnreadableFile } from "./rows.ts";

const corpus = new URL("../../../shared/fixtures/workbooks/", import.meta.url).pathname;
const MB = 1024 * 1024;

async function texts(bytes: Uint8Array): Promise<string[][]> {
  const read = await readSheet(bytes);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.rows.map((row) => row.cells.map(cellText));
}

type Streamed = {
  readonly rows: number;
  readonly refusal: UnreadableFile | null;
  readonly ms: number;
  readonly peakMb: number;
};

/**
 * Reads in batches and drops them. `ms` is the CPU of this thread, which other test files do not lengthen; `peakMb` is what the
 * process grew by meanwhile, seen after each batch, other test files included.
 */
async function streamed(bytes: Uint8Array): Promise<Streamed> {
  const rss = process.memoryUsage.rss();
  const start = process.threadCpuUsage();
  let rows = 0;
  let peak = rss;
  let refusal: UnreadableFile | null = null;
  const stream = await readRows(bytes);
  if (!stream.ok) refusal = stream.error;
  else
    for await (const batch of stream.value.batches) {
      if (batch.ok) rows += batch.value.length;
      else refusal = batch.error;
      peak = Math.max(peak, process.memoryUsage.rss());
    }
  peak = Math.max(peak, process.memoryUsage.rss());
  const { user, system } = process.threadCpuUsage(start);
  return { rows, refusal, ms: (user + system) / 1000, peakMb: (peak - rss) / MB };
}

describe("hostile workbooks", () => {
  it("reads parts in UTF-16, in a declared encoding and with a byte order mark", async () => {
    const body = sheet('<row><c t="str"><v>订单 é</v></c></row>');
    const little = Buffer.from(`\uFEFF${body}`, "utf16le");
    const latin = sheet('<row><c t="str"><v>é</v></c></row>');
    const declared = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${latin}`, "latin1");

    expect(await texts(withSheet(Uint8Array.from(little)))).toEqual([["订单 é"]]);
    expect(await texts(withSheet(Uint8Array.from(little.swap16())))).toEqual([["订单 é"]]);
    expect(await texts(withSheet(`\uFEFF${body}`))).toEqual([["订单 é"]]);
    expect(await texts(withSheet(Uint8Array.from(declared)))).toEqual([["é"]]);
  });

  it("reads references, CDATA, comments, prefixes, escapes, runs and spaces as XML means them", async () => {
    const rows = [
      '<row><c t="str"><v>&lt;&#65;&#x4E2D;&amp;amp;</v></c><c t="inlineStr"><is><t><![CDATA[<&amp;]]> b</t></is></c></row>',
      '<x:row><x:c t="inlineStr"><x:is><x:t xml:space="preserve"> a </x:t><x:rPh><x:t>kana</x:t></x:rPh></x:is></x:c></x:row>',
      '<row><c t="str"><v>a_x000D_b</v></c><c t="s"><v><!-- 7 -->0</v></c><c  r = \'D3\'  t="b" ><v>1</v></c></row>',
      '<row><c t="inlineStr"><is><r><t>a</t></r><r><t>b&#10;</t></r></is></c><c t="str"><v>x\r\ny</v></c></row>',
    ];
    const book = workbook({
      "xl/sharedStrings.xml": "<sst><si><r><t>sh</t></r><r><t>ared</t></r></si></sst>",
      "xl/worksheets/sheet1.xml": sheet(rows.join("")),
    });

    expect(await texts(book)).toEqual([
      ["<A中&amp;", "<&amp; b"],
      [" a "],
      ["a\rb", "shared", "", "TRUE"],
      ["ab\n", "x\ny"],
    ]);
  });

  it("cuts no character, tag or number where the unpacked chunks meet", async () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => [`订单${at}é`, String(at), `𝄞&${at % 7}`]);
    const strings = rows.map(([first]) => `<si><t>${first}</t></si>`).join("");
    const body = rows.map(
      ([, number, last], at) =>
        `<row r="${at + 1}"><c r="A${at + 1}" t="s"><v>${at}</v></c><c r="B${at + 1}"><v>${number}</v></c><c t="str"><v>${last?.replace("&", "&amp;")}</v></c></row>`,
    );

    const book = workbook({
      "xl/sharedStrings.xml": `<sst>${strings}</sst>`,
      "xl/worksheets/sheet1.xml": sheet(body.join("")),
    });

    expect(await texts(book)).toEqual(rows);
  });

  it("gives rows before the file is read to its end, and the refusal last", async () => {
    const body = `<worksheet><sheetData>${`<row>${cell}</row>`.repeat(50_000)}`;
    const stream = await readRows(withSheet(body));
    const seen: (readonly RawRow[] | UnreadableFile)[] = [];
    if (stream.ok) for await (const batch of stream.value.batches) seen.push(batch.ok ? batch.value : batch.error);

    expect(seen.length).toBeGreaterThan(5);
    expect(seen.slice(0, -1).flat().length).toBe(50_000);
    expect(seen.at(-1)).toMatchObject({ kind: "damaged" });
  });

  it.skipIf(!existsSync(corpus))(
    "ends with rows or a reason on every published file, whole or cut anywhere, and never hangs",
    async () => {
      const files = readdirSync(corpus, { recursive: true })
        .map(String)
        .filter((file) => /\.xls[a-z]?$/.test(file));
      let slowestMs = 0;
      for (const [at, file] of files.entries()) {
        const bytes = readFileSync(join(corpus, file));
        const whole = await streamed(bytes);
        const cut = await streamed(bytes.subarray(0, Math.floor((bytes.length * ((at % 9) + 1)) / 10)));
        const flipped = Uint8Array.from(bytes, (byte, place) => (place % 997 === at ? byte ^ 0x55 : byte));
        const bent = await streamed(flipped);
        slowestMs = Math.max(slowestMs, whole.ms, cut.ms, bent.ms);
      }
      expect(files.length).toBeGreaterThan(480);
      expect(slowestMs).toBeLessThan(10_000);
    },
    120_000,
  );
});
