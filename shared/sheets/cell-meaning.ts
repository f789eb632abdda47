import { emptyCell, type RawCell, type ReadLimits } from "./rows.ts";
import type { SharedStrings } from "./shared-strings.ts";
import { dateText } from "./workbook-dates.ts";
import { unescapeCharacters } from "./xml-text.ts";

/** What the cells of a sheet refer to. */
export type Book = {
  readonly strings: SharedStrings;
  readonly dateStyles: ReadonlySet<number>;
  readonly is1904: boolean;
  readonly limits: ReadLimits;
};

/** A cell as its tags have it. */
export type ReadCell = {
  readonly book: Book;
  readonly type: number;
  readonly style: number;
  readonly value: string;
  /** The value of a shared string's cell, read without making it a text; -1 when it has none. */
  readonly shared: number;
  readonly formula: string | null;
};

/** What the attribute `t` says, as numbers. */
export const type = { number: 0, shared: 1, text: 2, boolean: 3, error: 4, date: 5 } as const;

const yes: RawCell = { kind: "boolean", text: "TRUE" };
const no: RawCell = { kind: "boolean", text: "FALSE" };

export function meaningOf(cell: ReadCell): RawCell {
  const { value, formula, book } = cell;
  if (cell.shared >= 0) return book.strings.cell(cell.shared);
  if (value === "") return formula === null ? emptyCell : { kind: "formula", text: `=${formula}` };
  switch (cell.type) {
    case type.shared:
      return Number.isInteger(Number(value)) ? book.strings.cell(Number(value)) : emptyCell;
    case type.text:
      return { kind: "text", text: unescapeCharacters(value) };
    case type.boolean:
      return value === "1" ? yes : no;
    case type.error:
      return { kind: "error", text: value };
    case type.date:
      return { kind: "date", text: value.replace("T", " ").replace(/Z$/, "") };
    default: {
      const date = book.dateStyles.has(cell.style) ? dateText(Number(value), book.is1904) : null;
      return date === null ? { kind: "number", text: value } : { kind: "date", text: date };
    }
  }
}
