import {
  archive,
  cell,
  laughs,
  lying,
  oneSheet,
  outlineXml,
  overlapping,
  part,
  sheet,
  withSheet,
  workbook,
} from "./make-workbook.ts";
import { makeZip } from "./make-zip.ts";

const MB = 1024 * 1024;
/** Two sizes of the directory's field for large files, each of nearly 2^63. */
const hugeSizes = Uint8Array.of(1, 0, 16, 0, ...new Array(7).fill(255), 0x7f, ...new Array(7).fill(255), 0x7f);
const longText = "x".repeat(100_000);

// Workbooks that were made to harm who reads them; each is refused by name.
/** What it is, how it is made, the reason it is refused for and what the reason's detail tells. */
export const hostileWorkbooks: readonly (readonly [string, () => Uint8Array, string, RegExp?])[] = [
  [
    "a part that unpacks to a thousand times its size",
    () => withSheet(new Uint8Array(100 * MB).fill(32)),
    "expands_too_much",
  ],
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
    () => lying(withSheet(sheet(`<row>${cell}</row>`)), 24, 1_000_000),
    "damaged",
    /size/,
  ],
  [
    "a size that is larger than all memory",
    () => lying(withSheet(sheet(`<row>${cell}</row>`)), 24, 4_000_000_000),
    "expands_too_much",
  ],
  [
    "a bomb that says it is small",
    () => lying(withSheet(new Uint8Array(100 * MB).fill(32)), 24, 1_000),
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
  [
    "an entity that reads a file",
    () => withSheet(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${sheet("<row><c><v>&e;</v></c></row>")}`),
    "damaged",
    /document type/,
  ],
  [
    "an entity that asks the cloud for credentials",
    () =>
      workbook({
        "xl/sharedStrings.xml": `<!DOCTYPE x [<!ENTITY % e SYSTEM "http://169.254.169.254/"> %e;]><sst><si><t>a</t></si></sst>`,
        "xl/worksheets/sheet1.xml": sheet('<row><c t="s"><v>0</v></c></row>'),
      }),
    "damaged",
    /document type/,
  ],
  [
    "a document type in UTF-16",
    () => withSheet(Buffer.from(`\uFEFF<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${sheet("")}`, "utf16le")),
    "damaged",
    /document type/,
  ],
  [
    "a document type in UTF-7",
    () => withSheet(`<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-${sheet("")}`),
    "damaged",
  ],
  [
    "one long entity named again and again",
    () =>
      withSheet(
        `<!DOCTYPE x [<!ENTITY a "${longText}">]>${sheet(`<row><c t="str"><v>${"&a;".repeat(100_000)}</v></c></row>`)}`,
      ),
    "damaged",
    /document type/,
  ],
  ["a reference to half a letter", () => withSheet(sheet('<row><c t="str"><v>&#xD800;</v></c></row>')), "damaged"],
  [
    "a reference beyond all letters",
    () => withSheet(sheet(`<row><c t="str"><v>&#${"9".repeat(100_000)};</v></c></row>`)),
    "damaged",
  ],
  [
    "a sheet outside of the file",
    () =>
      workbook({
        "xl/_rels/workbook.xml.rels":
          '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>',
      }),
    "(?:damaged|no_sheet_of_cells)",
  ],
  [
    "a sheet on another machine",
    () =>
      workbook({
        "xl/_rels/workbook.xml.rels":
          '<Relationships><Relationship Id="rId1" Type="x/worksheet" TargetMode="External" Target="http://169.254.169.254/"/></Relationships>',
      }),
    "(?:damaged|no_sheet_of_cells)",
  ],
  [
    "one part twice under one name",
    () => makeZip([part("xl/workbook.xml", "<workbook/>"), part("xl/workbook.xml", "<other/>")]),
    "(?:damaged|no_sheet_of_cells)",
  ],
  ["a part that is packed in an unknown way", () => oneSheet({ stated: { method: 99 } }), "damaged"],
  ["a part with a password", () => oneSheet({ stated: { flags: 1 } }), "encrypted"],
  ["a part before the beginning of the file", () => oneSheet({ stated: { at: 0xfffffff0 } }), "damaged"],
  [
    "a size in 64 bits that no file has",
    () => oneSheet({ stated: { size: 0xffffffff, packedSize: 0xffffffff, extra: hugeSizes } }),
    "(?:damaged|expands_too_much)",
  ],
  [
    "a size in 64 bits that is cut",
    () => oneSheet({ stated: { size: 0xffffffff, extra: hugeSizes.subarray(0, 6) } }),
    "(?:damaged|expands_too_much)",
  ],
  [
    "more parts told than there are",
    () => makeZip([part("xl/workbook.xml", outlineXml), part("xl/worksheets/sheet1.xml", sheet(""))], 60_000),
    "damaged",
  ],
  ["a billion laughs", () => withSheet(laughs()), "damaged", /document type/],
  [
    "a workbook of workbooks that unpack to more and more",
    () => archive("a.zip", archive("b.zip", archive("c", new Uint8Array(100 * MB)))),
    "not_a_workbook",
  ],
  [
    "one part under many names",
    () => overlapping(workbook({ "xl/media/a.bin": new Uint8Array(20 * MB) }), 2_000),
    "damaged",
  ],
];
