import { allowedText } from "./allowed-text.ts";
import { attributeLetter, columnIndex, letter, typeOf, wholeNumber } from "./cell-attributes.ts";
import { type Book, meaningOf, type } from "./cell-meaning.ts";
import { type CellTag, takeQuickCell } from "./quick-cell.ts";
import { keepCell, openRepeatedCells, type RepeatedCells, repeatedCell } from "./repeated-cells.ts";
import { emptyCell, type RawCell, type RawRow } from "./rows.ts";
import { damaged, Unreadable } from "./unreadable.ts";
import { mark, packed, type XmlScan } from "./xml-scan.ts";
import { maxCellBytes, textOf } from "./xml-text.ts";
import { nextToken, token } from "./xml-token.ts";

/** A sheet on its way in: the finished rows that nobody took yet, the row and the cell under way. */
export type SheetReading = {
  readonly book: Book;
  readonly repeated: RepeatedCells;
  rows: RawRow[];
  rowNumber: number;
  cells: RawCell[];
  column: number;
  isInCell: boolean;
  isPhonetic: boolean;
  /** Where texts belong: the code of the last opened tag, nowhere after any closed one. */
  part: number;
  type: number;
  style: number;
  value: string;
  /** The value of a shared string's cell, read without making it a text; -1 when it has none. */
  shared: number;
  formula: string | null;
  cellCount: number;
  textLength: number;
  /** What cells may hold however few they are: most sheets never need to be asked more. */
  readonly freeText: number;
  batchLength: number;
};

export function openSheet(book: Book): SheetReading {
  return {
    book,
    repeated: openRepeatedCells(),
    rows: [],
    rowNumber: 0,
    cells: [],
    column: -1,
    isInCell: false,
    isPhonetic: false,
    part: 0,
    type: 0,
    style: 0,
    value: "",
    shared: -1,
    formula: null,
    cellCount: 0,
    textLength: 0,
    freeText: allowedText(0, book.limits),
    batchLength: 0,
  };
}

/** Characters of text in the rows of one batch, so that a few bytes naming long shared strings do not fill the memory. */
const BATCH_LENGTH = 2_000_000;

const tag = { row: packed("row"), c: packed("c"), v: packed("v"), t: packed("t"), f: packed("f"), rPh: packed("rPh") };

/** Takes tokens until the chunk is used up, or (true) until the rows make a full batch and must be taken first. */
export function readOn(sheet: SheetReading, scan: XmlScan): boolean {
  for (;;) {
    while (takeQuickCell(scan, quickTag)) readQuickCell(sheet, scan);
    switch (nextToken(scan)) {
      case token.more:
        return false;
      case token.open:
        sheet.part = scan.name;
        if (scan.name === tag.c) {
          beginCell(sheet);
          readTag(sheet, scan);
        } else if (scan.name === tag.row) beginRow(sheet, scan);
        else if (scan.name === tag.f && sheet.isInCell) sheet.formula = "";
        else if (scan.name === tag.rPh) sheet.isPhonetic = true;
        break;
      case token.text:
        if (sheet.isInCell && !sheet.isPhonetic) addText(sheet, scan);
        break;
      default:
        sheet.part = 0;
        if (scan.name === tag.c) endCell(sheet);
        else if (scan.name === tag.rPh) sheet.isPhonetic = false;
        else if (scan.name === tag.row && sheet.cells.length > 0) {
          sheet.rows.push({ number: sheet.rowNumber, cells: sheet.cells });
          sheet.cells = [];
          if (sheet.batchLength > BATCH_LENGTH) return true;
        }
    }
  }
}

/** The finished rows; they are the caller's. */
export function takeRows(sheet: SheetReading): readonly RawRow[] {
  const { rows } = sheet;
  sheet.rows = [];
  sheet.batchLength = 0;
  return rows;
}

function beginRow(sheet: SheetReading, scan: XmlScan): void {
  sheet.cells = [];
  sheet.column = -1;
  sheet.rowNumber += 1;
  for (let place = 0; place < scan.attributeCount * 4; place += 4) {
    if (attributeLetter(scan, place) !== letter.r) continue;
    const number = wholeNumber(scan, scan.attributes[place + 2] as number, scan.attributes[place + 3] as number);
    if (number < 0) throw damaged(scan.path, "a row whose number is none");
    sheet.rowNumber = number;
  }
  const { rows } = sheet.book.limits;
  if (sheet.rowNumber > rows) throw new Unreadable({ kind: "too_many_rows", allowed: rows });
}

