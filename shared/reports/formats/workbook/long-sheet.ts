import type { Column } from "../../../sheets/sheet.ts";
import { makeByteWriter } from "../../../sheets/splice/byte-writer.ts";
import { columnLetters, escapeXml, styleOf } from "../../../sheets/workbook-parts.ts";
import { sheetEnd, sheetStart } from "../../../sheets/write-workbook.ts";
import type { Row } from "../../report-definition.ts";
import type { CellText } from "./cell-texts.ts";
import type { RowSource } from "./row-source.ts";

/** Where a sheet ends and the next begins: rows without the heading, and bytes, because a .zip counts four GB of a part. */
export type SheetLimits = { readonly rows: number; readonly bytes: number };

export const xmlProlog = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Rows that become bytes at a time. */
const RUN = 1_000;

/** The bytes of one sheet, with as many of the rows as it holds. */
export async function* longSheet(
  columns: readonly Column[],
  cellTexts: readonly CellText[],
  source: RowSource,
  limits: SheetLimits,
): AsyncGenerator<Uint8Array> {
  const out = makeByteWriter();
  const starts = columns.map((_, at) => `<c r="${columnLetters(at)}`);
  out.text(`${xmlProlog}${sheetStart(columns)}${headingXml(columns)}`);
  let written = 0;
  let bytes = 0;
  while (written < limits.rows && bytes < limits.bytes) {
    const rows = await source.take(Math.min(RUN, limits.rows - written));
    if (rows.length === 0) break;
    for (const row of rows) {
      written += 1;
      out.text(rowXml(row, String(written + 1), starts, cellTexts));
    }
    for (const piece of out.take(false)) {
      bytes += piece.byteLength;
      yield piece;
    }
  }
  out.text(sheetEnd(columns, written));
  yield* out.take(true);
}

function headingXml(columns: readonly Column[]): string {
  const style = styleOf("header", "text", 0);
  const cells = columns.map(
    ({ name, title }, at) =>
      `<c r="${columnLetters(at)}1" s="${style}" t="inlineStr"><is><t>${escapeXml(title ?? name)}</t></is></c>`,
  );
  return `<row r="1">${cells.join("")}</row>`;
}

function rowXml(row: Row, number: string, starts: readonly string[], cellTexts: readonly CellText[]): string {
  let xml = `<row r="${number}">`;
  for (let at = 0; at < starts.length; at += 1) {
    const cell = row[at];
    if (cell === null || cell === undefined || cell === "") continue;
    xml += starts[at] + number + cellTexts[at]?.(cell);
  }
  return `${xml}</row>`;
}
