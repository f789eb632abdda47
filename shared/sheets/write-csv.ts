import type { Cell, Column, Sheet } from "./sheet.ts";

const BYTE_ORDER_MARK = "\uFEFF";

/** Text that a spreadsheet would run as a formula; the full-width forms are turned into these by some input methods. */
const LOOKS_LIKE_FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]/;
/** Either of them: of most texts one look tells that they may stand as they are. */
const NEEDS_CARE = /[",\r\n]|^[=+\-@\t＝＋－＠]/;

/**
 * RFC 4180 with CRLF and, for Excel, a byte order mark: without it Excel reads UTF-8 as the machine's own code page.
 * Text that looks like a formula gets an apostrophe in front (OWASP "CSV injection"); numbers are left alone.
 */
export function writeCsv(sheet: Sheet): string {
  const line = makeCsvLine(sheet.columns);
  let text = csvHead(sheet.columns);
  for (const row of sheet.rows) text += line(row);
  return text;
}

/** What stands before the first row: the byte order mark and the headings. */
export function csvHead(columns: readonly Column[]): string {
  return `${BYTE_ORDER_MARK}${columns.map((column) => quoted(column.name)).join(",")}\r\n`;
}

/** Writes one row after the other, each with its line end. */
export function makeCsvLine(columns: readonly Column[]): (row: readonly Cell[]) => string {
  const isNumeric = columns.map(({ kind }) => kind === "integer" || kind === "decimal");
  const count = columns.length;
  return (row) => {
    let line = "";
    for (let at = 0; at < count; at += 1) {
      if (at > 0) line += ",";
      const cell = row[at];
      if (typeof cell === "string") line += NEEDS_CARE.test(cell) ? careful(cell, isNumeric[at] === true) : cell;
      else if (typeof cell === "number") line += cell;
    }
    return `${line}\r\n`;
  };
}

function careful(text: string, isNumeric: boolean): string {
  return quoted(!isNumeric && LOOKS_LIKE_FORMULA.test(text) ? `'${text}` : text);
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
