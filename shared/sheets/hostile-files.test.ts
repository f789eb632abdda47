import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ZipOptions, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readRows } from "./read-rows.ts";
import { readSheet } from "./read-sheet.ts";
import { cellText, type RawRow, type UnreadableFile } from "./rows.ts";

const corpus = new URL("../../../shared/fixtures/workbooks/", import.meta.url).pathname;
const MB = 1024 * 1024;

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

type Parts = Readonly<Record<string, Uint8Array | string>>;

/** The smallest workbook there can be, with these parts in place of its own. */
function workbook(parts: Parts, options: ZipOptions = { level: 1 }): Uint8Array {
  const all: Parts = {
    "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/worksheets/sheet1.xml": sheet(""),
    ...parts,
  };
  const files = Object.entries(all).map(([path, body]) => [path, typeof body === "string" ? bytesOf(body) : body]);
  return zipSync(Object.fromEntries(files), options);
}

function sheet(rows: string): string {
  return `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
}

function withSheet(body: Uint8Array | string, options?: ZipOptions): Uint8Array {
  return workbook({ "xl/worksheets/sheet1.xml": body }, options);
}

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

const cell = '<c r="A1" t="inlineStr"><is><t>x</t></is></c>';
const longText = "x".repeat(100_000);

/** A file with one part's size in the directory changed to a lie. */
function lying(file: Uint8Array, fieldAt: 20 | 24 | 42, value: number): Uint8Array {
  const lied = Uint8Array.from(file);
  const view = new DataView(lied.buffer);
  let entry = -1;
  for (let at = 0; at < lied.length - 4; at += 1) if (view.getUint32(at, true) === 0x02014b50) entry = at;
  view.setUint32(entry + fieldAt, value, true);
  return lied;
}

/** What it is, how it is made, the reason it is refused for and what the reason's detail tells. */
const hostile: readonly (readonly [string, () => Uint8Array, string, RegExp?])[] = [
  ["a part that unpacks to a thousand times its size", () => withSheet(new Uint8Array(300 * MB).fill(32)), "damaged"],
  [
    "a bomb of well-formed rows",
    () => withSheet(sheet("<row><c><v>1</v></c></row>".repeat(2_500_000)), { level: 9 }),
    "expands_too_much",
  ],
  [
    "few bytes of cells that name a long shared string",
    () =>
      workbook({
        "xl/sharedStrings.xml": `<sst>${`<si><t>${longText}</t></si>`.repeat(100)}</sst>`,
        "xl/worksheets/sheet1.xml": sheet(
          Array.from({ length: 20_000 }, (_, row) => `<row><c t="s"><v>${row % 100}</v></c></row>`).join(""),
        ),
      }),
    "expands_too_much",
  ],
  [
    "a text without an end",
    () => withSheet(`<worksheet><sheetData><row><c><v>${"1".repeat(5 * MB)}`),
    "damaged",
    /bytes/,
  ],
  ["a tag without an end", () => withSheet(`<worksheet ${"a".repeat(5 * MB)}`), "damaged", /bytes/],
  ["a comment without an end", () => withSheet(`<worksheet><!--${"-".repeat(5 * MB)}`), "damaged", /bytes/],
  ["a million attributes", () => withSheet(`<worksheet ${'a="" '.repeat(1_000_000)}/>`), "damaged"],
  [
    "a million texts in one cell",
    () => withSheet(sheet(`<row><c t="inlineStr"><is>${"<t>x</t>".repeat(1_000_000)}`)),
    "cell_too_long",
  ],
  [
    "a million cells in one row",
    () => withSheet(sheet(`<row>${"<c><v>1</v></c>".repeat(1_000_000)}</row>`)),
    "too_many_columns",
  ],
  [
    "a cell in the last column and row",
    () => withSheet(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "too_many_columns",
  ],
  [
    "a column beyond all numbers",
    () => withSheet(sheet(`<row><c r="${"Z".repeat(10_000)}1"><v>1</v></c></row>`)),
    "too_many_columns",
  ],
  ["a row beyond all sheets", () => withSheet(sheet('<row r="1048577"><c><v>1</v></c></row>')), "too_many_rows"],
  ["tags a hundred thousand deep", () => withSheet("<worksheet>".repeat(100_000)), "damaged", /deep/],
  ["tags closed in another order", () => withSheet("<worksheet><sheetData></worksheet></sheetData>"), "damaged"],
  [
    "bytes that are not UTF-8",
    () => withSheet(Uint8Array.from(Buffer.from(sheet('<row><c t="str"><v>\xff\xfe</v></c></row>'), "latin1"))),
    "damaged",
    /UTF-8/,
  ],
  ["a control character", () => withSheet(sheet("<row><c><v>\u0001</v></c></row>")), "damaged"],
  [
    "a part in an unknown encoding",
    () => withSheet('<?xml version="1.0" encoding="x-none"?><worksheet/>'),
    "damaged",
    /x-none/,
  ],
  ["a sheet that ends in a row", () => withSheet(`<worksheet><sheetData><row>${cell}`), "damaged", /middle/],
  ["an entity that nobody declared", () => withSheet(sheet("<row><c t='str'><v>&bomb;</v></c></row>")), "damaged"],
  [
    "a document type in the sheet",
    () => withSheet(`<!DOCTYPE x [<!ENTITY a "a">]>${sheet("")}`),
    "damaged",
    /document type/,
  ],
  [
    "a size that is smaller than the part",
    () => lying(withSheet(sheet(`<row>${cell}</row>`)), 24, 10),
    "damaged",
    /size/,
  ],
  [
    "a size that is larger than the part",
    () => lying(withSheet(sheet(`<row>${cell}</row>`)), 24, 4_000_000_000),
    "damaged",
    /size/,
  ],
  ["a part that ends beyond the file", () => lying(withSheet(sheet(`<row>${cell}</row>`)), 20, 5_000_000), "damaged"],
  ["parts that share their bytes", () => lying(withSheet(sheet(`<row>${cell}</row>`)), 42, 0), "damaged", /overlap/],
  [
    "styles without an end",
    () => workbook({ "xl/styles.xml": `<styleSheet>${"<xf/>".repeat(5_000_000)}</styleSheet>` }, { level: 9 }),
    "expands_too_much",
  ],
  [
    "number formats that take long to match",
    () =>
      workbook({
        "xl/styles.xml": `<styleSheet>${`<numFmt numFmtId="7" formatCode="${"[".repeat(200_000)}"/>`.repeat(50)}<cellXfs>`,
      }),
    "damaged",
    /middle/,
  ],
  [
    "more parts than a workbook has",
    () => workbook(Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`${at}`, ""])), { level: 0 }),
    "damaged",
    /parts/,
  ],
];

describe("hostile workbooks", () => {
  it.each(hostile.map(([name, make, kind, detail]) => ({ name, make, kind, detail: detail ?? /./ })))(
    "refuses $name, by name, within a second and 256 MB",
    async ({ make, kind, detail }) => {
      const file = make();

      const isFine = ({ ms, peakMb }: Streamed): boolean => ms < 1_000 && peakMb < 256;
      const tries = [await streamed(file)];
      // Other work on the machine and in the process can only make it look worse.
      while (tries.length < 6 && !tries.some(isFine)) tries.push(await streamed(file));
      const { refusal, ms, peakMb } = tries.find(isFine) ?? (tries[0] as Streamed);

      expect(refusal).toMatchObject({ kind });
      if (refusal?.kind === "damaged") expect(refusal.detail).toMatch(detail);
      expect(peakMb).toBeLessThan(256);
      expect(ms).toBeLessThan(1_000);
    },
  );

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
