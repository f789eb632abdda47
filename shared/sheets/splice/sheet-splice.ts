import { Buffer } from "node:buffer";
import { attributeLetter, columnIndex, letter, wholeNumber } from "../cell-attributes.ts";
import { columnLetters, escapeXml } from "../workbook-parts.ts";
import { packed, type XmlScan } from "../xml-scan.ts";
import { localName } from "../xml-text.ts";
import { nextToken, token } from "../xml-token.ts";
import type { RowEdit } from "./edits.ts";
import type { Splice } from "./splice-state.ts";
import { attribute, lettersAt, placeOf, tagStart } from "./tag-places.ts";

/** Columns further right than this are formatted, not filled: nobody finds what is put behind them, and the reader ends at 200. */
const MAX_ADDED_FROM = 190;

const markup = Buffer.from("<!");

const tag = { row: packed("row"), c: packed("c"), col: packed("col") };

/** Takes tokens until the chunk is used up, then writes it as far as it is understood. */
export function spliceOn(splice: Splice, scan: XmlScan): void {
  splice.nextMarkup = -1;
  splice.nextRowEnd = -1;
  for (;;) {
    if (splice.isInRow && takeRestOfRow(splice, scan)) continue;
    const found = nextToken(scan);
    if (found === token.more) break;
    if (found === token.open) onOpen(splice, scan);
    else if (found === token.close) onClose(splice, scan);
  }
  writeTo(splice, scan, scan.at);
  // The next chunk puts the rest at the front of the bytes.
  splice.copied = 0;
}

function writeTo(splice: Splice, scan: XmlScan, to: number): void {
  if (to > splice.copied) splice.out.copy(scan.bytes, splice.copied, to);
  splice.copied = Math.max(splice.copied, to);
}

function onOpen(splice: Splice, scan: XmlScan): void {
  if (splice.isInRow) {
    if (scan.name === tag.c) onCell(splice, scan);
  } else if (splice.isInData) {
    if (scan.name === tag.row) onRow(splice, scan);
  } else if (scan.name === tag.col) {
    splice.lastStyledColumn = Math.max(splice.lastStyledColumn, Number(attribute(scan, "max")?.value ?? 0));
  } else if (scan.name === 0 && scan.depth <= 3) onSheetTag(splice, scan, localName(scan));
}

function onSheetTag(splice: Splice, scan: XmlScan, name: string): void {
  if (name === "cols") splice.hasColumns = true;
  else if (name === "dimension") onDimension(splice, scan);
  else if (name === "sheetData") {
    splice.isInData = !scan.isSelfClosing;
    splice.prefix = scan.bytes.toString("latin1", tagStart(scan) + 1, scan.nameFrom);
    splice.rowEnd = Buffer.from(`</${splice.prefix}row>`);
    splice.cellStart = Buffer.from(`<${splice.prefix}c r="`);
    if (splice.hasColumns) return;
    writeTo(splice, scan, tagStart(scan));
    splice.out.text(`<${splice.prefix}cols>${columnsXml(splice)}</${splice.prefix}cols>`);
  }
}

