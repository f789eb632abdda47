import { emptyCell, type RawCell, type RawRow } from "./rows.ts";

/**
 * RFC 4180 and what spreadsheets make of it: comma, semicolon or tab (whichever the first line has most of outside quotes),
 * quotes anywhere in a field, LF, CRLF or CR. Every filled cell is text: a CSV has no types.
 */
export function readCsv(text: string): readonly RawRow[] {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const separator = separatorOf(source);
  const rows: RawRow[] = [];
  let cells: RawCell[] = [];
  let field = "";
  let isQuoted = false;
  let number = 1;
  let lineOfRow = 1;

  const endField = (): void => {
    cells.push(field === "" ? emptyCell : { kind: "text", text: field });
    field = "";
  };
  const endRow = (): void => {
    endField();
    if (cells.some((cell) => cell.kind !== "empty")) rows.push({ number: lineOfRow, cells });
    cells = [];
    lineOfRow = number;
  };

  for (let at = 0; at < source.length; at += 1) {
    const character = source[at] as string;
    if (isQuoted) {
      if (character !== '"') field += character;
      else if (source[at + 1] === '"') {
        field += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === separator) endField();
    else if (character === "\n" || character === "\r") {
      if (character === "\r" && source[at + 1] === "\n") at += 1;
      number += 1;
      endRow();
    } else field += character;
  }
  if (field !== "" || cells.length > 0) endRow();
  return rows;
}

function separatorOf(source: string): string {
  const counts = new Map([",", ";", "\t"].map((separator) => [separator, 0]));
  let isQuoted = false;
  for (const character of source.slice(0, 10_000)) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === "\n" || character === "\r")) break;
    else if (!isQuoted && counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}
