import { strToU8, type Zippable, zipSync } from "fflate";
import type { Cell, Column, Sheet, Tone } from "./sheet.ts";
import { columnLetters, escapeXml, styleOf, stylesXml } from "./workbook-parts.ts";

/** A sheet whose rows and cells may stand out, e.g. the bad cells of an import receipt. */
export type WorkbookSheet = Sheet & {
  readonly tone?: (rowIndex: number, columnIndex: number) => Tone;
};

/** The media type of an .xlsx. */
export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** ZIP entries carry this time, so that the same sheets give the same bytes whenever they are written. */
const FIXED_TIME = new Date("2000-01-01T00:00:00Z");

/** Excel's own limits; beyond them it "repairs" the file by dropping rows. */
export const MAX_ROWS = 1_048_576;
export const MAX_CELL_CHARACTERS = 32_767;

/** An .xlsx (ECMA-376, inline strings) that Excel, WPS and LibreOffice open without repair. Deterministic. */
export function writeWorkbook(sheets: readonly WorkbookSheet[]): Uint8Array {
  const files: Zippable = {};
  const add = (path: string, xml: string): void => {
    files[path] = [strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml}`), { mtime: FIXED_TIME }];
  };
  add("[Content_Types].xml", contentTypes(sheets.length));
  add("_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]]));
  add("xl/workbook.xml", workbookXml(sheets));
  add(
    "xl/_rels/workbook.xml.rels",
    relations([
      ...sheets.map((_, index): [string, string] => ["worksheet", `worksheets/sheet${index + 1}.xml`]),
      ["styles", "styles.xml"],
    ]),
  );
  add("xl/styles.xml", stylesXml());
  for (const [index, sheet] of sheets.entries()) add(`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheet));
  return zipSync(files, { level: 6, mtime: FIXED_TIME });
}

/** In a workbook that is not ours (`hasOwnStyles: false`) cells have no formats: their numbers mean others there. */
export function sheetXml(
  sheet: WorkbookSheet,
  { hasOwnStyles = true, drawing = null }: { readonly hasOwnStyles?: boolean; readonly drawing?: string | null } = {},
): string {
  if (sheet.rows.length >= MAX_ROWS)
    throw new Error(`sheet "${sheet.name}" has ${sheet.rows.length} rows; Excel ends at ${MAX_ROWS}`);
  const style: StyleOf = hasOwnStyles ? styleOf : () => 0;
  const header = rowXml(
    1,
    sheet.columns.map((column, at) => textCell(at, 1, column.title ?? column.name, style("header", "text", 0))),
  );
  const rows = sheet.rows.map((row, index) =>
    rowXml(
      index + 2,
      sheet.columns.map((column, at) =>
        cellXml(row[at] ?? null, column, { at, rowNumber: index + 2, tone: sheet.tone?.(index, at) ?? "plain", style }),
      ),
    ),
  );
  return `${sheetStart(sheet.columns)}${header}${rows.join("")}${sheetEnd(sheet.columns, sheet.rows.length, drawing)}`;
}

/** All before the rows: the heading row stays in sight. */
export function sheetStart(columns: readonly Column[]): string {
  const widths = columns.map(
    (column, at) => `<col min="${at + 1}" max="${at + 1}" width="${widthOf(column)}" customWidth="1"/>`,
  );
  return [
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' +
      'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">',
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>',
    widths.length === 0 ? "" : `<cols>${widths.join("")}</cols>`,
    "<sheetData>",
  ].join("");
}

/** All behind `rows` rows and their heading; `drawing` is the relation of what stands on the sheet beside its cells. */
export function sheetEnd(columns: readonly Column[], rows: number, drawing: string | null = null): string {
  const lastCell = `${columnLetters(Math.max(columns.length, 1) - 1)}${rows + 1}`;
  return [
    "</sheetData>",
    columns.length === 0 ? "" : `<autoFilter ref="A1:${lastCell}"/>`,
    validations(columns),
    '<pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
    drawing === null ? "" : `<drawing r:id="${drawing}"/>`,
    "</worksheet>",
  ].join("");
}

/** Drop-down lists for all rows that may still be written. Excel keeps at most 255 characters of a list in the cell rule. */
function validations(columns: readonly Column[]): string {
  const rules = columns.flatMap(({ choices }, at): string[] => {
    const list = choices?.join(",") ?? "";
    if (list === "" || list.length > 255) return [];
    const letters = columnLetters(at);
    const cells = `${letters}2:${letters}${MAX_ROWS}`;
    return [
      `<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1" sqref="${cells}"><formula1>"${escapeXml(list)}"</formula1></dataValidation>`,
    ];
  });
  return rules.length === 0 ? "" : `<dataValidations count="${rules.length}">${rules.join("")}</dataValidations>`;
}

function rowXml(number: number, cells: readonly string[]): string {
  return `<row r="${number}">${cells.join("")}</row>`;
}

type StyleOf = typeof styleOf;
type Place = { readonly at: number; readonly rowNumber: number; readonly tone: Tone; readonly style: StyleOf };

function cellXml(cell: Cell, column: Column, { at, rowNumber, tone, style }: Place): string {
  const isNumeric = column.kind === "integer" || column.kind === "decimal";
  if (cell === null || cell === "") {
    return tone === "plain" ? "" : `<c r="${columnLetters(at)}${rowNumber}" s="${style(tone, "text", 0)}"/>`;
  }
  if (!isNumeric || !/^-?\d+(\.\d+)?$/.test(String(cell)))
    return textCell(at, rowNumber, String(cell), style(tone, "text", 0));
  const digits = String(cell).split(".")[1]?.length ?? 0;
  return `<c r="${columnLetters(at)}${rowNumber}" s="${style(tone, column.kind, digits)}"><v>${cell}</v></c>`;
}

function textCell(at: number, rowNumber: number, text: string, style: number): string {
  const shown = escapeXml(text.slice(0, MAX_CELL_CHARACTERS));
  return `<c r="${columnLetters(at)}${rowNumber}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${shown}</t></is></c>`;
}

/** In characters. */
export function widthOf(column: Column): number {
  if (column.width !== undefined) return column.width;
  if (column.kind === "instant") return 26;
  return column.kind === "text" ? 22 : 14;
}

export function workbookXml(sheets: readonly Pick<Sheet, "name">[]): string {
  const entries = sheets
    .map(
      (sheet, index) =>
        `<sheet name="${escapeXml(sheetName(sheet.name))}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
    )
    .join("");
  return (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' +
    `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${entries}</sheets></workbook>`
  );
}

function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, " ").slice(0, 31);
}

export function relations(entries: readonly (readonly [type: string, target: string])[]): string {
  const base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const rows = entries.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${base}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rows.join("")}</Relationships>`;
}

/** `more`: parts besides the workbook, its styles and its sheets, by their paths. */
export function contentTypes(sheetCount: number, more: Readonly<Record<string, string>> = {}): string {
  const main = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const sheets = Array.from(
    { length: sheetCount },
    (_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${main}.worksheet+xml"/>`,
  );
  return [
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">',
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    `<Override PartName="/xl/workbook.xml" ContentType="${main}.sheet.main+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${main}.styles+xml"/>`,
    ...sheets,
    ...Object.entries(more).map(([path, type]) => `<Override PartName="/${path}" ContentType="${type}"/>`),
    "</Types>",
  ].join("");
}