function onDimension(splice: Splice, scan: XmlScan): void {
  const found = attribute(scan, "ref");
  const parts = /^([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?$/.exec(found?.value ?? "");
  if (found === null || parts === null) return;
  const [, left = "A", top = "1", right = left, bottom = top] = parts;
  const width = [...right].reduce((sum, each) => sum * 26 + each.charCodeAt(0) - 64, 0);
  if (width <= MAX_ADDED_FROM) splice.addedFrom = Math.max(splice.addedFrom, width);
  const last = Math.max(width, splice.addedFrom + splice.edits.addedWidths.length);
  writeTo(splice, scan, found.from);
  splice.out.text(`${left}${top}:${columnLetters(last - 1)}${bottom}`);
  splice.copied = found.to;
}

function columnsXml({ addedFrom, edits, prefix, lastStyledColumn }: Splice): string {
  if (lastStyledColumn > addedFrom) return "";
  return edits.addedWidths
    .map((width, at) => {
      const number = addedFrom + at + 1;
      return `<${prefix}col min="${number}" max="${number}" width="${width}" customWidth="1"/>`;
    })
    .join("");
}

function onRow(splice: Splice, scan: XmlScan): void {
  const number = attribute(scan, "r");
  splice.rowNumber = number === null ? splice.rowNumber + 1 : Number(number.value);
  if (scan.isSelfClosing) return;
  splice.isInRow = true;
  splice.column = -1;
  splice.lastFilled = -1;
  splice.nextBad = 0;
  splice.edit = splice.edits.rowOf(splice.rowNumber);
  const spans = splice.edit === null ? null : attribute(scan, "spans");
  if (spans === null) return;
  // A hint that would be wrong now.
  writeTo(splice, scan, spans.nameFrom);
  splice.copied = spans.to + 1;
}

/** A row without bad cells goes through as it is, found by its end; false where the tokens must tell. */
function takeRestOfRow(splice: Splice, scan: XmlScan): boolean {
  const { edit } = splice;
  if (edit !== null && (edit.bad.length > 0 || splice.column !== -1 || !splice.hasPlacedCells)) return false;
  const { bytes } = scan;
  if (splice.nextRowEnd < scan.at) splice.nextRowEnd = placeOf(scan, splice.rowEnd);
  if (splice.nextMarkup < scan.at) splice.nextMarkup = placeOf(scan, markup);
  const end = splice.nextRowEnd;
  if (end + splice.rowEnd.length > scan.end || splice.nextMarkup < end) return false;
  if (edit !== null) {
    const cell = bytes.lastIndexOf(splice.cellStart, end);
    splice.hasPlacedCells = cell >= scan.at;
    if (!splice.hasPlacedCells || lettersAt(bytes, cell + splice.cellStart.length) >= splice.addedFrom) return false;
    writeTo(splice, scan, end);
    writeAdded(splice, edit);
  }
  splice.isInRow = false;
  scan.at = end + splice.rowEnd.length;
  scan.depth -= 1;
  return true;
}

function onCell(splice: Splice, scan: XmlScan): void {
  const { edit } = splice;
  splice.column += 1;
  let style = { value: 0, from: -1, to: -1 };
  for (let place = 0; place < scan.attributeCount * 4; place += 4) {
    const from = scan.attributes[place + 2] as number;
    const to = scan.attributes[place + 3] as number;
    const name = attributeLetter(scan, place);
    if (name === letter.r) splice.column = columnIndex(scan, from, to);
    else if (name === letter.s) style = { value: wholeNumber(scan, from, to), from, to };
  }
  if (edit === null) return;
  if (splice.column >= splice.addedFrom && scan.isSelfClosing) {
    // An empty cell that only has a format stands where a fate is to stand, or beyond.
    writeTo(splice, scan, tagStart(scan));
    splice.copied = scan.at;
    return;
  }
  splice.lastFilled = splice.column;
  writeMissingBad(splice, edit, scan, tagStart(scan), splice.column);
  if (edit.bad[splice.nextBad] !== splice.column) return;
  splice.nextBad += 1;
  const ground = splice.styles.onBadGround(Math.max(style.value, 0));
  if (ground === null) return;
  writeTo(splice, scan, style.from === -1 ? scan.nameTo : style.from);
  splice.out.text(style.from === -1 ? ` s="${ground}"` : String(ground));
  if (style.from !== -1) splice.copied = style.to;
}

/** Bad cells left of `column` that the file does not have because they are empty. */
function writeMissingBad(splice: Splice, edit: RowEdit, scan: XmlScan, at: number, column: number): void {
  for (;;) {
    const bad = edit.bad[splice.nextBad];
    if (bad === undefined || bad >= column) return;
    splice.nextBad += 1;
    const style = splice.styles.ofTone("bad");
    if (style === null) continue;
    writeTo(splice, scan, at);
    splice.out.text(`<${splice.prefix}c r="${columnLetters(bad)}${splice.rowNumber}" s="${style}"/>`);
  }
}

function onClose(splice: Splice, scan: XmlScan): void {
  if (splice.isInRow && scan.name === tag.row) {
    const { edit } = splice;
    splice.isInRow = false;
    if (edit === null) return;
    writeMissingBad(splice, edit, scan, tagStart(scan), splice.addedFrom);
    writeTo(splice, scan, tagStart(scan));
    writeAdded(splice, edit);
  } else if (scan.name === 0 && !splice.isInRow) {
    const name = localName(scan);
    if (name === "sheetData") splice.isInData = false;
    if (name !== "cols" || splice.isInData) return;
    writeTo(splice, scan, tagStart(scan));
    splice.out.text(columnsXml(splice));
  }
}

/** Excel's last column is XFD. */
const MAX_COLUMNS = 16_384;

/** Behind the table, and behind the row's own last cell where the row is longer. */
function writeAdded(splice: Splice, edit: RowEdit): void {
  const from = Math.max(splice.addedFrom, splice.lastFilled + 1);
  if (from + edit.texts.length > MAX_COLUMNS) return;
  const style = splice.styles.ofTone(edit.tone);
  const { prefix, rowNumber } = splice;
  const styled = style === null ? "" : ` s="${style}"`;
  let xml = "";
  for (const [at, text] of edit.texts.entries()) {
    if (text === "") continue;
    xml += `<${prefix}c r="${columnLetters(from + at)}${rowNumber}"${styled} t="inlineStr"><${prefix}is><${prefix}t>${escapeXml(text)}</${prefix}t></${prefix}is></${prefix}c>`;
  }
  splice.out.text(xml);
}
