import { Buffer } from "node:buffer";
import type { RawRow } from "./rows.ts";
import type { Tone } from "./sheet.ts";
import { makeByteWriter } from "./splice/byte-writer.ts";
import { columnLetters, escapeXml, styleOf, stylesXml } from "./workbook-parts.ts";
import { contentTypes, relations, sheetXml, type WorkbookSheet, workbookXml } from "./write-workbook.ts";
import { type ZipPart, zipChunks } from "./zip-writer.ts";

/** A row as it was read, and texts behind it. Its cells stay numbers where they are; all else is text. */
export type StreamedRow = {
  readonly row: RawRow;
  /** Indexes of its own cells that stand out. */
  readonly bad: readonly number[];
  readonly added: readonly string[];
  readonly tone: Tone;
};

export type StreamedSheet = {
  readonly name: string;
  /** Columns of the table: the added texts begin behind them. */
  readonly width: number;
  readonly addedWidths: readonly number[];
  readonly rows: AsyncIterable<readonly StreamedRow[]>;
};

/** The bytes of an .xlsx of one long sheet and some short ones, with one batch of rows in memory. */
export function streamWorkbook(long: StreamedSheet, others: readonly WorkbookSheet[]): AsyncGenerator<Uint8Array> {
  return zipChunks(partsOf(long, others));
}

async function* partsOf(long: StreamedSheet, others: readonly WorkbookSheet[]): AsyncGenerator<ZipPart> {
  const sheets = [{ name: long.name }, ...others];
  yield part("[Content_Types].xml", contentTypes(sheets.length));
  yield part("_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]]));
  yield part("xl/workbook.xml", workbookXml(sheets));
  const targets = sheets.map((_, at): [string, string] => ["worksheet", `worksheets/sheet${at + 1}.xml`]);
  yield part("xl/_rels/workbook.xml.rels", relations([...targets, ["styles", "styles.xml"]]));
  yield part("xl/styles.xml", stylesXml());
  yield { path: "xl/worksheets/sheet1.xml", body: longSheet(long) };
  for (const [at, sheet] of others.entries()) yield part(`xl/worksheets/sheet${at + 2}.xml`, sheetXml(sheet));
}

const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

function part(path: string, xml: string): ZipPart {
  return { path, body: [Buffer.from(PROLOG + xml)] };
}

async function* longSheet({ width, addedWidths, rows }: StreamedSheet): AsyncGenerator<Uint8Array> {
  const out = makeByteWriter();
  const columns = addedWidths.map(
    (each, at) => `<col min="${width + at + 1}" max="${width + at + 1}" width="${each}" customWidth="1"/>`,
  );
  out.text(`${PROLOG}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`);
  if (columns.length > 0) out.text(`<cols>${columns.join("")}</cols>`);
  out.text("<sheetData>");
  for await (const batch of rows) {
    for (const row of batch) out.text(rowXml(row, width));
    yield* out.take(false);
  }
  out.text("</sheetData></worksheet>");
  yield* out.take(true);
}

function rowXml({ row, bad, added, tone }: StreamedRow, width: number): string {
  const number = row.number;
  let xml = `<row r="${number}">`;
  const last = Math.max(row.cells.length, ...bad.map((each) => each + 1));
  for (let at = 0; at < last; at += 1) {
    const cell = row.cells[at] ?? { kind: "empty" };
    const own = bad.includes(at) ? "bad" : "plain";
    const start = `<c r="${columnLetters(at)}${number}"`;
    if (cell.kind === "number") xml += `${start} s="${numberStyle(own, cell.text)}"><v>${cell.text}</v></c>`;
    else if (cell.kind !== "empty") xml += textCell(start, styleOf(own, "text", 0), cell.text);
    else if (own === "bad") xml += `${start} s="${styleOf(own, "text", 0)}"/>`;
  }
  const from = Math.max(width, row.cells.length);
  for (const [at, text] of added.entries()) {
    if (text !== "") xml += textCell(`<c r="${columnLetters(from + at)}${number}"`, styleOf(tone, "text", 0), text);
  }
  return `${xml}</row>`;
}

/** All digits are shown; as text where the number has a form of its own ("1e+21"). */
function numberStyle(tone: Tone, text: string): number {
  const decimals = /^-?\d+(?:\.(\d{1,4}))?$/.exec(text);
  if (decimals === null) return styleOf(tone, "text", 0);
  return decimals[1] === undefined ? styleOf(tone, "integer", 0) : styleOf(tone, "decimal", decimals[1].length);
}

function textCell(start: string, style: number, text: string): string {
  return `${start} s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
}