function beginCell(sheet: SheetReading): void {
  sheet.column += 1;
  sheet.isInCell = true;
  sheet.type = type.number;
  sheet.style = 0;
  sheet.value = "";
  sheet.shared = -1;
  sheet.formula = null;
}

function readTag(sheet: SheetReading, scan: XmlScan): void {
  const { attributes } = scan;
  for (let place = 0; place < scan.attributeCount * 4; place += 4) {
    const from = attributes[place + 2] as number;
    const to = attributes[place + 3] as number;
    switch (attributeLetter(scan, place)) {
      case letter.r:
        sheet.column = columnIndex(scan, from, to);
        break;
      case letter.s:
        sheet.style = wholeNumber(scan, from, to);
        break;
      case letter.t:
        sheet.type = typeOf(scan, from, to);
    }
  }
}

const quickTag: CellTag = { column: 0, style: 0, typeFrom: 0, typeTo: 0 };

/** The cell just taken: its tag is in `quickTag`, its text in the scan. */
function readQuickCell(sheet: SheetReading, scan: XmlScan): void {
  const { column, style, typeFrom, typeTo } = quickTag;
  const found = typeFrom === typeTo ? type.number : typeOf(scan, typeFrom, typeTo);
  sheet.part = 0;
  sheet.column = column;
  const repeated = found === type.shared ? null : repeatedCell(sheet.repeated, scan, column, style, found);
  addCell(sheet, repeated ?? newCell(sheet, scan, style, found));
}

function newCell(sheet: SheetReading, scan: XmlScan, style: number, found: number): RawCell {
  const shared = found === type.shared ? wholeNumber(scan, scan.from, scan.to) : -1;
  if (shared >= 0) return sheet.book.strings.cell(shared);
  const value = withinLimits(sheet, textOf(scan));
  const isPlainText = found === type.text && value !== "" && (scan.marks & (mark.underscore | mark.reference)) === 0;
  const cell: RawCell = isPlainText
    ? { kind: "text", text: value }
    : meaningOf({ book: sheet.book, type: found, style, value, shared, formula: null });
  if (found !== type.shared) keepCell(sheet.repeated, scan, cell);
  return cell;
}

function addText(sheet: SheetReading, scan: XmlScan): void {
  if (sheet.part === tag.f) {
    sheet.formula = withinLimits(sheet, (sheet.formula ?? "") + textOf(scan));
  } else if (sheet.part === tag.v || sheet.part === tag.t) {
    if (sheet.type === type.shared && sheet.value === "" && sheet.shared === -1) {
      sheet.shared = wholeNumber(scan, scan.from, scan.to);
      if (sheet.shared >= 0) return;
    }
    if (sheet.shared >= 0) {
      sheet.value = String(sheet.shared);
      sheet.shared = -1;
    }
    const text = textOf(scan);
    sheet.value = withinLimits(sheet, sheet.value === "" ? text : sheet.value + text);
  }
}

function withinLimits(sheet: SheetReading, text: string): string {
  if (text.length > maxCellBytes) {
    throw new Unreadable({ kind: "cell_too_long", row: sheet.rowNumber, allowed: maxCellBytes });
  }
  return text;
}

function endCell(sheet: SheetReading): void {
  if (!sheet.isInCell) return;
  sheet.isInCell = false;
  addCell(sheet, meaningOf(sheet));
}

function addCell(sheet: SheetReading, cell: RawCell): void {
  if (cell.kind === "empty") return;
  const { limits } = sheet.book;
  const { cells, column } = sheet;
  if (column >= limits.columns) throw new Unreadable({ kind: "too_many_columns", allowed: limits.columns });
  sheet.cellCount += 1;
  if (sheet.cellCount > limits.cells) throw new Unreadable({ kind: "too_many_cells", allowed: limits.cells });
  sheet.batchLength += cell.text.length;
  sheet.textLength += cell.text.length;
  if (sheet.textLength > sheet.freeText && sheet.textLength > allowedText(sheet.cellCount, limits)) {
    throw new Unreadable({ kind: "expands_too_much", allowed: allowedText(sheet.cellCount, limits) });
  }
  while (cells.length < column) cells.push(emptyCell);
  if (cells.length === column) cells.push(cell);
  else cells[column] = cell;
}
