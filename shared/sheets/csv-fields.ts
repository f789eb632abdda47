import type { RecordScan } from "./csv-records.ts";
import { emptyCell, type RawCell } from "./rows.ts";

/**
 * The fields of the latest record. Each record is decoded by itself, so that a text that somebody keeps holds no more than
 * its own record in memory. Every filled cell is text: a CSV has no types.
 */
export function fieldsOf(scan: RecordScan, separator: string): RawCell[] {
  const text = scan.bytes.utf8Slice(scan.from, scan.to);
  return scan.isQuoted ? quotedFields(text, separator) : plainFields(text, separator);
}

function plainFields(text: string, separator: string): RawCell[] {
  const cells: RawCell[] = [];
  let from = 0;
  for (let at = text.indexOf(separator); at !== -1; at = text.indexOf(separator, from)) {
    cells.push(at === from ? emptyCell : { kind: "text", text: text.substring(from, at) });
    from = at + 1;
  }
  cells.push(from === text.length ? emptyCell : { kind: "text", text: text.substring(from) });
  return cells;
}

/** The rules are those by which `takeRecord` found the record's end. */
function quotedFields(text: string, separator: string): RawCell[] {
  const cells: RawCell[] = [];
  let at = 0;
  for (;;) {
    const isFormula = text.startsWith('="', at);
    let field = "";
    if (isFormula || text[at] === '"') {
      const close = closingQuote(text, at + (isFormula ? 2 : 1));
      field = isFormula ? text.slice(at, close + 1) : text.slice(at + 1, close).replaceAll('""', '"');
      at = close + 1;
    }
    const end = text.indexOf(separator, at);
    field += text.slice(at, end === -1 ? text.length : end);
    cells.push(field === "" ? emptyCell : { kind: "text", text: field });
    if (end === -1) return cells;
    at = end + 1;
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at === -1 ? text.length : at;
}
