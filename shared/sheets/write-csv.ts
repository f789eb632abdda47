import type { Cell, Column, Sheet } from "./sheet.ts";

const BYTE_ORDER_MARK = "\uFEFF";

/** Text that a spreadsheet would run as a formula; the full-width forms are turned into these by some input methods. */
const LOOKS_LIKE_FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/**
 * RFC 4180 with CRLF and, for Excel, a byte order mark: without it Excel reads UTF-8 as the machine's own code page.
 * Text that looks like a formula gets an apostrophe in front (OWASP "CSV injection"); numbers are left alone.
 */
export function writeCsv(sheet: Sheet): string {
  const lines = [sheet.columns.map((column) => quoted(column.name)).join(",")];
  for (const row of sheet.rows) lines.push(sheet.columns.map((column, at) => field(row[at] ?? null, column)).join(","));
  return `${BYTE_ORDER_MARK}${lines.join("\r\n")}\r\n`;
}

function field(cell: Cell, column: Column): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const isNumeric = column.kind === "integer" || column.kind === "decimal";
  return quoted(!isNumeric && LOOKS_LIKE_FORMULA.test(cell) ? `'${cell}` : cell);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
