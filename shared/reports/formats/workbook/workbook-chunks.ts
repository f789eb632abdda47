import { Buffer } from "node:buffer";
import type { Column } from "../../../sheets/sheet.ts";
import { stylesXml } from "../../../sheets/workbook-parts.ts";
import { contentTypes, MAX_ROWS, relations, sheetXml, widthOf, workbookXml } from "../../../sheets/write-workbook.ts";
import { type ZipPart, zipChunks } from "../../../sheets/zip-writer.ts";
import type { StreamedSheet } from "../../report-definition.ts";
import { type SheetWords, sheetWords } from "../../words/sheet-words.ts";
import { makeCellText, makeSharedTexts, textXml } from "./cell-texts.ts";
import { chartXml, drawingXml } from "./chart-parts.ts";
import { longSheet, type SheetLimits, xmlProlog } from "./long-sheet.ts";
import { makeRowSource } from "./row-source.ts";
import { chartedSums, summarySheet } from "./summary-sheet.ts";

const excelLimits: SheetLimits = { rows: MAX_ROWS - 1, bytes: 3_500_000_000 };

const main = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const drawings = "application/vnd.openxmlformats-officedocument.drawing+xml";
const charts = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";

/**
 * The bytes of an .xlsx (ECMA-376) with one run of rows in memory: the rows on as many sheets as they need, then what they
 * come to with a chart for each currency. What names the sheets comes last, when their number is known.
 */
export function workbookChunks(sheet: StreamedSheet, limits: SheetLimits = excelLimits): AsyncGenerator<Uint8Array> {
  return zipChunks(partsOf(sheet, limits));
}

async function* partsOf(sheet: StreamedSheet, limits: SheetLimits): AsyncGenerator<ZipPart> {
  const { name, rows, summary, words = sheetWords("", "en") } = sheet;
  const columns = sheet.columns.map((column) => headed(column, words));
  yield part("_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]]));
  yield part("xl/styles.xml", stylesXml());

  const names: string[] = [];
  const shared = makeSharedTexts();
  const cellTexts = columns.map((column) => makeCellText(column, shared));
  const source = makeRowSource(rows());
  do {
    names.push(names.length === 0 ? name : numbered(name, names.length + 1));
    yield { path: sheetPath(names.length), body: longSheet(columns, cellTexts, source, limits) };
  } while (await source.hasMore());
  names.push(words.summary.sheet);

  const charted = chartedSums(summary);
  const drawing = charted.length === 0 ? null : "rId1";
  yield part(sheetPath(names.length), sheetXml(summarySheet(summary, words.summary), { drawing }));
  if (drawing !== null) {
    yield part(relationsOf(sheetPath(names.length)), relations([["drawing", "../drawings/drawing1.xml"]]));
    yield part("xl/drawings/drawing1.xml", drawingXml(charted));
    const targets = charted.map((_, at): [string, string] => ["chart", `../charts/chart${at + 1}.xml`]);
    yield part(relationsOf("xl/drawings/drawing1.xml"), relations(targets));
    for (const [at, each] of charted.entries()) yield part(chartPath(at + 1), chartXml(each, words.summary.sheet));
  }
  yield part("xl/sharedStrings.xml", sharedStringsXml(shared.all()));
  yield part("xl/workbook.xml", workbookXml(names.map((each) => ({ name: each }))));
  const sheets = names.map((_, at): [string, string] => ["worksheet", `worksheets/sheet${at + 1}.xml`]);
  const others: [string, string][] = [
    ["styles", "styles.xml"],
    ["sharedStrings", "sharedStrings.xml"],
  ];
  yield part(relationsOf("xl/workbook.xml"), relations([...sheets, ...others]));
  const more = {
    "xl/sharedStrings.xml": `${main}.sharedStrings+xml`,
    ...(drawing === null ? {} : { "xl/drawings/drawing1.xml": drawings }),
    ...Object.fromEntries(charted.map((_, at) => [chartPath(at + 1), charts])),
  };
  yield part("[Content_Types].xml", contentTypes(names.length, more));
}

/** Wide enough for what stands in its heading: letters that are not Latin take two places. */
function headed(column: Column, words: SheetWords): Column {
  const title = column.title ?? words.heading(column.name);
  if (title === column.name) return column;
  return { ...column, title, width: Math.max(widthOf(column), 2 * title.length + 2) };
}

function part(path: string, xml: string): ZipPart {
  return { path, body: [Buffer.from(xmlProlog + xml)] };
}

function sheetPath(number: number): string {
  return `xl/worksheets/sheet${number}.xml`;
}

function chartPath(number: number): string {
  return `xl/charts/chart${number}.xml`;
}

function relationsOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return `${path.slice(0, slash)}/_rels/${path.slice(slash + 1)}.rels`;
}

/** `order-lines 2026-11-21 (2)`, within the 31 characters that Excel gives a sheet. */
function numbered(name: string, number: number): string {
  const end = ` (${number})`;
  return `${name.slice(0, 31 - end.length)}${end}`;
}

function sharedStringsXml(texts: readonly string[]): string {
  const items = texts.map((text) => `<si>${textXml(text)}</si>`);
  return `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="${texts.length}">${items.join("")}</sst>`;
}
